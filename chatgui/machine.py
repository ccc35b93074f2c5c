"""How a copied data folder is told from the one it was copied from."""

import platform
from hashlib import blake2s
from pathlib import Path

_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))  # machine-id(5)


def machine_mark(folder: Path) -> bytes:
    """16 bytes that stand for this folder on this computer, and change when either does.

    A copy on the same disk has another path, and another number in the file system. What changes
    the mark without need (moving the folder) costs a new installation id and nothing else.
    """
    place = folder.resolve()
    parts = (_machine_id(), str(place), str(place.stat().st_ino))
    return blake2s("\0".join(parts).encode("utf-8", "surrogateescape"), digest_size=16).digest()


def _machine_id() -> str:
    for path in _MACHINE_IDS:
        try:
            found = path.read_text("ascii", "replace").strip()
        except OSError:
            continue
        if found:
            return found
    return platform.node()
