"""The messages of a conversation, as bubbles in one Text."""
