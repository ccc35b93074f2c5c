"""What follows from what was measured, one function for each step. No network here."""

from collections.abc import Sequence
from statistics import median
from typing import Final, Literal

from chatgui.app.words import doctor as words
from chatgui.doctor.finding import Finding, Level
from chatgui.doctor.patient import Patient, shown
from chatgui.doctor.trial import Measured, Refusal
from shared.crypto.identity import fingerprint
from shared.discovery.found import FoundServer
from shared.server_link import Place

POOR: Final = 0.1
"""One in twenty is chance on any Wi-Fi; nobody feels it."""

SLOW_S: Final = 0.3
"""From there on people begin to talk at the same time."""

APART_S: Final = 60.0
"""Times are shown in minutes."""

Whereabouts = Literal["here", "on", "near", "far"]
"""Of a computer that is silent: it is this one; it has answered something else; it should be on a
network of ours; it is elsewhere."""


def judge_search(found: Sequence[FoundServer], place: Place | None) -> Finding:
    """`place`: what was named or joined before."""
    servers = ", ".join(_found(one) for one in found)
    if len({one.id for one in found}) > 1:
        return Finding("search", "cannot tell", words.FOUND_SEVERAL.format(servers=servers))
    if found:
        level: Level = "ok" if any(one.by == "probe" for one in found) else "cannot tell"
        return Finding("search", level, words.FOUND.format(servers=servers))
    if place is not None:
        return Finding("search", "cannot tell", words.FOUND_NOT_THIS)
    return Finding("search", "trouble", words.FOUND_NONE, words.START_ONE)


def judge_unknown_name(place: Place, found: Sequence[FoundServer] = ()) -> Finding:
    """`found`: as `judge_answer`'s."""
    return _trouble(place, words.UNKNOWN_NAME, words.CHECK_NAME, found=found)


def judge_answer(
    measured: Measured,
    place: Place,
    whereabouts: Whereabouts,
    own: str = "",
    found: Sequence[FoundServer] = (),
) -> Finding:
    """`own`: an address of this computer's, for the administrator of what is between. `found`: the
    servers that can be meant instead, the likeliest first."""
    if measured.has_answered:
        return _judge_server(measured, place)
    if measured.is_foreign:
        return _trouble(place, words.FOREIGN, words.CHECK_PORT, found=found)
    if measured.refusal:
        return _judge_refusal(measured.refusal, place, whereabouts, found)
    return _judge_silence(place, whereabouts, own, found)


def _judge_server(measured: Measured, place: Place) -> Finding:
    where, server = shown(place), measured.name or words.SERVER_UNNAMED
    if measured.version is not None:
        text = words.OTHER_VERSION.format(where=where)
        return Finding("server", "trouble", text, words.BRING_UP_TO_DATE)
    if measured.needs_invite:
        text = words.ANSWERS_INVITES.format(server=server, where=where)
        return Finding("server", "ok", text, words.ASK_INVITE)
    return Finding("server", "ok", words.ANSWERS.format(server=server, where=where))


def _judge_refusal(
    refusal: Refusal, place: Place, whereabouts: Whereabouts, found: Sequence[FoundServer]
) -> Finding:
    is_here = whereabouts == "here"
    match refusal:
        case "not listening":
            text = words.NOT_LISTENING_HERE if is_here else words.NOT_LISTENING
            advice = words.START_HERE if is_here else words.CHECK_RUNNING
        case "filtered":
            return _trouble(place, words.FILTERED, words.FILTERED_DO, words.ORDER)
        case "no way":
            text, advice = words.NO_WAY, words.FIND_WAY
        case "forbidden":
            return _trouble(place, words.FORBIDDEN, words.ALLOW_HERE, words.ORDER_OUT)
        case _:
            is_near = whereabouts == "near"
            advice = words.CHECK_ADDRESS_NEAR if is_near else words.CHECK_ADDRESS
            text = words.NOBODY
    return _trouble(place, text, advice, found=found)


