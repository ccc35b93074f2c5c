"""The dashboard: a window of a process of its own, on a server that runs. The model (`board.py` and
what it is made of) imports no tkinter."""
