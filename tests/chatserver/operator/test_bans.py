from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from chatserver.control.answers import Bans, Refused, Told
from chatserver.control.operations import AskBans, Ban, MakeInvite, Unban
from chatserver.data import DataFolder
from chatserver.operator.desk import hex_id
from shared.chat import Address, Door, Join
from shared.net.path import Path as NetPath
from tests.support.owner import HOST, Owner
from tests.support.playbook import join_verified


def rows(owner: Owner) -> list[tuple[str, str, str]]:
    answer = owner.asks(AskBans())
    assert isinstance(answer, Bans)
    return [(row.who, row.kind, row.label) for row in answer.rows]


def comes_from(host: str, join: Join) -> Join:
    return replace(join, address=Address(host, 9))


def test_an_identity_is_banned_whatever_name_it_takes() -> None:
    owner = Owner()
    eva = owner.joins(1, "eva", "native")
    assert isinstance(owner.asks(Ban("EVA")), Told)
    assert owner.names() == []
    assert owner.tries(2, join_verified(2, "zoe", 1)) is None
    assert rows(owner) == [(eva.id.to_bytes(8, "big").hex(), "identity", "eva")]
    assert owner.asks(Unban("eva")) == Told("eva may come back.")
    assert owner.tries(3, join_verified(3, "zoe", 1)) is not None


def test_that_another_name_is_another_identity_is_said_and_what_helps() -> None:
    owner = Owner()
    assert owner.tries(1, comes_from("10.1.2.3", join_verified(1, "eva"))) is not None
    first = (
        "eva is banned, from wherever they come. Under another name they come in as somebody new: "
    )
    assert owner.asks(Ban("eva")) == Told(
        f"{first}ban 10.1.2.3 too, or start the server with --private."
    )
    assert owner.tries(2, join_verified(2, "mal", 2)) is not None, "which is true"
    assert owner.asks(Ban("eva")) == Told(
        f"{first}ban their address too, or start the server with --private."
    )


def test_this_computer_itself_is_not_named_for_a_ban() -> None:
    owner = Owner()
    assert owner.tries(1, comes_from("127.0.0.1", join_verified(1, "eva"))) is not None
    answer = owner.asks(Ban("eva"))
    assert isinstance(answer, Told)
    assert answer.text.endswith("somebody new: against that, start the server with --private.")


def test_on_a_private_server_invites_that_let_them_in_again_are_named() -> None:
    owner = Owner("--private")
    owner.asks(MakeInvite("many", 0))
    answer = owner.asks(Ban("5f1c09be77a04d2c"))
    assert isinstance(answer, Told)
    assert "Under another name they need an invite. This invite still lets" in answer.text
    assert ": many. Revoke" in answer.text


def test_who_is_away_can_be_banned_by_the_name() -> None:
    owner = Owner()
    eva = owner.joins(1, "eva", "native")
    owner.parts.runtime.perform(owner.parts.hub.dismiss(eva, "kicked"), owner.now)
    owner.parts.runtime.commit(owner.now)
    assert isinstance(owner.asks(Ban("eva")), Told)
    assert owner.tries(2, join_verified(2, "eva", 1)) is None


def test_of_a_guest_the_address_is_banned_and_with_it_whoever_is_there() -> None:
    owner = Owner("--trust", "192.168.7.0/24")
    owner.joins(1, "bob", host="192.168.7.30")
    owner.joins(2, "tom", host="192.168.7.31")
    assert owner.asks(Ban("bob")) == Told(
        "Nothing from 192.168.7.30 is heard any more. bob sent away."
    )
    assert owner.names() == ["tom"]
    assert rows(owner) == [("192.168.7.30", "address", "bob")]
    for host, is_heard in (("192.168.7.30", False), ("192.168.7.32", True)):
        owner.parts.entrance.receive(b"hello\n", NetPath((host, 9)), owner.now)
        assert owner.parts.turnstile.waiting is is_heard


@pytest.mark.parametrize("door", ["native", "netcat"])
def test_who_is_called_like_an_address_gets_nobody_banned_and_is_not_meant(door: Door) -> None:
    owner = Owner("--trust", "10.0.0.0/8")
    liar = owner.joins(1, "10.0.0.5", door, "" if door == "native" else "10.9.9.9")
    owner.joins(2, "bob", host="10.0.0.5")
    answer = owner.asks(Ban("10.0.0.5"))
    assert isinstance(answer, Refused)
    assert f"ban {hex_id(liar.id)} for them, or 10.0.0.5/32 for" in answer.text
    assert rows(owner) == []
    owner.asks(Ban("10.0.0.5/32"))
    assert owner.names() == ["10.0.0.5"]
    owner.asks(Ban(hex_id(liar.id)))
    assert owner.names() == []


