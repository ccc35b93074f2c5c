"""The command line that a login starts with brings the same person back to the same server."""

import pytest
from msgspec.structs import replace

from chatgui.login import login_words, make_login_item
from chatgui.options import read_options
from shared.server_link import Place, Token, encode_link


@pytest.mark.parametrize(
    "words",
    [
        ["-u", "ada"],
        ["-u", "ada", "-a", "10.0.0.7"],
        ["-u", "ada", "-a", "fe80::1%eth0", "-p", "15001", "--home", "somewhere"],
        ["-u", "ada", "-a", encode_link(Place("10.0.0.7", 15000, b"k" * 32))],
    ],
)
def test_who_and_where_are_the_same(words: list[str]) -> None:
    wanted = read_options(words)
    found = read_options(login_words(wanted))
    assert found.is_hidden
    assert (found.name, found.host, found.port) == (wanted.name, wanted.host, wanted.port)
    assert found.server_key == wanted.server_key
    if wanted.home is not None:
        assert found.home == wanted.home.absolute()


def test_an_invite_s_token_stays_a_secret() -> None:
    token = Token(b"t" * 16)
    link = encode_link(Place("10.0.0.7", 15000, b"k" * 32, token))
    words = login_words(read_options(["-u", "ada", "-a", link]))
    assert "--hidden" in words
    assert link not in words
    assert not any(link.rpartition("/")[2] in word for word in words)


def test_what_leaves_nothing_behind_does_not_come_back() -> None:
    options = read_options(["-u", "ada"])
    assert make_login_item(options) is not None
    assert make_login_item(replace(options, is_once=True)) is None
    assert make_login_item(read_options([])) is None
