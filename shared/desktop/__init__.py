"""What the desktop does for us outside our windows: programs it has, and what it announces."""
