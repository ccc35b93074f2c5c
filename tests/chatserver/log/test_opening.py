from pathlib import Path
from random import Random

import pytest

from chatserver.log.opening import Keep, open_log, stored_head
from chatserver.log.rows import DERIVE, add_messages
from chatserver.store.database import Database
from shared.disk import DiskError
from tests.support.logs import WALL_S, DiskLog, put, read_all, text


def test_what_a_killed_server_left_is_derived_before_the_next_run(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    open_log(database, Random(1), Keep(), 0.0, WALL_S)
    many = [(10 + n, text(str(n), 1, (2,), n + 1)) for n in range(2 * DERIVE + 1)]
    database.commit(add_messages(many, 0))
    database.close()
    log = DiskLog(tmp_path)
    assert log.highest(1, many[0][1].outbox) == len(many)
    assert len(read_all(log, 2)) == len(many)
    log.close()


def test_the_head_on_the_disk_is_that_of_the_last_message(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    assert stored_head(database) == 0
    log = DiskLog(tmp_path)
    _, at = put(log, [text("a"), text("b")])
    assert stored_head(database) == at
    log.close()
    database.close()


def test_a_log_that_cannot_begin_a_run_is_not_opened(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    database._writing.execute("PRAGMA query_only = ON")
    with pytest.raises(DiskError, match="cannot be written"):
        open_log(database, Random(1), Keep(), 0.0, WALL_S)
    database.close()


@pytest.mark.parametrize("table", ["gaps", "outboxes", "messages"])
def test_nothing_is_written_where_something_needed_cannot_be_read(
    tmp_path: Path, table: str
) -> None:
    database = Database(tmp_path / "server.db")
    database._writing.execute(f"ALTER TABLE {table} RENAME TO gone")
    with pytest.raises(DiskError, match="cannot be read"):
        open_log(database, Random(1), Keep(), 0.0, WALL_S)
    assert database.query("SELECT * FROM log") == database.query("SELECT * FROM runs") == []
    database.close()
