import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.server_link import (
    Place,
    Token,
    encode_link,
    hide_token,
    read_link_untrusted,
    read_place_untrusted,
    read_typed_untrusted,
    unwrap,
)
from shared.wire import BadPacket

KEY = bytes(range(32))
WRITTEN = "aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dypq"
LINK = f"parley://192.168.7.20:15000/{WRITTEN}"
TOKEN = "a" * 26


@pytest.mark.parametrize("host", ["192.168.7.20", "chat.example", "fe80::1"])
def test_what_is_written_is_read(host: str):
    place = Place(host, 12000, KEY)
    assert read_link_untrusted(encode_link(place)) == place
    assert encode_link(Place("192.168.7.20", 15000, KEY)) == LINK
    invited = place._replace(token=Token(b"t" * 16))
    assert read_link_untrusted(encode_link(invited)) == invited


def test_nothing_prints_a_token_by_mistake():
    place = Place("desk", 15000, KEY, Token(b"secret secret se"))
    assert "secret" not in f"{place} {place!r} {place.token} {(place, place.token)}"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (LINK.upper(), Place("192.168.7.20", 15000, KEY)),
        (LINK + "/", Place("192.168.7.20", 15000, KEY)),
        (f"{LINK}/{TOKEN}", Place("192.168.7.20", 15000, KEY, Token(16))),
        (f"{LINK}?at=10.0.0.1#more", Place("192.168.7.20", 15000, KEY)),
        (f"parley://desk/{WRITTEN}", Place("desk", 15000, KEY)),
        ("parley://desk:7", Place("desk", 7)),
        ("PARLEY://[fe80::1%eth0]:7/", Place("fe80::1%eth0", 7)),
    ],
)
def test_the_forms_of_a_link(text: str, place: Place):
    assert read_link_untrusted(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "",
        "parley:/desk",
        "http://desk/",
        "parley://",
        "parley:///" + WRITTEN,
        LINK[:-1],
        LINK[:-4] + "1111",
        LINK + "ä",
        f"{LINK}/{TOKEN[:-1]}",
        f"parley://desk//{TOKEN}",
        "parley://desk:0",
        "parley://desk:99999999999",
        "parley://a b/",
        "parley://user@desk/",
        "parley://" + "a" * 600,
    ],
)
def test_what_is_no_whole_link(text: str):
    with pytest.raises(BadPacket):
        read_link_untrusted(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("desk", Place("desk", 15000)),
        ("192.168.7.20:9", Place("192.168.7.20", 9)),
        ("fe80::1", Place("fe80::1", 15000)),
        ("[::1]:9", Place("::1", 9)),
        ("[::1]", Place("::1", 15000)),
    ],
)
def test_addresses(text: str, place: Place):
    assert read_place_untrusted(text) == place
    assert read_typed_untrusted(text) == place
    assert read_typed_untrusted(f"parley://{text}".replace("fe80::1", "[fe80::1]")) == place


@pytest.mark.parametrize(
    "text",
    ["", "a b", "desk:", "desk:x", "[::1", "[::1]9", "-desk", "a/b", "192.168.7", "10.0.0.256"],
)
def test_what_is_no_address(text: str):
    with pytest.raises(BadPacket):
        read_place_untrusted(text)


@pytest.mark.parametrize(
    "form",
    ["<{}>", '"{}"', "“{}”.", "({}).", "[{}]", "{}.", "{},", "`{}`", "\n {}\r\n", "„{}“;", "«{}»"],
)
@pytest.mark.parametrize(
    "text", [LINK, "parley://[fe80::1]", "desk:9", "192.168.7.20", "[::1]:9", "[::1]", "fe80::"]
)
def test_what_stands_around_is_no_part_of_it(form: str, text: str):
    if form == "[{}]" and text == "fe80::":
        return  # there they are no wrapping
    pasted = form.format(text)
    assert unwrap(pasted) == text
    assert read_typed_untrusted(pasted) == read_typed_untrusted(text)


@pytest.mark.parametrize("start", [LINK, LINK.upper(), f"{LINK}x"])
def test_the_token_of_a_link_can_be_hidden(start: str):
    told = hide_token(f"it says {start}/{TOKEN}, and that is all")
    assert told == f"it says {start}/..., and that is all"
    assert hide_token(LINK) == LINK


@given(st.text(max_size=80))
def test_strangers_raise_nothing_else(text: str):
    for read in (read_link_untrusted, read_place_untrusted):
        with contextlib.suppress(BadPacket):
            read("parley://" + text if read is read_link_untrusted else text)
