"""One and many."""


def plural(count: int, one: str, many: str) -> str:
    """Either text with its `{count}`."""
    return (one if count == 1 else many).format(count=count)
