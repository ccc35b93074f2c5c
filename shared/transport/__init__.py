"""Reliable, ordered, credited lanes over packets that may be lost. Pure: `now` is an argument.

One small mechanism per module, each knowing nothing of packets' bytes, keys or sockets.
"""


class Violation(Exception):
    """An authentic peer broke the protocol; the session ends. The text may be told to the peer."""
