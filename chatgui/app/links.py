"""Addresses in a text. What is shown is where it leads: nothing hides behind a word."""

import re
import unicodedata
from typing import Final

from chatgui.app.rows import Link

_ADDRESS: Final = re.compile(
    r"(?<![\w+.-])(?:https?|parley)://[^\s<>\"\u00ab\u00bb\u201c-\u201f]+", re.IGNORECASE
)
_TRAILING: Final = ".,;:!?'\u2019*_~\u2026\u3001\u3002"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}


def find_links(text: str) -> tuple[str, tuple[Link, ...]]:
    """The text as it is to be shown, and its links. A host in letters of several alphabets, that
    may pass for another one, stands there as what it is to a computer."""
    if "://" not in text:
        return text, ()
    shown: list[str] = []
    links: list[Link] = []
    at = length = 0
    for found in _ADDRESS.finditer(text):
        url = _unmask(_trim(found.group()))
        if url is None:
            continue
        before = text[at : found.start()]
        at = found.start() + len(_trim(found.group()))
        shown += (before, url)
        length += len(before)
        links.append(Link(length, length + len(url), url))
        length += len(url)
    return "".join((*shown, text[at:])), tuple(links)


def _trim(found: str) -> str:
    """Without what ends the sentence around it; a bracket belongs to it if it was opened in it."""
    while found:
        last = found[-1]
        if last in _TRAILING or (last in _PAIRS and found.count(last) > found.count(_PAIRS[last])):
            found = found[:-1]
        else:
            break
    return found


def _unmask(url: str) -> str | None:
    """None: it leads nowhere."""
    scheme, _, rest = url.partition("://")
    host = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    name = host.rpartition("@")[2]
    if not name.strip(":.[]"):
        return None
    if _is_one_script(name):
        return url
    try:
        plain = name.encode("idna").decode()
    except UnicodeError:
        return None
    return f"{scheme}://{host[: len(host) - len(name)]}{plain}{rest[len(host) :]}"


def _is_one_script(host: str) -> bool:
    """Nothing in it passes for a letter of another alphabet, or cannot be seen."""
    if host.isascii():
        return True
    letters = [c for c in host if c.isalpha()]
    others = [c for c in host if not c.isascii() and not c.isalpha()]
    return not others and len({_script(c) for c in letters}) == 1


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]
