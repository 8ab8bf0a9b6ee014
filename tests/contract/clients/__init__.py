"""Clients that others wrote, as scripts for processes of their own."""
