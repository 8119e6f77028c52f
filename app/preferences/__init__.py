"""How a visitor wants to read: size, spacing, contrast, motion, simple mode, reading aloud."""
