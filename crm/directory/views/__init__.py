"""The directory over HTTP: who signs in."""
