"""Numbers as they are typed."""

from chatserver.dashboard import words


def read_number(typed: str, least: int, most: int) -> int:
    """ValueError with a sentence where it is none of these."""
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        raise ValueError(words.NOT_A_NUMBER.format(least=least, most=f"{most:,}"))
    return int(text)


def is_digits(typed: str) -> bool:
    """What a field for a number takes while it is typed."""
    return len(typed) <= 7 and (not typed or (typed.isascii() and typed.isdigit()))
