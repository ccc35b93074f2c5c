from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatgui.disk import DiskError
from chatgui.seed_file import encode_seed, read_seed

SEED = bytes(range(32))


def test_what_is_written_is_read(tmp_path: Path):
    path = tmp_path / "seed"
    path.write_bytes(encode_seed(SEED))
    assert read_seed(path) == SEED


def test_mail_programs_may_change_line_ends_and_case(tmp_path: Path):
    path = tmp_path / "seed"
    text = encode_seed(SEED).decode()
    path.write_bytes(text.replace("\n", "\r\n").replace("0a0b", "0A0B").encode() + b"\r\n")
    assert read_seed(path) == SEED


def test_a_missing_file_is_not_a_damaged_one(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        read_seed(tmp_path / "seed")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seed") / "seed"


@given(st.data())
def test_any_damage_is_noticed(path: Path, data: st.DataObject):
    """A flipped bit must not make another person; in the remark it does no harm."""
    whole = encode_seed(SEED)
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = whole[at] ^ 1 << data.draw(st.integers(0, 7))
    path.write_bytes(whole[:at] + bytes((flipped,)) + whole[at + 1 :])
    assert read_or_none(path) in (SEED, None)


def read_or_none(path: Path) -> bytes | None:
    try:
        return read_seed(path)
    except DiskError:
        return None


@pytest.mark.parametrize("kept", [0, 1, 80, 100, 150])
def test_half_a_file_is_damaged(path: Path, kept: int):
    path.write_bytes(encode_seed(SEED)[:kept])
    with pytest.raises(DiskError, match="damaged") as told:
        read_seed(path)
    assert str(path) in str(told.value)
    assert SEED.hex()[:8] not in str(told.value)


def test_two_identities_in_one_file_are_one_too_many(path: Path):
    path.write_bytes(encode_seed(SEED) * 2)
    with pytest.raises(DiskError, match="damaged"):
        read_seed(path)
