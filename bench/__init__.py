"""How fast Fjord is, as a share of what the machine can do: see README.md."""
