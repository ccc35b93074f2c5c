"""The doors into the chat: each turns its own wire into commands, and notices back into it."""
