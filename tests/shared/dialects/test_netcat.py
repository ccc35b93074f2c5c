import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import chat
from shared.chat import (
    Address,
    Announced,
    Command,
    Departed,
    Dismissed,
    Help,
    Helped,
    Joined,
    Leave,
    Listed,
    ListPeople,
    ListQueried,
    Mistake,
    Notice,
    Refused,
    Rename,
    Renamed,
    Say,
    Stay,
)
from shared.dialects.netcat import (
    LINE_BYTES,
    LINES_PER_DATAGRAM,
    OUT_LINE_BYTES,
    error_line,
    format_notice,
    is_error,
    parse_line,
    split_lines,
)
from tests.support.notices import NATIVE_ONLY, posted, present


@pytest.mark.parametrize(
    ("datagram", "lines", "dropped"),
    [
        (b"hello\n", [b"hello"], 0),
        (b"hello", [b"hello"], 0),
        (b"a\nb\n", [b"a", b"b"], 0),
        (b"a\n\nb", [b"a", b"", b"b"], 0),
        (b"\n", [b""], 0),
        (b"", [b""], 0),
        (b"x\n" * 20, [b"x"] * 20, 0),
        (b"x\n" * 23, [b"x"] * 20, 3),
    ],
)
def test_the_lines_of_a_datagram(datagram: bytes, lines: list[bytes], dropped: int) -> None:
    assert split_lines(datagram) == (lines, dropped)


@given(st.binary())
def test_every_line_is_taken_or_counted(datagram: bytes) -> None:
    lines, dropped = split_lines(datagram)
    assert 1 <= len(lines) <= LINES_PER_DATAGRAM
    assert len(lines) + dropped == max(1, len(datagram.removesuffix(b"\n").split(b"\n")))


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (b"hello", Say(("everyone",), "hello")),
        (b"hello\r", Say(("everyone",), "hello")),
        (b" /list", Say(("everyone",), " /list")),
        (b"caf\xe9", Say(("everyone",), "caf\ufffd")),
        (b"\x1b[2J", Say(("everyone",), "\u241b[2J")),
        (b"", Stay()),
        (b"  \t", Stay()),
        (b"\r", Stay()),
        (b"/nick bob", Rename("bob")),
        (b"/nick bob the builder", Rename("bob")),
        (b"/nick", Mistake("no nickname provided")),
        (b"/nick  ", Mistake("no nickname provided")),
        (b"/list", ListPeople()),
        (b"/quit", Leave()),
        (b"/quit\r", Leave()),
        (b"/help", Help()),
        (b"/msg bob hi there", Say(("bob",), "hi there")),
        (b"/msg bob,eva hi", Say(("bob", "eva"), "hi")),
        (b"/msg bob,,eva, hi", Say(("bob", "eva"), "hi")),
        (b"/msg", Mistake("write /msg NAME[,NAME] TEXT")),
        (b"/msg bob", Mistake("write /msg NAME[,NAME] TEXT")),
        (b"/msg , hi", Mistake("write /msg NAME[,NAME] TEXT")),
        (b"/dance", Mistake("unknown command /dance, try /help")),
        (b"/dance all night", Mistake("unknown command /dance, try /help")),
        (b"/", Mistake("unknown command /, try /help")),
        (b"/" + b"x" * 99, Mistake("unknown command /" + "x" * 39 + ", try /help")),
        (b"x" * LINE_BYTES, Say(("everyone",), "x" * LINE_BYTES)),
        (b"x" * (LINE_BYTES + 1), Mistake("line too long, 1400 bytes at most")),
    ],
)
def test_what_a_line_means(line: bytes, command: Command) -> None:
    assert parse_line(line) == command


@given(st.binary() | st.binary().map(lambda b: b"/" + b))
def test_any_line_means_something(line: bytes) -> None:
    assert isinstance(parse_line(line), Command)


def person(name: str, host: str = "127.0.0.1", port: int = 1) -> chat.Present:
    return present(name, "netcat", Address(host, port))


TWO = (person("xxHPr", port=55265), person("client", port=55278))
NATIVE = present("eva", "native", Address("10.0.0.1", 9), True)


