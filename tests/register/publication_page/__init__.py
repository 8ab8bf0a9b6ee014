"""Tests of the reading of saved publication pages."""
