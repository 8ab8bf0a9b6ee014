"""Sites to start from: a folder each, with ``site.yaml`` and one CSV file per list that has rows."""