def _judge_silence(
    place: Place, whereabouts: Whereabouts, own: str, found: Sequence[FoundServer]
) -> Finding:
    match whereabouts:
        case "here":
            return _trouble(place, words.SILENT_HERE, words.SILENT_HERE_DO, found=found)
        case "on":
            return _trouble(place, words.SILENT_ON, words.SILENT_ON_DO, words.ORDER)
        case "near":
            return _trouble(place, words.SILENT_NEAR, words.SILENT_NEAR_DO, words.ORDER, found)
    order = words.ORDER_BETWEEN.replace("{own}", own) if own else words.ORDER
    return _trouble(place, words.SILENT_FAR, words.SILENT_FAR_DO, order, found)


def judge_key(measured: Measured, place: Place, patient: Patient) -> Finding:
    """Of a server that has answered."""
    if not measured.key:
        return Finding("key", "trouble", words.KEY_NONE, words.KEY_NONE_DO)
    expected, found = patient.expected_key(place), fingerprint(measured.key)
    if expected and expected != measured.key:
        text = words.KEY_OTHER.format(expected=fingerprint(expected), found=found)
        return Finding("key", "trouble", text, words.KEY_OTHER_DO)
    met = patient.address_of(measured.key)
    if expected:
        text = words.KEY_SAME.format(fingerprint=found)
    elif met:
        text = words.KEY_ELSEWHERE.format(where=met, fingerprint=found)
    else:
        return Finding("key", "cannot tell", words.KEY_NEW.format(fingerprint=found))
    return Finding("key", "ok", text)


def judge_clock(ahead_s: float | None) -> Finding:
    """`ahead_s`: the server's before ours; None: it has not told."""
    if ahead_s is None:
        return Finding("clock", "cannot tell", words.CLOCK_UNKNOWN)
    if abs(ahead_s) < APART_S:
        return Finding("clock", "ok", words.CLOCK_SAME)
    form = words.CLOCK_AHEAD if ahead_s > 0 else words.CLOCK_BEHIND
    return Finding("clock", "trouble", form.format(time=_duration(abs(ahead_s))), words.CLOCK_DO)


def judge_line(measured: Measured) -> Finding:
    """Of a server that has answered."""
    rtt_s = median(measured.rtts_s) if measured.rtts_s else 0.0
    figures = {
        "count": len(measured.rtts_s),
        "of": measured.sent,
        "rtt": _milliseconds(rtt_s),
        "percent": round(100 * measured.loss),
    }
    if measured.loss > POOR:
        return Finding("line", "trouble", words.LINE_POOR.format(**figures), words.LINE_DO)
    if rtt_s > SLOW_S:
        return Finding("line", "trouble", words.LINE_SLOW.format(**figures), words.LINE_DO)
    return Finding("line", "ok", words.LINE_GOOD.format(**figures))


def judge_guests(is_let_in: bool, measured: Measured, place: Place) -> Finding:
    """Guests are the owner's choice: that they are not let in is no trouble."""
    if is_let_in:
        text = words.GUESTS_IN.format(host=place.host, port=place.port)
        return Finding("guests", "ok", text)
    text = words.GUESTS_PRIVATE if measured.needs_invite else words.GUESTS_OUT
    return Finding("guests", "ok" if measured.needs_invite else "cannot tell", text)


def _trouble(
    place: Place, text: str, advice: str, order: str = "", found: Sequence[FoundServer] = ()
) -> Finding:
    fields = {"host": place.host, "port": place.port, "where": shown(place)}
    instead = [_told(words.USE_FOUND, one) for one in found[:1]]
    advice = " ".join([*instead, advice.format(**fields)])
    return Finding("server", "trouble", text.format(**fields), advice, order.format(**fields))


def _found(one: FoundServer) -> str:
    return _told(words.FOUND_SERVER if one.by == "probe" else words.FOUND_SILENT, one)


def _told(form: str, one: FoundServer) -> str:
    return form.format(name=one.name, where=shown(Place(one.host, one.port)))


def _duration(seconds: float) -> str:
    """From a minute on, in the largest unit of which there are two."""
    for unit_s, form in ((86_400, words.DAYS), (3600, words.HOURS), (60, words.MINUTES)):
        if seconds >= 2 * unit_s:
            return form.format(count=int(seconds // unit_s))
    return words.SECONDS.format(count=int(seconds))


def _milliseconds(seconds: float) -> str:
    """Two digits are what one can feel."""
    value = seconds * 1000
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"
