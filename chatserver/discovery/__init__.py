"""How a server is found on its network: it answers who asks, and announces itself."""
