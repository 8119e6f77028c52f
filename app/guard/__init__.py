"""Keeps personal numbers and individual cases out of conversations: one rule, on the server and on the device."""
