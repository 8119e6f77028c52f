"""The operators' desk: it composes conversations for the one who answers."""
