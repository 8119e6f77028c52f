"""Keeps individual cases out of general conversations: one rule, here and on the citizen's own device."""
