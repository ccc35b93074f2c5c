import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.constants import NAME_CHARACTERS
from shared.names import RESERVED, BadName, can_be_seen, check_name, fit_name, name_key

# Biased towards what is nearly a name.
wishes = st.text() | st.text(st.characters(categories=("L", "Nd", "Mn")), max_size=40)


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "bob",
        "Bob_the-2nd.",
        "7of9",
        "x" * NAME_CHARACTERS,
        "Jörg",
        "Δημήτρης",
        "Дмитрий",
        "さくら花子カナ",
        "김철수",
        "สมชาย",
        "Nguyễn",
        "शीला",
    ],
)
def test_a_name(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    ("text", "seen"),
    [("a", True), ("\u2009\u2400", True), ("🛋️", True), ("", False), ("\u200b \u3164\ufeff", False)],
)
def test_what_can_be_seen(text: str, seen: bool) -> None:
    assert can_be_seen(text) == seen


@pytest.mark.parametrize(
    ("name", "why"),
    [
        pytest.param("", "no name", id="none"),
        pytest.param("x" * 33, "32 characters", id="too long"),
        pytest.param("a b", "letters, digits", id="a blank"),
        pytest.param("a\tb", "letters, digits", id="a tab"),
        pytest.param("a|b", "letters, digits", id="a bar"),
        pytest.param("a,b", "letters, digits", id="a comma"),
        pytest.param("a\u202eb", "letters, digits", id="a bidi override"),
        pytest.param("a\u200bb", "letters, digits", id="a zero width space"),
        pytest.param("\ud800", "letters, digits", id="half a character"),
        pytest.param("-a", "begins with", id="a hyphen first"),
        pytest.param(".", "begins with", id="a dot"),
        pytest.param("\u0301a", "begins with", id="an accent first"),
        pytest.param("p\u0430ypal", "one alphabet", id="a Cyrillic letter among Latin ones"),
        pytest.param("aΩ", "one alphabet", id="Greek and Latin"),
        pytest.param("a" + "\u0301" * 4, "accents", id="zalgo"),
        *[pytest.param(word, "reserved", id=f"reserved {word}") for word in sorted(RESERVED)],
        pytest.param("Everyone", "reserved", id="reserved in capitals"),
        pytest.param("\uff53\uff45\uff52\uff56\uff45\uff52", "reserved", id="full width"),
    ],
)
def test_no_name(name: str, why: str) -> None:
    with pytest.raises(BadName, match=why):
        check_name(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bob", "bob"), ("straße", "STRASSE"), ("\uff42\uff4f\uff42", "bob"), ("e\u0301va", "éva")],
)
def test_the_same_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_a_decomposed_name_is_kept_composed() -> None:
    assert check_name("e\u0301va") == "éva"


@given(wishes)
def test_a_name_once_checked_stays_valid(text: str) -> None:
    try:
        name = check_name(text)
    except BadName:
        return
    assert check_name(name) == name
    assert name_key(name) == name_key(text)
    assert 1 <= len(name) <= NAME_CHARACTERS
    assert not set(name) & set(" |,:>\n\r\t/")


@given(wishes)
def test_any_wish_can_be_made_to_fit(wish: str) -> None:
    name = fit_name(wish)
    assert check_name(name) == name


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("Jörg Müller", "Joerg-Mueller"),
        ("O'Brien", "OBrien"),
        ("  bob  ", "bob"),
        ("...", "guest"),
        ("admin", "guest"),
        ("Дмитрий Иванов", "Дмитрий-Иванов"),
        ("Zoë", "Zoë"),
        ("bobЖ", "bob"),
        ("x" * 40, "x" * 32),
    ],
)
def test_how_a_wish_is_made_to_fit(wish: str, name: str) -> None:
    assert fit_name(wish) == name


@pytest.mark.parametrize(
    "name",
    [
        "bob\u034f",
        "bob\ufe0f",
        "server\u034f",
        "b\u180bob",
        "bob\U000e0100",
        "\u3164",
        "\uffa0",
        "\u1160",
    ],
    ids=ascii,
)
def test_what_cannot_be_seen_makes_no_other_name(name: str) -> None:
    with pytest.raises(BadName):
        check_name(name)
