from datetime import datetime

import pytest
from msgspec.structs import replace

from chatserver.control.answers import (
    BanRow,
    Bans,
    InviteRow,
    Invites,
    LogLines,
    MemberRow,
    Members,
    PeopleHere,
    PersonHere,
    Refused,
    ServerStatus,
    Told,
)
from chatserver.control.operations import AskStatus
from chatserver.control.shown import show
from tests.support.owner import Owner

AT_MS = round(datetime(2026, 3, 2, 11, 58).timestamp() * 1000)
BOB = PersonHere("1", "bob", "netcat", False, "10.0.0.5:4000", "quiet", AT_MS)
EVA = PersonHere("2", "会議", "native", True, "10.0.0.6:4000", "here", AT_MS, 12.4, 0.013)


def test_people_stand_in_columns_whatever_their_letters() -> None:
    assert show(PeopleHere(2, 0, (BOB, EVA))).splitlines() == [
        "2 here:",
        "  bob   netcat, unverified  10.0.0.5:4000  quiet  since 2026-03-02 11:58",
        "  会議  native              10.0.0.6:4000         since 2026-03-02 11:58  12 ms, 1 % lost",
    ]


@pytest.mark.parametrize(
    ("answer", "head"),
    [
        (PeopleHere(0, 0, ()), "Nobody is here."),
        (PeopleHere(40, 20, (BOB,)), "40 here, 21 to 21 shown:"),
        (PeopleHere(40, 50, ()), "40 here, none of them shown."),
        (Told("done"), "done"),
        (Refused("no"), "no"),
        (LogLines(2, ("a", "b")), "a"),
        (Bans(()), "Nobody is banned."),
        (Invites(()), "There are no invites."),
        (Members(()), "There are no members."),
    ],
)
def test_the_first_line_says_it(answer, head: str) -> None:
    assert show(answer).splitlines()[0] == head


def test_rows_of_bans_invites_and_members() -> None:
    bans = Bans((BanRow("10.0.0.5", "address", "bob", AT_MS),))
    assert show(bans) == "10.0.0.5  address  bob  2026-03-02 11:58"
    invites = Invites(
        (
            InviteRow("3f", "eva", "parley://x/k/t", AT_MS, 0, -1),
            InviteRow("40", "", "parley://x/k/u", AT_MS, AT_MS, 2),
            InviteRow("41", "", "parley://x/k/v", AT_MS, 0, 0),
        )
    )
    assert show(invites).splitlines() == [
        "3f eva: for any number, for ever",
        "  parley://x/k/t",
        "40: for 2 more, until 2026-03-02 11:58",
        "  parley://x/k/u",
        "41: used up, for ever",
        "  parley://x/k/v",
    ]
    assert show(Members((MemberRow("eva", AT_MS, True, "x", "3f"),))) == (
        "eva  3f  here  since 2026-03-02 11:58  x"
    )


def test_what_others_wrote_cannot_draw_on_the_terminal() -> None:
    bans = Bans((BanRow("x", "address", "a\x1b[2Jb\nc", AT_MS),))
    assert "\x1b" not in show(bans)
    assert "\n" not in show(bans)


def test_status_says_all_a_line_each() -> None:
    status = Owner("--server-name", "Front desk").asks(AskStatus())
    assert isinstance(status, ServerStatus)
    told = show(replace(status, troubles=("It is full.", "It floods.")))
    assert told.endswith("\nTrouble   It is full.\nTrouble   It floods.")
    assert told.startswith("Server    Front desk (Parley ")
    assert "\nPlaces    20,000 people, 64 by netcat, 64 of the classroom\n" in told
