from chatserver.control.operations import Kick, Refused, Told
from tests.support.owner import Owner


def test_kick_sends_a_person_away() -> None:
    owner = Owner()
    owner.joins(1, "bob", host="127.0.0.6")
    owner.joins(2, "eva", "native")
    assert owner.asks(Kick("BOB")) == Told("bob (127.0.0.6) is sent away for 10 minutes.")
    assert owner.asks(Kick("eva")) == Told("eva is sent away until they choose to come back.")
    assert owner.names() == []
    assert owner.asks(Kick("eva")) == Refused("Nobody here is called eva.")
    assert owner.asks(Kick("")) == Refused("Nobody here is called ''.")
