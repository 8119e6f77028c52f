"""After the contact: its state and answers, its text by e-mail, one question about it, its erasing."""
