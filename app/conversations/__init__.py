"""Conversations with citizens, whatever the channel: the spine of chat and call-back."""
