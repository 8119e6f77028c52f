"""Services by life situation, their questions, and the search."""
