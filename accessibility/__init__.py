"""Judges the app from outside, imports nothing of it: what is in scope, what is excepted, what was found."""
