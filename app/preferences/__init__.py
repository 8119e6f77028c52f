"""Display preferences: text size, spacing, contrast, theme, motion, simple mode, reading aloud."""
