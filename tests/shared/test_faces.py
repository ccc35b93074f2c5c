import pytest

from shared.faces import HUES, hue, initials


@pytest.mark.parametrize(
    ("name", "signs"),
    [
        ("bob", "Bo"),
        ("B", "B"),
        ("ada-maria", "AM"),
        ("jörg.müller", "JM"),
        ("x_", "X_"),
        ("会議", "会議"),
        ("", ""),
    ],
)
def test_initials(name: str, signs: str):
    assert initials(name) == signs


def test_hues_stay_and_are_spread():
    assert hue(1) == hue(1)
    assert {hue(person) for person in range(200)} == set(range(HUES))
    assert 0 <= hue(2**64 - 1) < HUES
