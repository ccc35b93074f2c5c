"""What an object on the bus answers, without a bus."""

from typing import Any
from xml.etree import ElementTree

import pytest
from dbus_fast import Message, MessageType, Variant

from shared.desktop.tray.exported import Exported, Method

PATH, NAME = "/Lamp", "org.example.Lamp"


def lamp() -> Exported:
    methods = {
        "Add": Method("ii", "i", lambda one, other: [one + other]),
        "Find": Method("s", "s", lambda name: [{"red": "left"}[name]]),
    }
    properties = {"Light": Variant("b", True), "Names": Variant("as", ["a"])}
    return Exported(PATH, NAME, methods, lambda: properties, {"Changed": "ui", "Gone": ""})


def ask(member: str, signature: str = "", *body: Any, of: str = NAME, path: str = PATH) -> Any:
    call = Message("a.b", path, of, member, signature=signature, body=list(body), serial=7)
    return lamp().answer(call)


PROPERTIES = "org.freedesktop.DBus.Properties"


def test_methods_answer() -> None:
    answer = ask("Add", "ii", 2, 3)
    assert (answer.message_type, answer.signature) == (MessageType.METHOD_RETURN, "i")
    assert answer.body == [5]
    assert answer.reply_serial == 7


def test_properties_answer() -> None:
    assert ask("Get", "ss", NAME, "Light", of=PROPERTIES).body[0].value is True
    everything = ask("GetAll", "s", NAME, of=PROPERTIES).body[0]
    assert {name: value.value for name, value in everything.items()} == {
        "Light": True,
        "Names": ["a"],
    }


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (("Nothing",), "UnknownMethod"),
        (("Add", "ss", "2", "3"), "InvalidArgs"),
        (("Find", "s", "green"), "InvalidArgs"),
    ],
)
def test_what_is_not_there_is_refused(asked: tuple[str, ...], error: str) -> None:
    answer = ask(*asked)
    assert answer.message_type is MessageType.ERROR
    assert answer.error_name.endswith(error)


def test_an_unknown_property_is_refused() -> None:
    answer = ask("Get", "ss", NAME, "Colour", of=PROPERTIES)
    assert answer.message_type is MessageType.ERROR


def test_other_paths_are_somebody_else_s() -> None:
    assert ask("Add", "ii", 2, 3, path="/Desk") is None


def test_it_describes_itself() -> None:
    said = ElementTree.fromstring(
        ask("Introspect", of="org.freedesktop.DBus.Introspectable").body[0]
    )
    found = said[0]
    assert found.get("name") == NAME
    add = next(part for part in found if part.get("name") == "Add")
    assert [(one.get("type"), one.get("direction")) for one in add] == [
        ("i", "in"),
        ("i", "in"),
        ("i", "out"),
    ]
    changed = next(part for part in found if part.get("name") == "Changed")
    assert [one.get("type") for one in changed] == ["u", "i"]
    kinds = {part.get("name"): part.get("type") for part in found if part.tag == "property"}
    assert kinds == {"Light": "b", "Names": "as"}


def test_signals() -> None:
    signal = lamp().signal("Changed", [1, 2])
    assert (signal.message_type, signal.member, signal.signature) == (
        MessageType.SIGNAL,
        "Changed",
        "ui",
    )
    assert lamp().signal("Gone").body == []
