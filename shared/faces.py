"""What stands for a person: initials, and one of eight hues that stays theirs."""

from zlib import crc32

HUES = 8


def hue(person: int) -> int:
    """The same at every start and on every computer."""
    return crc32(person.to_bytes(8, "big")) >> 24 & HUES - 1


def initials(name: str) -> str:
    """One or two signs: of "Ada-Maria" the A and the M, of "bob" Bo."""
    words = [word for word in name.replace("_", " ").replace("-", " ").replace(".", " ").split()]
    if len(words) > 1:
        return (words[0][0] + words[1][0]).upper()
    return name[:1].upper() + name[1:2]
