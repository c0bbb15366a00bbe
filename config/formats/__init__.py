"""How dates and times are written, by language; a language that is not here keeps Django's own ways."""
