"""Book, move and cancel a visit to an assistance point."""
