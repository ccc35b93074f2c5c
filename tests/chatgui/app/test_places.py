"""Addresses as typed, and as shown."""

import pytest

from chatgui.app.places import brings_invite, describe_typed, read_typed, title_place, where_typed
from shared.server_link import Place, Token, encode_link

LINK = encode_link(Place("Desk", 9, bytes(32)))


@pytest.mark.parametrize(
    ("typed", "place", "where"),
    [
        (" desk ", Place("desk", 15000), "desk:15000"),
        ("Desk:9", Place("Desk", 9), "desk:9"),
        ("fe80::1", Place("fe80::1", 15000), "[fe80::1]:15000"),
        (LINK, Place("Desk", 9, bytes(32)), "desk:9"),
        ("no address", None, "no address"),
    ],
)
def test_however_it_is_typed_it_is_one_place(typed: str, place: Place | None, where: str):
    assert read_typed(typed) == place
    assert where_typed(typed) == where


def test_a_link_is_shown_as_an_address():
    assert describe_typed(LINK) == "Desk:9"
    assert describe_typed("no\naddress") == "no / address"
    invite = encode_link(Place("Desk", 9, bytes(32), Token(b"t" * 16)))
    assert describe_typed(invite) == "Desk:9"
    assert describe_typed(f"{invite} and more").endswith("/... and more")
    assert [brings_invite(typed) for typed in (invite, LINK, "desk", "")] == [True] + 3 * [False]


@pytest.mark.parametrize(
    ("place", "title"),
    [
        (Place("desk", 15000), "desk"),
        (Place("desk", 9), "desk:9"),
        (Place("::1", 9), "This computer:9"),
        (Place("fe80::2", 9), "[fe80::2]:9"),
    ],
)
def test_titles_are_short(place: Place, title: str):
    assert title_place(place) == title
