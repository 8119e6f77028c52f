"""Files in a conversation, both ways: judged by their content, freed of what they tell besides, shown to its people."""
