"""What the menu does, with a server and a desktop that only take notes."""

import threading
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from chatserver.aside import Answer
from chatserver.control.answers import AnyAnswer, InviteRow, Invites, Refused, ServerStatus, Told
from chatserver.control.operations import AnyOperation, AskStatus, MakeInvite, PauseGuests, Stop
from chatserver.tray.clerk import CONFIRM_S, NOTE_S, Clerk
from shared.desktop.tray.view import View
from shared.tk.question import Question
from tests.support.statuses import QUIET, status


class Office:
    """The server, the desktop and the clock of one clerk."""

    def __init__(self) -> None:
        self.now = 100.0
        self.status: ServerStatus | None = QUIET
        self.invites: AnyAnswer = Invites((InviteRow("i", "", "parley://h/k/token", 0, 0, 1),))
        self.asked: list[AnyOperation] = []
        self.copied: list[str] = []
        self.told: list[str] = []
        self.warned: list[str] = []
        self.login_fails = False
        self.dashboards = 0
        self.has_clipboard, self.at_login = True, False
        self.answer: Answer = "yes"
        self.questions: list[Question] = []
        self.views: list[View] = []
        self.clerk = Clerk(self.ask, self, self.views.append, lambda: self.now)
        self.clerk.look()

    def ask(self, operation: AnyOperation) -> AnyAnswer:
        if isinstance(operation, AskStatus):
            if self.status is None:
                raise OSError("The server does not answer.")
            return self.status
        self.asked.append(operation)
        return self.invites if isinstance(operation, MakeInvite) else Told("Done.")

    def copy(self, text: str) -> bool:
        self.copied.append(text)
        return self.has_clipboard

    def notify(self, text: str) -> None:
        self.told.append(text)

    def warn(self, text: str) -> None:
        self.warned.append(text)

    def open_dashboard(self) -> None:
        self.dashboards += 1

    def confirm(self, question: Question) -> Answer:
        self.questions.append(question)
        return self.answer

    def starts_at_login(self) -> bool | None:
        return self.at_login

    def start_at_login(self, is_on: bool) -> None:
        if self.login_fails:
            raise OSError("The disk is full.")
        self.at_login = is_on

    def quit(self) -> None:
        """And do what the person has answered."""
        self.clerk.do("quit")
        for thread in threading.enumerate():
            if thread.name == "asks whether to quit":
                thread.join(20)
        self.clerk.close()
        self.clerk.run()


@pytest.fixture
def office() -> Iterator[Office]:
    return Office()


def test_only_news_are_shown(office: Office) -> None:
    office.clerk.look()
    assert len(office.views) == 1
    office.status = status(people=3)
    office.clerk.look()
    assert [view.badge for view in office.views] == [0, 3]


def test_a_server_that_is_silent_is_asked_again(office: Office) -> None:
    office.status = None
    office.clerk.look()
    assert len(office.views) == 1


@pytest.mark.parametrize("name", ["dashboard", "worry"])
def test_the_dashboard(office: Office, name: str) -> None:
    office.clerk.do(name)
    assert office.dashboards == 1


def test_the_address_is_copied_and_that_is_said_for_a_while(office: Office) -> None:
    office.clerk.do("address")
    assert office.copied == ["192.168.7.20:15000"]
    assert office.told[0].startswith("Copied: 192.168.7.20:15000.")
    assert "Copied" in office.views[-1].tooltip
    office.now += NOTE_S
    office.clerk.look()
    assert "Copied" not in office.views[-1].tooltip


def test_what_is_of_use_on_this_computer_only_is_not_to_be_given_away(office: Office) -> None:
    office.status = replace(QUIET, addresses=("127.0.0.1",))
    office.clerk.look()
    office.clerk.do("address")
    office.clerk.do("invite")
    assert all("Only programs on this computer can join" in text for text in office.told)


def test_without_a_clipboard_the_text_is_said(office: Office) -> None:
    office.has_clipboard = False
    office.clerk.do("invite")
    assert office.told == [f"There is no clipboard here. This is it: {QUIET.link}"]


def test_the_invite_of_a_public_server_is_its_link(office: Office) -> None:
    office.clerk.do("invite")
    assert office.copied == [QUIET.link]
    assert office.asked == []


def test_a_private_server_makes_an_invite_for_one(office: Office) -> None:
    office.status = status(is_private=True)
    office.clerk.look()
    office.clerk.do("invite")
    assert office.asked == [MakeInvite()]
    assert office.copied == ["parley://h/k/token"]
    assert "one person" in office.told[0]
    assert "token" not in office.told[0]


def test_an_invite_that_is_refused_is_said(office: Office) -> None:
    office.status = status(is_private=True)
    office.invites = Refused("There are too many invites: revoke some.")
    office.clerk.look()
    office.clerk.do("invite")
    assert (office.copied, office.told) == ([], ["There are too many invites: revoke some."])


def test_guests_are_paused_and_let_in_again(office: Office) -> None:
    office.clerk.do("pause")
    office.status = status(guests_paused=True)
    office.clerk.look()
    office.clerk.do("pause")
    assert office.asked == [PauseGuests(True), PauseGuests(False)]


def test_start_at_login(office: Office) -> None:
    office.clerk.do("login")
    assert office.at_login
    assert next(item for item in office.views[-1].items if item.name == "login").is_checked


def test_nobody_is_asked_when_nobody_is_online(office: Office) -> None:
    office.quit()
    assert (office.asked, office.questions) == ([Stop()], [])


@pytest.mark.parametrize(
    ("answer", "asked"), [("yes", [Stop()]), ("no", []), ("left", []), ("nobody", [])]
)
def test_quit_says_how_many_are_online(
    office: Office, answer: Answer, asked: list[AnyOperation]
) -> None:
    office.status, office.answer = status(people=12), answer
    office.clerk.look()
    office.quit()
    assert office.questions[0].text.startswith("Quit Front desk? 12 people are online.")
    assert office.questions[0].is_grave
    assert office.asked == asked


def test_quit_once_more_asks_anew_and_the_last_answer_counts(office: Office) -> None:
    office.status = status(people=12)
    office.clerk.look()
    is_seen, is_covered = threading.Event(), threading.Event()

    def confirm(question: Question) -> Answer:
        if is_seen.is_set():
            is_covered.set()
            return "no"
        is_seen.set()
        assert is_covered.wait(20)
        return "yes"

    office.confirm = confirm  # type: ignore[method-assign]
    office.clerk.do("quit")
    assert is_seen.wait(20)
    office.quit()
    assert office.asked == []


@pytest.mark.parametrize(("waited_s", "asked"), [(CONFIRM_S - 1, [Stop()]), (CONFIRM_S, [])])
def test_where_nobody_can_be_asked_quit_is_chosen_twice(
    office: Office, waited_s: float, asked: list[AnyOperation]
) -> None:
    office.status, office.answer = status(people=1), "nobody"
    office.clerk.look()
    office.quit()
    assert office.warned[-1].startswith("1 person is online. Choose Quit once more")
    office.now += waited_s
    office.quit()
    assert office.asked == asked


def test_what_fails_is_said_and_kept_in_the_log(office: Office) -> None:
    office.login_fails = True
    office.clerk.do("login")
    assert office.warned == ["The disk is full."]
