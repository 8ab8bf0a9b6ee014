"""The site's data and its rules. Knows no HTTP: handlers ask, this answers or refuses."""
