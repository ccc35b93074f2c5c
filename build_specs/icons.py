"""The program's icon as files: PNG by size for Linux, ICO for Windows, ICNS for macOS.

python -m build_specs.icons FOLDER
"""

import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from shared.desktop.tray.icon import png

SIZES: Final = (16, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES: Final = (16, 20, 24, 32, 40, 48, 64, 256)
"""The usual ones, and those that Windows shows at 125 % and 250 %."""

ICNS_TYPES: Final = (
    (b"icp4", 16),
    (b"ic11", 32),
    (b"icp5", 32),
    (b"ic12", 64),
    (b"ic07", 128),
    (b"ic13", 256),
    (b"ic08", 256),
    (b"ic14", 512),
    (b"ic09", 512),
    (b"ic10", 1024),
)
"""Apple's names for sizes; those of sharp screens are the doubled ones."""


def ico(sizes: Sequence[int] = ICO_SIZES) -> bytes:
    """PNGs behind a table: Windows has read that since Vista."""
    pictures = [png(size) for size in sizes]
    head, at = struct.pack("<HHH", 0, 1, len(sizes)), 6 + 16 * len(sizes)
    for size, picture in zip(sizes, pictures, strict=True):
        side = size % 256  # 0 stands for 256
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + b"".join(pictures)


def icns() -> bytes:
    parts = [(kind, png(size)) for kind, size in ICNS_TYPES]
    body = b"".join(kind + struct.pack(">I", 8 + len(data)) + data for kind, data in parts)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def write_icons(folder: Path) -> None:
    """`parley.ico`, `parley.icns`, and PNGs in the folders that freedesktop.org wants."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "parley.ico").write_bytes(ico())
    (folder / "parley.icns").write_bytes(icns())
    for size in SIZES:
        place = folder / "icons" / "hicolor" / f"{size}x{size}" / "apps"
        place.mkdir(parents=True, exist_ok=True)
        (place / "parley.png").write_bytes(png(size))


if __name__ == "__main__":
    write_icons(Path(sys.argv[1]))
