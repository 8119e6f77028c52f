"""Internal notes on conversations, and tasks for colleagues with due dates."""
