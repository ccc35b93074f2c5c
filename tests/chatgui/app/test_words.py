from string import Formatter
from types import ModuleType

import pytest

from chatgui.app import words
from chatgui.app.words import dialogs, doctor, pane, window
from chatgui.app.words.pseudo import lengthen, use_pseudo
from shared.plural import plural

MODULES: tuple[ModuleType, ...] = (words, window, pane, dialogs, doctor)
TEXTS = {
    f"{module.__name__}.{name}": text
    for module in MODULES
    for name, text in vars(module).items()
    if name.isupper() and isinstance(text, str)
}


def fields_of(text: str) -> list[str]:
    return [field for _, field, _, _ in Formatter().parse(text) if field is not None]


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_fields_are_named(name: str) -> None:
    fields = fields_of(TEXTS[name])
    assert all(field.isidentifier() for field in fields)
    assert TEXTS[name].format(**dict.fromkeys(fields, "x"))


def test_help_is_one_line_for_each_word_one_can_type() -> None:
    assert words.HELP == (
        "msg <number_of_users> <username1> <username2> ... <message>",
        "list",
        "help",
        "quit",
    )


def test_one_and_many() -> None:
    forms = (window.QUIT_WAITING_ONE, window.QUIT_WAITING_MANY)
    assert plural(1, *forms).startswith("1 message of yours waits")
    assert plural(2, *forms).startswith("2 messages of yours wait")


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_the_pretended_language_is_longer_and_has_the_same_fields(name: str) -> None:
    longer = lengthen(TEXTS[name])
    assert len(longer) >= 1.4 * len(TEXTS[name]) - 1
    assert fields_of(longer) == fields_of(TEXTS[name])


def test_it_takes_the_place_of_all_texts() -> None:
    module = ModuleType("texts")
    vars(module).update(HELLO="Hello", KEYS=(("Enter", "send"),), plain="plain")
    use_pseudo(module)
    assert module.HELLO == lengthen("Hello") != "Hello"
    assert module.KEYS[0][1] == lengthen("send")
    assert module.plain == "plain"
