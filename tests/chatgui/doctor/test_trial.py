"""A server is tried in virtual time: answers, losses, refusals, silence."""

from collections.abc import Callable
from random import Random

import pytest

from chatgui.doctor.trial import HELLOS, PATIENCE_S, Measured, Trial
from shared.crypto.identity import ServerKeys
from shared.session.server_opening import ServerOpening
from shared.wire import packets

Answer = Callable[[bytes, float], list[bytes]]
STEP_S = 0.01
SERVER = ServerKeys(bytes(32))


def server(*, private: bool = False) -> Answer:
    opening = ServerOpening(
        keys=SERVER,
        name="Front\ndesk",
        lane_credits=(1, 1, 1),
        psk_of=lambda token: None,
        newcomers_need_invite=private,
        random_bytes=Random(1).randbytes,
        now=0.0,
    )

    def answer(datagram: bytes, now: float) -> list[bytes]:
        said = opening.receive_untrusted(datagram, ("10.0.0.1", 1), now)
        return [said] if isinstance(said, bytes) else []

    return answer


def measure(answer: Answer, way_s: float = 0.005) -> tuple[Measured, float]:
    """What a trial finds, and how long it takes; answers are `way_s` late each way."""
    trial, now = Trial(Random(7).randbytes, 0.0), 0.0
    late: list[tuple[float, bytes]] = []
    while not trial.is_over(now):
        for datagram in trial.datagrams(now):
            late += [(now + 2 * way_s, said) for said in answer(datagram, now + way_s)]
        for at, said in [one for one in late if one[0] <= now]:
            late.remove((at, said))
            trial.receive(said, now)
        now += STEP_S
    return trial.measured, now


def test_a_server_that_is_well_takes_a_second():
    measured, took_s = measure(server())
    assert (measured.sent, len(measured.rtts_s), measured.loss) == (HELLOS, HELLOS, 0.0)
    assert (measured.key, measured.name) == (SERVER.public, "Front / desk")
    assert measured.rtts_s[0] == pytest.approx(0.01)
    assert not measured.needs_invite
    assert took_s < 1.1


def test_nobody_is_told_who_we_are():
    said: list[int] = []
    answer = server()

    def listen(datagram: bytes, now: float) -> list[bytes]:
        said.append(datagram[0])
        return answer(datagram, now)

    measure(listen)
    assert said.count(packets.HELLO) == HELLOS + 1
    assert said.count(packets.INIT) == 1
    assert packets.FIN not in said


def test_a_private_server_says_so():
    assert measure(server(private=True))[0].needs_invite


def test_losses_are_counted():
    rng, answer = Random(3), server()
    measured, took_s = measure(lambda data, now: answer(data, now) if rng.random() > 0.3 else [])
    assert 0.1 < measured.loss < 0.5
    assert measured.key == SERVER.public
    assert took_s < 3.1


def test_what_comes_too_late_is_lost():
    measured, took_s = measure(server(), way_s=0.7)
    assert measured.rtts_s == ()
    assert measured.has_answered == bool(measured.key)
    assert took_s < PATIENCE_S + 0.1


def test_another_version():
    retry = packets.Retry(0, packets.Mode.OPEN, packets.NO_COOKIE, version=9)

    def answer(datagram: bytes, now: float) -> list[bytes]:
        _, cid = packets.head_untrusted(datagram)
        return [packets.Retry(cid, retry.mode, retry.cookie, version=9).encode()]

    measured, took_s = measure(answer)
    assert (measured.version, measured.key) == (9, b"")
    assert took_s < 1.1


def test_something_else_answers():
    measured, _ = measure(lambda datagram, now: [b"hello\n"])
    assert (measured.is_foreign, measured.has_answered) == (True, False)


def test_answers_to_nobody_count_for_nothing():
    forged = packets.Retry(1, packets.Mode.OPEN, b"x" * 16).encode()
    measured, _ = measure(lambda datagram, now: [forged, b"\xfb" * 200, b"\xf9"])
    assert not measured.has_answered
    assert not measured.is_foreign


def test_silence_has_an_end():
    measured, took_s = measure(lambda datagram, now: [])
    assert measured == Measured(HELLOS)
    assert took_s == pytest.approx(PATIENCE_S, abs=0.1)


def test_refusals_end_it_but_for_old_news():
    trial = Trial(Random(7).randbytes, 0.0)
    for _ in range(3):
        assert not trial.is_over(0.0)
        trial.datagrams(0.0)
        trial.refuse("not listening")
    assert trial.is_over(0.0)
    assert trial.measured.refusal == "not listening"
    trial = Trial(Random(7).randbytes, 0.0)
    answer = server()
    trial.refuse("not listening")
    for datagram in trial.datagrams(0.0):
        for said in answer(datagram, 0.0):
            trial.receive(said, 0.0)
    assert trial.measured.refusal == ""
    assert trial.measured.has_answered
