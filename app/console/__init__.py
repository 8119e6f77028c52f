"""The operators' desk: the pages on which staff answer conversations."""
