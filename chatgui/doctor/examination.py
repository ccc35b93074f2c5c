"""The examination: step by step, from this computer to the server.

    for finding in examine(patient, instruments): ...

Each finding comes when it is known. At most 15 s in all; `Instruments` hold to their own limits.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Final, Protocol

from msgspec.structs import replace

from chatgui.app.words import doctor as words
from chatgui.doctor import verdicts
from chatgui.doctor.finding import Finding
from chatgui.doctor.networks import Interface, is_here, is_near, judge_networks
from chatgui.doctor.patient import Patient
from chatgui.doctor.trial import Measured
from chatgui.doctor.verdicts import Whereabouts
from shared.discovery.found import FoundServer
from shared.server_link import Place

OWN_NAMES: Final = ("localhost",)


class Halted(Exception):
    """Nobody wants to know any more."""


class Instruments(Protocol):
    """What looks at the real network. Nothing here fails: what cannot be seen is empty. Halted, if
    they were closed."""

    def interfaces(self) -> list[Interface]: ...
    def search(self, places: Iterable[Place]) -> list[FoundServer]: ...

    def look_up(self, host: str) -> str:
        """The numeric address of that name, as it will be called; empty: there is none."""
        ...

    def try_server(self, place: Place) -> Measured: ...

    def is_on(self, place: Place) -> bool:
        """Whether that computer has answered anything at all, just now."""
        ...

    def compare_clocks(self, place: Place) -> float | None:
        """By how many seconds the server's is ahead of ours; None: it does not tell."""
        ...

    def lets_guests_in(self, place: Place) -> bool: ...


def examine(patient: Patient, instruments: Instruments) -> Iterator[Finding]:
    interfaces, named = instruments.interfaces(), patient.place
    found = instruments.search(filter(None, (named, *patient.recent)))
    place = named or _choose(found, patient.recent)
    reached = [one.host for one in found if one.by == "probe"]
    is_elsewhere = place is None or not _is_own(place.host, interfaces)
    yield judge_networks(interfaces, reached, needs_one=is_elsewhere)
    yield verdicts.judge_search(found, place)
    if place is None:
        return
    host = instruments.look_up(place.host)
    if not host:
        yield verdicts.judge_unknown_name(place, _others(found, place))
        return
    yield from _examine_server(patient, instruments, interfaces, found, place, host)


def _examine_server(
    patient: Patient,
    instruments: Instruments,
    interfaces: Sequence[Interface],
    found: Sequence[FoundServer],
    place: Place,
    host: str,
) -> Iterator[Finding]:
    numeric = Place(host, place.port)
    measured = instruments.try_server(numeric)
    is_heard = host in [one.host for one in found]
    if measured.refusal == "not listening" and _is_announced(numeric, found):
        measured = replace(measured, refusal="filtered")  # firewalls can say so, too
    whereabouts = _locate(instruments, numeric, interfaces, measured, is_heard=is_heard)
    own = next((one.address for one in interfaces if one.kind in ("usual", "vpn")), "")
    yield verdicts.judge_answer(measured, place, whereabouts, own, _others(found, numeric))
    if measured.version is not None or not measured.has_answered:
        return
    yield verdicts.judge_key(measured, place, patient)
    yield verdicts.judge_clock(instruments.compare_clocks(numeric))
    yield verdicts.judge_line(measured)
    yield verdicts.judge_guests(instruments.lets_guests_in(numeric), measured, place)


def _is_own(host: str, interfaces: Sequence[Interface]) -> bool:
    with suppress(ValueError):  # a name
        return is_here(host, interfaces)
    return host.lower() in OWN_NAMES


def _is_announced(place: Place, found: Sequence[FoundServer]) -> bool:
    return any((one.host, one.port, one.by) == (*place[:2], "mdns") for one in found)


def _others(found: Sequence[FoundServer], numeric: Place) -> list[FoundServer]:
    """What can be meant in place of one that does not answer: others on that computer first."""
    answer = [one for one in found if one.by == "probe" or one.host == numeric.host]
    elsewhere = [one for one in answer if (one.host, one.port) != numeric[:2]]
    return sorted(elsewhere, key=lambda one: one.host != numeric.host)


def _choose(found: Sequence[FoundServer], recent: Sequence[Place]) -> Place | None:
    """Where one would join: the last place, if it was found or nothing was."""
    places = [Place(one.host, one.port) for one in found]
    known = [place for place in recent if place[:2] in [one[:2] for one in places]]
    return next(iter([*known, *places, *recent]), None)


def _locate(
    instruments: Instruments,
    place: Place,
    interfaces: Sequence[Interface],
    measured: Measured,
    *,
    is_heard: bool,
) -> Whereabouts:
    """Only of a silent one it matters, and is looked for."""
    if is_here(place.host, interfaces):
        return "here"
    is_silent = not (measured.has_answered or measured.is_foreign or measured.refusal)
    if is_silent and (is_heard or instruments.is_on(place)):
        return "on"
    return "near" if is_near(place.host, interfaces) else "far"


def step_after(count: int) -> str:
    """What is being looked at behind so many findings, for the person who waits."""
    names = list(words.STEPS.values())
    return names[min(count, len(names) - 1)]
