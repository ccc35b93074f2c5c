from chatserver.control.answers import Refused, Told
from chatserver.control.operations import AskNames, Kick, ReleaseName
from chatserver.operator import names
from chatserver.operator.names import describe_names
from chatserver.registry import Known
from tests.support.owner import Owner


def test_a_name_is_freed_once_its_owner_is_away() -> None:
    owner = Owner()
    owner.joins(1, "Eva", "native")
    assert owner.asks(ReleaseName("eva")) == Refused("Eva is here; kick Eva first.")
    owner.asks(Kick("eva"))
    told = owner.asks(AskNames())
    assert isinstance(told, Told)
    assert told.text.startswith("  Eva, last here 2027-")
    assert owner.asks(ReleaseName("eva")) == Told("The name Eva is free.")
    assert owner.asks(ReleaseName("eva")) == Refused("Nobody owns the name eva.")
    assert owner.asks(AskNames()) == Told("No names are kept.")


def test_of_very_many_names_the_first_are_shown(monkeypatch) -> None:
    monkeypatch.setattr(names, "MOST_SHOWN", 2)
    known = [Known(number, bytes(32), f"p{number}", 0) for number in range(5)]
    lines = describe_names(known).splitlines()
    assert [line.split(",")[0] for line in lines] == ["  p0", "  p1", "  and 3 more"]
