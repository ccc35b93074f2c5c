from chatserver.control.answers import Refused, Told
from chatserver.control.operations import Kick
from chatserver.operator.desk import hex_id
from shared.chat import Rename
from tests.support.owner import Owner

GONE = Refused("Whoever was meant has gone.")


def test_kick_sends_a_person_away() -> None:
    owner = Owner()
    owner.joins(1, "bob", host="127.0.0.6")
    owner.joins(2, "eva", "native")
    assert owner.asks(Kick("BOB")) == Told("bob (127.0.0.6) is sent away for 10 minutes.")
    assert owner.asks(Kick("eva")) == Told("eva is sent away until they choose to come back.")
    assert owner.names() == []
    assert owner.asks(Kick("eva")) == Refused("Nobody here is called eva.")
    assert owner.asks(Kick("")) == Refused("Nobody here is called ''.")


def test_by_the_id_nobody_is_meant_who_took_the_name_meanwhile() -> None:
    owner = Owner()
    mal = owner.joins(1, "mal", host="127.0.0.6")
    owner.parts.runtime.command(1, Rename("gone"), owner.now)
    other = owner.joins(2, "mal", host="127.0.0.7")
    asked_by_name = owner.asks(Kick("mal", hex_id(mal.id)))
    assert asked_by_name == Refused("Whoever was meant has gone, or has another name by now.")
    assert isinstance(owner.asks(Kick("", hex_id(mal.id))), Told)
    assert owner.names() == ["mal"]
    assert owner.asks(Kick("", hex_id(mal.id))) == owner.asks(Kick("", "mal")) == GONE
    assert isinstance(owner.asks(Kick("MAL", hex_id(other.id))), Told)
