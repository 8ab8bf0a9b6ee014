"""Reconcile a police force's HMICFRS Tracker with the register of publications, and write the rollups back."""
