"""Live chat with an operator, and the same page without JavaScript."""
