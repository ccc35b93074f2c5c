import struct
from pathlib import Path

from build_specs.icons import ICNS_TYPES, ICO_SIZES, SIZES, icns, ico, write_icons

PNG = b"\x89PNG\r\n\x1a\n"


def width(png: bytes) -> int:
    return struct.unpack(">I", png[16:20])[0]


def test_each_size_of_an_ico_is_where_its_table_says() -> None:
    data = ico()
    assert struct.unpack_from("<HHH", data) == (0, 1, len(ICO_SIZES))
    for number, size in enumerate(ICO_SIZES):
        side, *_, length, at = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        assert (side or 256) == size
        assert data[at : at + 8] == PNG
        assert width(data[at : at + length]) == size


def test_each_size_of_an_icns_is_what_its_name_says() -> None:
    data, found = icns(), []
    assert struct.unpack_from(">4sI", data) == (b"icns", len(data))
    at = 8
    while at < len(data):
        kind, length = struct.unpack_from(">4sI", data, at)
        found.append((kind, width(data[at + 8 : at + length])))
        at += length
    assert tuple(found) == ICNS_TYPES


def test_they_lie_where_desktops_look(tmp_path: Path) -> None:
    write_icons(tmp_path)
    names = {path.parent.parent.name for path in tmp_path.rglob("apps/parley.png")}
    assert names == {f"{size}x{size}" for size in SIZES}
    assert (tmp_path / "parley.ico").exists()
    assert (tmp_path / "parley.icns").exists()
