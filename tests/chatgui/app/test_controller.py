import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatgui.app.controller import Export, Request, Search, ShowHistory, WhoHas, read_line
from chatgui.app.messages import AskList, Intent, Quit, Send


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("msg 1 bob hello", Send(("bob",), "hello")),
        ("msg 2 bob eva hello  you", Send(("bob", "eva"), "hello  you")),
        ("  msg  1  bob  hi there\n", Send(("bob",), "hi there")),
        ("msg 1 everyone hi", Send(("everyone",), "hi")),
        ("history", ShowHistory(20)),
        (" history  7 ", ShowHistory(7)),
        ("history 0", "incorrect"),
        ("history 10001", "incorrect"),
        ("history x", "incorrect"),
        ("history 1 2", "incorrect"),
        ("search two  words", Search("two  words")),
        ("search", "incorrect"),
        ("who-has 12", WhoHas(12)),
        ("who-has", "incorrect"),
        ("who-has bob", "incorrect"),
        ("export my file.jsonl\n", Export("my file.jsonl")),
        ("export", "incorrect"),
        ("msg 2 bob hi", "incorrect"),
        ("msg 1 bob", "incorrect"),
        ("msg 0 hi", "incorrect"),
        ("msg -1 bob hi", "incorrect"),
        ("msg x bob hi", "incorrect"),
        ("msg 501 " + "a " * 502, "incorrect"),
        ("msg " + "1" * 5000 + " bob hi", "incorrect"),
        ("msg \u0661 bob hi", "incorrect"),
        ("msg", "incorrect"),
        ("msg 1", "incorrect"),
        ("list", AskList()),
        (" list ", AskList()),
        ("list all", "incorrect"),
        ("help", "help"),
        ("quit", Quit()),
        ("QUIT", "incorrect"),
        ("hello", "incorrect"),
        ("", None),
        ("  \n", None),
    ],
)
def test_what_a_typed_line_means(line: str, wanted: object) -> None:
    assert read_line(line) == wanted


@given(st.text() | st.text("msg 0123 ab").map(lambda text: "msg " + text))
def test_any_line_means_something(line: str) -> None:
    wanted = read_line(line)
    assert wanted in (None, "help", "incorrect") or isinstance(wanted, Intent | Request)
    if isinstance(wanted, Send):
        assert all(wanted.names)
        assert wanted.text
