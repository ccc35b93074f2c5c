import pytest

from shared.plural import name_some, plural


@pytest.mark.parametrize(("count", "text"), [(0, "0 people"), (1, "1 person"), (12, "12 people")])
def test_one_and_many(count: int, text: str) -> None:
    assert plural(count, "1 person", "{count} people") == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, ""), (1, "s0"), (3, "s0, s1, s2"), (4, "s0, s1, s2 and 1 more"),
     (1203, "s0, s1, s2 and 1,200 more")],
)  # fmt: skip
def test_a_few_are_named(count: int, text: str) -> None:
    assert name_some([f"s{number}" for number in range(count)]) == text
