"""A seed as a text file: what a profile keeps, and what people carry to another computer.

    # A Parley identity. Whoever has this file is this person: keep it secret.
    parley-identity-1 <64 hexadecimal digits> <8 more: the start of their BLAKE2s>

The check tells a damaged file from another person's. Lines that begin with # are remarks.
"""

from hashlib import blake2s
from pathlib import Path

from chatgui.app import words
from shared.crypto.identity import SEED_SIZE
from shared.disk import DiskError, no_access

_LABEL = "parley-identity-1"
_LONGEST = 4096
"""An identity has 167 bytes; somebody may add remarks, and nobody a disk image."""

_REMARK = "# A Parley identity. Whoever has this file is this person: keep it secret.\n"


def encode_seed(seed: bytes) -> bytes:
    return f"{_REMARK}{_LABEL} {seed.hex()} {_check(seed)}\n".encode()


def read_seed(path: Path) -> bytes:
    """The 32 bytes; FileNotFoundError, or DiskError if it cannot be read or is damaged."""
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST).decode("ascii")
    except FileNotFoundError:
        raise
    except OSError as error:
        raise no_access(path, error, "--home") from None
    except UnicodeDecodeError:
        raise DiskError(words.DAMAGED_IDENTITY.format(path=path)) from None
    seed = _decode_seed(text)
    if seed is None:
        raise DiskError(words.DAMAGED_IDENTITY.format(path=path))
    return seed


def _decode_seed(text: str) -> bytes | None:
    lines = [line.split() for line in text.splitlines() if line.strip() and line[0] != "#"]
    if len(lines) != 1 or len(lines[0]) != 3 or lines[0][0] != _LABEL:
        return None
    try:
        seed = bytes.fromhex(lines[0][1])
    except ValueError:
        return None
    return seed if len(seed) == SEED_SIZE and lines[0][2].lower() == _check(seed) else None


def _check(seed: bytes) -> str:
    return blake2s(seed).hexdigest()[:8]
