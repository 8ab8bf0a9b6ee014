"""SharePoint's column and view formatting: expressions, elements, styles, and what is not known said in words."""
