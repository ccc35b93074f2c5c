"""The Parley server: one loop thread that owns the chat, and the doors into it."""
