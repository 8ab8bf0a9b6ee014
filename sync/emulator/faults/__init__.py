"""Faults on request: what SharePoint does on a bad day, when a test or a rehearsal asks for it. Counted and repeatable."""
