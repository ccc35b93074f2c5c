"""The classroom dialect, PROTOCOL section 2: packets, messages in them, and their transfer."""
