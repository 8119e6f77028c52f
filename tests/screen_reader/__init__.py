"""A real screen reader at the service: what Orca says while somebody uses it, written down for people to read."""
