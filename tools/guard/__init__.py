"""Trains the guard: the messages that it learns from, and the learning."""
