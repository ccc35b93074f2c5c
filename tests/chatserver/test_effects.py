from chatserver.effects import Append, Effect, Report, Tell, Warn
from shared.chat import Departed, ListAsked


def test_effects_are_values() -> None:
    for make in (
        lambda: Append(ListAsked(1)),
        lambda: Tell((1, 2), Departed("bob")),
        lambda: Report("join: bob"),
        lambda: Warn("full"),
    ):
        effect: Effect = make()
        assert effect == make()
        assert hash(effect) == hash(make())


def test_a_report_is_no_warning() -> None:
    assert Report("x") != Warn("x")
