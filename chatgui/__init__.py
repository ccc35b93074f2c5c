"""The Parley client: a model, and the window and the terminal that show it."""
