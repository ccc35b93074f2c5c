"""The texts: plain, and of one kind."""

import re
from pathlib import Path
from string import Formatter

import pytest

from chatserver.dashboard import words

NAMES = [name for name in vars(words) if name.isupper()]
TEXTS = {name: text for name in NAMES if isinstance(text := getattr(words, name), str)}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_clean_and_its_fields_are_named(name: str):
    text = TEXTS[name]
    assert text == text.strip()
    assert "  " not in text
    fields = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
    assert all(field.isidentifier() for field in fields)


@pytest.mark.parametrize("name", [name for name in TEXTS if name.endswith("_ONE")])
def test_one_has_its_many(name: str):
    assert "{count" in TEXTS[name.removesuffix("_ONE") + "_MANY"]


def test_every_text_is_used():
    folder = Path(words.__file__).parent
    sources = "".join(path.read_text() for path in folder.glob("*.py") if path.stem != "words")
    assert [name for name in NAMES if not re.search(rf"\b{name}\b", sources)] == []
