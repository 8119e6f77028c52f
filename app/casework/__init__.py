"""What staff do behind a conversation: internal notes, and tasks for the editors who prepare the papers."""
