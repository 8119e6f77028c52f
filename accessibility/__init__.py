"""Accessibility tests' scope and exceptions, and the statement's data. Imports nothing from `app`."""
