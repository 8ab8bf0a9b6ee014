"""Answers as JSON, in the dialects that SharePoint speaks: one renderer each, chosen by the Accept header."""
