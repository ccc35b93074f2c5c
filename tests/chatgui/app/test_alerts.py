import pytest

from chatgui.app.alerts import Alerts, is_named, sample_notification
from chatgui.app.messages import MessageReceived
from chatgui.app.settings import Settings
from shared.desktop.notification import Notification

NOW = 1_000_000


def title_of(message: MessageReceived) -> str:
    return {b"": "Everyone", b"g": "bob, carol, dave"}.get(message.conversation, message.sender)


def said(
    conversation: bytes = b"c", text: str = "hi", sender: str = "carol", **more: bool
) -> MessageReceived:
    return MessageReceived(sender, text, conversation=conversation, **more)


def announce(*messages: MessageReceived, settings: Settings | None = None) -> list[Notification]:
    alerts = Alerts(title_of)
    for message in messages:
        alerts.hear(message, "ada", NOW)
    return alerts.take(settings or Settings(), NOW)


@pytest.mark.parametrize(
    ("message", "title"),
    [
        (said(), "carol"),
        (said(b"g"), "carol, in bob, carol, dave"),
        (said(unverified=True), "carol (unverified guest)"),
        (said(b"g", unverified=True), "carol (unverified guest), in bob, carol, dave"),
        (said(b"", "Ada, come!"), "carol, in Everyone"),
    ],
)
def test_who_and_where(message: MessageReceived, title: str):
    (told,) = announce(message)
    assert (told.title, told.conversation) == (title, message.conversation)


def test_the_text_is_one_line_and_may_be_hidden():
    assert announce(said(text="a\nb\u202e"))[0].body == "a / b"
    assert announce(said(), settings=Settings(shows_text=False))[0].body == "New message"


@pytest.mark.parametrize("settings", [Settings(notifies=False), Settings(do_not_disturb=True)])
def test_who_does_not_want_it_hears_nothing_also_not_later(settings: Settings):
    alerts = Alerts(title_of)
    alerts.hear(said(), "ada", NOW)
    assert alerts.take(settings, NOW) == []
    assert alerts.take(Settings(), NOW) == []


def test_everyone_only_if_my_name_is_in_it():
    assert announce(said(b"", "lunch?")) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ada, are you there", True),
        ("@ADA!", True),
        ("ada.", True),
        ("adam", False),
        ("x-ada", False),
        ("", False),
        ("ａｄａ", True),
    ],
)
def test_a_name_counts_as_a_word(text: str, named: bool):
    assert is_named(text, "ada") == named


def test_what_comes_fast_is_summed_up():
    alerts = Alerts(title_of)
    alerts.hear(said(), "ada", NOW)
    assert len(alerts.take(Settings(), NOW)) == 1
    for n in range(37):
        alerts.hear(said(bytes([n % 4])), "ada", NOW + n)
        assert alerts.take(Settings(), NOW + n) == []
    (told,) = alerts.take(Settings(), NOW + 2000)
    assert told.title == "37 messages in 4 conversations"
    assert alerts.take(Settings(), NOW + 9000) == []


def test_what_was_said_while_the_line_was_away_is_one_summary_once_all_has_come():
    alerts = Alerts(title_of)
    alerts.expect_backlog(NOW)
    for n in range(10):
        alerts.hear(said(early=n < 5), "ada", NOW + n * 1000)
        assert alerts.take(Settings(), NOW + n * 1000) == []
    (told,) = alerts.take(Settings(), NOW + 11_000)
    assert told.title == "10 messages in 1 conversation"
    alerts.hear(said(), "ada", NOW + 20_000)
    assert len(alerts.take(Settings(), NOW + 20_000)) == 1


def test_where_nothing_was_said_meanwhile_the_next_one_is_announced_at_once():
    alerts = Alerts(title_of)
    alerts.expect_backlog(NOW)
    alerts.tick(NOW + 1000)
    alerts.tick(NOW + 2000)
    alerts.hear(said(), "ada", NOW + 2100)
    assert len(alerts.take(Settings(), NOW + 2100)) == 1


def test_a_backlog_that_does_not_end_is_announced_all_the_same():
    alerts = Alerts(title_of)
    alerts.expect_backlog(NOW)
    told = []
    for n in range(40):
        alerts.hear(said(), "ada", NOW + n * 1000)
        told += alerts.take(Settings(), NOW + n * 1000)
    assert told[0].title == "31 messages in 1 conversation"


def test_after_sleep_there_is_one_summary():
    alerts = Alerts(title_of)
    alerts.tick(NOW)
    alerts.tick(NOW + 3_600_000)
    alerts.hear(said(), "ada", NOW + 3_600_000)
    alerts.hear(said(b"g"), "ada", NOW + 3_600_500)
    assert alerts.take(Settings(), NOW + 3_600_500) == []
    told = alerts.take(Settings(), NOW + 3_603_000)
    assert [one.title for one in told] == ["carol", "carol, in bob, carol, dave"]


def test_what_is_looked_at_meanwhile_is_not_announced():
    alerts = Alerts(title_of)
    alerts.expect_backlog(NOW)
    alerts.hear(said(), "ada", NOW)
    alerts.hear(said(b"g"), "ada", NOW)
    alerts.forget(b"c")
    assert [one.conversation for one in alerts.take(Settings(), NOW + 5000)] == [b"g"]


def test_a_sample():
    assert sample_notification(Settings(makes_sound=True)).makes_sound
