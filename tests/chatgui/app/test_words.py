from string import Formatter

import pytest

from chatgui.app import words

TEXTS = {
    name: text for name, text in vars(words).items() if name.isupper() and isinstance(text, str)
}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_fields_are_named(name: str) -> None:
    fields = [field for _, field, _, _ in Formatter().parse(TEXTS[name]) if field is not None]
    assert all(field.isidentifier() for field in fields)
    assert TEXTS[name].format(**dict.fromkeys(fields, "x"))


def test_help_is_one_line_for_each_word_one_can_type() -> None:
    assert words.HELP == (
        "msg <number_of_users> <username1> <username2> ... <message>",
        "list",
        "help",
        "quit",
    )
