from pathlib import Path

import pytest

from shared.fault_log import LONGEST_LOG, note


def test_it_says_when_what_and_where_and_is_private(tmp_path: Path) -> None:
    log = tmp_path / "log" / "a.log"
    for _ in range(2):
        try:
            raise KeyError("secret")
        except KeyError as error:
            note(log, KeyError, error.__traceback__)
    text = log.read_text()
    assert text.count("in test_it_says") == 2
    assert text.count("\nKeyError\n") == 2
    assert "Python" in text.splitlines()[0]
    assert "secret'" not in text
    assert log.stat().st_mode & 0o077 == 0


def test_a_long_one_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_bytes(b"x" * (LONGEST_LOG + 1))
    note(log, KeyError, None)
    assert len(log.read_text()) < 1000
    assert (tmp_path / "a.old").stat().st_size > LONGEST_LOG


def test_where_it_cannot_be_that_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way")
    with pytest.raises(OSError, match="log"):
        note(tmp_path / "log" / "a.log", KeyError, None)
