"""All ways to reach a person; ask to be called back."""
