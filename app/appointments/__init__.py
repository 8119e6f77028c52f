"""Visits at a place: choose, book, look up, move and cancel, without an account."""
