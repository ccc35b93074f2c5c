from pathlib import Path

import pytest

from chatserver.invites import Invite
from chatserver.store import invites
from chatserver.store.database import Database
from shared.disk import DiskError

FIRST = Invite(b"z" * 16, "für Zoë", 5, 50, 3)
SECOND = Invite(b"a" * 16, "", 5, 0, -1, True)


def test_what_is_known_of_an_invite_comes_back_whole_and_in_order(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    gone = Invite(b"g" * 16, "", 1, 1, 1)
    for invite in (FIRST, gone, SECOND):
        database.commit(invites.statements({invite.id: invite}))
    used = Invite(FIRST.token, FIRST.label, 6, 51, 2)
    database.commit(invites.statements({FIRST.id: used, gone.id: None}))
    assert database.load(invites.read, invites.QUERY) == [used, SECOND]
    database.close()


def test_whom_an_invite_has_let_in(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    ann, bob = (FIRST.id, b"a" * 32), (FIRST.id, b"b" * 32)
    database.commit(invites.use_statements({ann: True, bob: True}))
    database.commit(invites.use_statements({ann: None, bob: True}))
    assert database.load(invites.read_use, invites.USES_QUERY) == [bob]
    database.close()


def test_what_is_no_token_is_damage(tmp_path: Path) -> None:
    database = Database(tmp_path / "server.db")
    database.commit([("INSERT INTO invites VALUES (1, x'00', x'00', '', 0, 0, 0, 0)", [()])])
    with pytest.raises(DiskError, match="damaged"):
        database.load(invites.read, invites.QUERY)
    database.close()
