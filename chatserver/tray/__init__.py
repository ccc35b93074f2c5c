"""The server in the tray: its icon, what its menu does, and how such a server begins and ends."""