@pytest.mark.parametrize(
    ("notice", "lines"),
    [
        (posted("bob", "hello", to_everyone=True), [b"bob: hello\n"]),
        (posted("bob", "hello", to_everyone=False), [b"bob -> you: hello\n"]),
        (posted("bob", "a\nb", to_everyone=True), [b"bob: a\n", b"bob: b\n"]),
        (posted("bob", "a\tb", to_everyone=True), [b"bob: a b\n"]),
        (posted("bob", "", to_everyone=True), [b"bob: \n"]),
        (Renamed("a", "b", own=True), [b"new nickname set a->b\n"]),
        (Renamed("a", "b", own=False), [b"a changed their nickname to b\n"]),
        (
            Listed(TWO, "client"),
            [b"showing connected clients: 127.0.0.1:55265:xxHPr, 127.0.0.1:55278:client\n"],
        ),
        (ListQueried("bob"), [b"bob queried connected client list\n"]),
        (Departed("bob"), [b"bob has disconnected.\n"]),
        (Dismissed("quit"), [b"you have been disconnected.\n"]),
        (Dismissed("gone"), [b"you have been disconnected.\n"]),
        (Dismissed("quiet"), [b"you have been disconnected.\n"]),
        (Dismissed("unknown"), [b"you have been disconnected.\n"]),
        (Dismissed("kicked"), [b"you have been disconnected by the server.\n"]),
        (Dismissed("full"), [b"error - server full\n"]),
        (Dismissed("name"), [b"error - username not available\n"]),
        (Dismissed("closing"), [b"the server is closing. you have been disconnected.\n"]),
        (Refused("no nickname provided"), [b"error - no nickname provided\n"]),
        (Announced("tea\nis ready"), [b"tea / is ready\n"]),
        (Joined("bob"), []),
        *((notice, []) for notice in (*NATIVE_ONLY, chat.Poked())),
    ],
    ids=repr,
)
def test_how_a_notice_is_written(notice: Notice, lines: list[bytes]) -> None:
    assert format_notice(notice) == lines


def test_every_kind_of_notice_was_thought_of() -> None:
    marks = test_how_a_notice_is_written.pytestmark[0]  # type: ignore[attr-defined]
    kinds = {type(notice) for notice, _ in marks.args[1]} | {Helped}
    assert kinds == {
        kind for kind in vars(chat).values()
        if isinstance(kind, type) and issubclass(kind, Notice) and kind is not Notice
    }  # fmt: skip


@pytest.mark.parametrize(
    ("present", "shown"),
    [
        (person("a", "::1", 5), b"127.0.0.1:5:a"),
        (person("a", "fe80::1", 5), b"[fe80::1]:5:a"),
        (NATIVE, b"native:0:eva"),
    ],
)
def test_how_a_person_is_listed(present: chat.Present, shown: bytes) -> None:
    assert format_notice(Listed((present,), "a")) == [b"showing connected clients: %s\n" % shown]


def test_a_list_names_40_people_and_counts_the_others() -> None:
    (line,) = format_notice(Listed(tuple(person(f"p{i}") for i in range(43)), "p1"))
    assert line.count(b"127.0.0.1:1:") == 40
    assert line.endswith(b":p39 and 3 more\n")


def test_help_names_every_command() -> None:
    lines = b"".join(format_notice(Helped()))
    assert all(word in lines for word in (b"/nick", b"/list", b"/msg", b"/quit", b"/help"))


def test_a_text_of_many_lines_is_cut_at_20() -> None:
    lines = format_notice(posted("bob", "x\n" * 24, to_everyone=True))
    assert lines == [b"bob: x\n"] * 20 + [b"bob: [+5 lines]\n"]


@given(st.text(), st.booleans())
def test_nobody_can_fake_a_line_of_somebody_else(text: str, to_everyone: bool) -> None:
    prefix = b"bob: " if to_everyone else b"bob -> you: "
    for line in format_notice(posted("bob", text, to_everyone)):
        assert line.startswith(prefix)
        assert line.endswith(b"\n")
        assert line.count(b"\n") == 1
        assert len(line.decode().splitlines()) == 1
        assert len(line) <= OUT_LINE_BYTES + 1


def test_a_long_line_is_cut_between_characters() -> None:
    (line,) = format_notice(posted("bob", "€" * 1000, to_everyone=True))
    text = line.decode()
    assert len(line) <= OUT_LINE_BYTES + 1
    kept = text.count("€")
    assert text == f"bob: {'€' * kept} [+{1000 - kept} characters]\n"


def test_our_errors_are_known_as_errors() -> None:
    assert error_line("too fast\x1b") == "error - too fast\u241b\n".encode()
    assert is_error(error_line("x"))
    assert not is_error(b"error: x")
