"""`python -m chatgui`: the client, or one clear line where a part of it is missing."""

import sys

from shared.console import say_missing


def main(arguments: list[str] | None = None) -> int:
    """As `chatgui.start.main`; exit code 2 if this Python lacks what Parley needs."""
    try:
        from chatgui.start import main as start
    except ModuleNotFoundError as missing:
        return say_missing(missing)
    return start(arguments)


if __name__ == "__main__":
    sys.exit(main())
