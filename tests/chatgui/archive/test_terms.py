import sqlite3

import pytest

from chatgui.archive.schema import migrate
from chatgui.archive.terms import index_text, search_query

TEXTS = (
    "明日の会議です",
    "พรุ่งนี้ประชุมบ่ายสอง",
    "Die Straße nach Köln",
    "Un Café au lait",
    "we go on at 5",
    'he said "NEAR the door" - or *so*',
    "내일회의가 있어요",
    "thumbs up 👍 for all",
    "がんばれ",
    "don't panic",
    "plain \u2764 here",
    "\u2600\ufe0f and sun",
)


@pytest.fixture(scope="module")
def found() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", isolation_level=None)
    migrate(database)
    for number, text in enumerate(TEXTS):
        database.execute(
            "INSERT INTO found (rowid, text) VALUES (?, ?)", (number, index_text(text))
        )
    return database


def search(database: sqlite3.Connection, typed: str) -> list[str]:
    query = search_query(typed)
    if not query:
        return []
    rows = database.execute("SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid", (query,))
    return [TEXTS[number] for (number,) in rows]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("会議", 0),
        ("พรุ่งนี้", 1),
        ("strasse", 2),
        ("STRASSE köl", 2),
        ("straße", 2),
        ("cafe", 3),
        ("CAFÉ", 3),
        ("caf", 3),
        ("go", 4),
        ("5", 4),
        ('"near', 5),
        ("*so*", 5),
        ("회의", 6),
        ("👍", 7),
        ("がん", 8),
        ("don't", 9),
        ("\u2764\ufe0f", 10),
        ("\u2600", 11),
        ("\u2600\ufe0f", 11),
    ],
)
def test_people_find_what_they_mean(found: sqlite3.Connection, typed: str, number: int):
    assert search(found, typed) == [TEXTS[number]]


@pytest.mark.parametrize(
    "typed", ["", " ", "*", '"', "-", "()", "^", "会義", "かん", "af", "up go"]
)
def test_nothing_else_is_found(found: sqlite3.Connection, typed: str):
    assert search(found, typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "a AND b",
        "NEAR(a b, 2)",
        "text:go",
        '"',
        'a"b"',
        "a* b*",
        "{go}",
        "-go",
        "a OR",
        "\0",
        "^go",
    ],
)
def test_whatever_is_typed_is_data(found: sqlite3.Connection, typed: str):
    search(found, typed)  # no syntax error
