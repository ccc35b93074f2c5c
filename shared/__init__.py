"""What both ends of Parley speak: names, text, the wire. No Tk, no database."""

__version__ = "0.1.0"