def test_who_is_called_like_an_id_keeps_nobody_from_being_banned_by_it() -> None:
    owner = Owner()
    eva = owner.joins(1, "eva", "native")
    owner.joins(2, hex_id(eva.id), host="10.0.0.6")
    assert isinstance(owner.asks(Ban("", hex_id(eva.id))), Told)
    assert rows(owner) == [(hex_id(eva.id), "identity", "eva")]
    assert owner.asks(Ban("", "eva")) == Refused("eva is no id.")


def test_a_network_is_banned_with_all_who_are_in_it() -> None:
    owner = Owner()
    owner.joins(1, "bob", host="10.1.2.3")
    owner.joins(2, "tom", host="10.1.9.9")
    owner.joins(3, "ann", host="10.2.0.1")
    assert isinstance(owner.asks(Ban(" 10.1.2.7/16 ")), Told)
    assert owner.names() == ["ann"]
    assert rows(owner) == [("10.1.0.0/16", "address", "")]
    assert isinstance(owner.asks(Unban("10.1.0.0/16")), Told)
    assert rows(owner) == []


@pytest.mark.parametrize(
    ("typed", "banned"),
    [("::ffff:10.1.2.3", "10.1.2.3"), ("::ffff:10.1.2.3/112", "10.1.0.0/16")],
)
def test_ipv4_that_is_written_as_ipv6_is_ipv4(typed: str, banned: str) -> None:
    owner = Owner()
    owner.joins(1, "bob", host="10.1.2.3")
    assert isinstance(owner.asks(Ban(typed)), Told)
    assert owner.names() == []
    assert rows(owner) == [(banned, "address", "")]
    assert isinstance(owner.asks(Unban(typed)), Told)


def test_somebody_is_banned_by_the_id_also_who_is_not_known_any_more() -> None:
    owner = Owner()
    eva = owner.joins(1, "eva", "native")
    owner.joins(2, "bob", host="10.1.2.3")
    unknown = "00000000000000aB"
    for id in (hex_id(eva.id), unknown):
        assert isinstance(owner.asks(Ban(id)), Told)
    assert owner.names() == ["bob"]
    assert rows(owner) == [
        (hex_id(eva.id), "identity", "eva"),
        (unknown.lower(), "identity", ""),
    ]


def test_who_is_called_like_an_id_gets_nobody_else_banned() -> None:
    owner = Owner()
    victim = hex_id(owner.joins(1, "victim", "native").id)
    person = owner.tries(2, join_verified(2, victim, 2))
    assert person is not None
    answer = owner.asks(Ban(victim))
    assert isinstance(answer, Refused)
    assert hex_id(person.id) in answer.text
    assert isinstance(owner.asks(Ban(hex_id(person.id))), Told)
    assert owner.names() == ["victim"]


@pytest.mark.parametrize(
    "who",
    [
        *("nobody", "", "local", "0.0.0.0/0", "::/8", "::ffff:0:0/90", HOST, "127.0.0.1", "::1"),
        *("127.0.0.0/8", "192.168.7.0/24", f"::ffff:{HOST}", "::/64"),
    ],
)
def test_what_is_not_banned_is_said(who: str) -> None:
    owner = Owner()
    owner.joins(1, "local")
    assert isinstance(owner.asks(Ban(who)), Refused)
    assert rows(owner) == []
    assert owner.names() == ["local"]


def test_nearly_everybody_is_not_said_in_other_words_than_typed() -> None:
    assert Owner().asks(Ban("::/0")) == Refused("That is nearly everybody; name a smaller network.")


def test_lifting_what_is_not_banned_is_refused() -> None:
    assert isinstance(Owner().asks(Unban("10.0.0.5")), Refused)


def test_bans_hold_after_a_restart(tmp_path: Path) -> None:
    data = DataFolder(tmp_path, 15_000, Random(1).randbytes)
    owner = Owner(data=data)
    owner.joins(1, "eva", "native")
    owner.asks(Ban("eva"))
    owner.asks(Ban("10.1.0.0/16"))
    owner.save()
    owner.close()
    data.close()
    data = DataFolder(tmp_path, 15_000, Random(1).randbytes)
    again = Owner("--trust", "10.0.0.0/8", data=data)
    assert again.tries(2, join_verified(2, "zoe", 1)) is None
    again.parts.entrance.receive(b"hello\n", NetPath(("10.1.3.3", 9)), again.now)
    assert not again.parts.turnstile.waiting
    again.parts.entrance.receive(b"hello\n", NetPath(("10.2.3.3", 9)), again.now)
    assert again.parts.turnstile.waiting
    assert again.tries(3, Join("bob", "netcat", Address("10.2.0.1", 9))) is not None
    again.close()
    data.close()
