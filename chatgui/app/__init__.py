"""What the client knows and decides. No tkinter, no sockets."""
