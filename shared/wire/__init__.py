"""Bytes to packets and back. Functions named `*_untrusted` raise BadPacket and nothing else."""


class BadPacket(ValueError):
    """Bytes from a stranger that do not parse; the only way an `*_untrusted` function fails.

    The message says what was wrong, for a log; it never repeats the bytes themselves.
    """
