"""A server that remembers nothing begins as its options say."""

from chatserver.blank import Blank
from chatserver.config import read_config
from chatserver.log.memory import MemoryLog


def test_nobody_is_known_and_nothing_is_set_but_by_options() -> None:
    config, log = read_config(["--private", "--keep-days", "3"]), MemoryLog(b"L" * 16)
    blank = Blank(config, log)
    assert (blank.log, blank.settings.config) == (log, config)
    assert (list(blank.known), dict(blank.marks), list(blank.bans)) == ([], {}, [])
    assert not blank.gate.lets_in(bytes(32))
    assert Blank(read_config([]), log).gate.lets_in(bytes(32))
