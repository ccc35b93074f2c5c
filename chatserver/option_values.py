"""What the words behind the server's options mean. ValueError for one that means nothing: a
sentence that names the option."""

import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from shared.names import can_be_seen
from shared.text import one_line

Word = TypeVar("Word", bound=str)


def read_port(text: str) -> int:
    if not _is_number(text) or int(text) > 65_535:
        raise ValueError(f"The port is a number from 0 to 65535, not '{text}'.")
    return int(text)


def read_addresses(text: str) -> tuple[str, ...]:
    """A numeric address as it is, a host name resolved."""
    if not text:
        raise ValueError("-a is empty; leave it out to listen on every address.")
    try:
        found = socket.getaddrinfo(text, None, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError):
        raise ValueError(f"-a: '{text}' is not an address of this computer.") from None
    return (str(found[0][4][0]),)


def word_reader(option: str, words: tuple[Word, ...]) -> Callable[[str], Word]:
    def choose(text: str) -> Word:
        for word in words:
            if text == word:
                return word
        raise ValueError(f"{option} is one of {', '.join(words)}, not '{text}'.")

    return choose


def read_folder(text: str) -> Path:
    if not text:
        raise ValueError("--data is empty; leave it out to keep everything in your account.")
    return Path(text).absolute()


def read_server_name(text: str) -> str:
    if not can_be_seen(text) or len(text) > 48:
        raise ValueError("--server-name has 1 to 48 characters, and one that can be seen.")
    return one_line(text.strip())


def read_network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        raise ValueError(f"--trust takes a network like 10.1.0.0/16, not '{text}'.") from None


def number_reader(option: str, least: int = 0) -> Callable[[str], int]:
    def count(text: str) -> int:
        if not _is_number(text) or not least <= int(text) <= 1_000_000:
            raise ValueError(f"{option} is a number from {least} to 1000000, not '{text}'.")
        return int(text)

    return count


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
