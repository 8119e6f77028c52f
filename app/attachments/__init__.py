"""Files that are sent in conversations: checked by content, stripped of metadata, stored and served."""
