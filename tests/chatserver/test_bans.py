import pytest

from chatserver.bans import Ban, Bans

EVA = Ban("00000000000000ff", "identity", "Eva", 1)
ONE = Ban("10.0.0.5", "address", "bob", 2)
NET = Ban("10.1.0.0/16", "address", "", 3)
SIX = Ban("fd00::5", "address", "eva", 4)


def test_persons_and_hosts_are_held() -> None:
    bans = Bans([EVA, ONE, NET, SIX])
    assert bans.has_person(0xFF)
    assert not bans.has_person(0xFE)
    for host in ("10.0.0.5", "10.1.2.3", "fd00::5", "fd00::5%eth0"):
        assert bans.has_host(host)
    for host in ("10.0.0.6", "10.2.0.1", "fd00::6", "::ffff:10.0.0.5"):
        assert not bans.has_host(host)


def test_a_ban_is_lifted_by_what_is_banned_or_by_the_name() -> None:
    bans = Bans([EVA, ONE, NET, SIX])
    assert bans.lift("10.1.0.0/16") == [NET]
    assert not bans.has_host("10.1.2.3")
    assert bans.lift("EVA") == [EVA, SIX]
    assert bans.lift("eva") == []
    assert list(bans) == [ONE]
    assert not bans.has_person(0xFF)


def test_an_unlabelled_ban_has_no_name() -> None:
    assert Bans([NET]).lift("") == []


def test_changes_are_told_once() -> None:
    bans = Bans([EVA])
    assert not bans.is_changed
    bans.add(ONE)
    bans.lift("Eva")
    assert bans.changes() == {"10.0.0.5": ONE, EVA.who: None}
    assert bans.changes() == {}


@pytest.mark.parametrize("ban", [Ban("x", "identity", "", 0), Ban("10.0.0.5/8", "address", "", 0)])
def test_nonsense_is_refused(ban: Ban) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        Bans([ban])
