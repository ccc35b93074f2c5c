from chatserver.store import sessions
from shared.net.path import Path as NetPath


def test_each_row_reads_back_as_what_was_written() -> None:
    paths = {2**64 - 1: NetPath(("::1", 5, 0, 0)), 7: NetPath(("10.0.0.1", 4000), b"abcd")}
    (_, gone), (_, kept) = sessions.statements({**paths, 8: None})
    assert gone == [((8).to_bytes(8, "big"),)]
    assert dict(map(sessions.read, kept)) == paths
