"""The directory over HTTP: who signs in, and companies, people, projects, sales and users over REST and Agents."""
