"""How rows become answers: which properties, through which lookups, in which words."""
