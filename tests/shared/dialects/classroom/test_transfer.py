from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.constants import TEXT_BYTES
from shared.dialects.classroom.message import encode_message
from shared.dialects.classroom.packet import (
    PACKET_BYTES,
    Packet,
    decode_packet_untrusted,
    encode_packet,
)
from shared.dialects.classroom.transfer import (
    CHUNK_BYTES,
    REMEMBERED_S,
    REMEMBERED_TRANSFERS,
    REPEAT_AFTER_S,
    TRIES,
    WAITING_MESSAGES,
    Receiving,
    Sending,
    cut_chunks,
)

ONE_WAY_S = 0.005
SEQNO = 500
MESSAGE = "forward_message 8 1 bob hi"
LONG = encode_message("forward_message", "1 bob " + "x" * 5000)


def first(sending: Sending, now: float) -> Packet | None:
    due, _ = sending.datagrams(now)
    return decode_packet_untrusted(due[0]) if due else None


def carry(
    texts: list[str],
    lose: Callable[[], bool],
    seqno: Callable[[], int],
    *,
    falls_back: bool = False,
) -> tuple[list[str], Sending]:
    """Move the texts over a link in virtual time; each datagram is lost if `lose()` says so."""
    sending, receiving = Sending(seqno, falls_back=falls_back), Receiving()
    for text in texts:
        assert sending.send(text)
    arrived: list[str] = []
    now = 0.0
    while not sending.idle:
        for data in sending.datagrams(now)[0]:
            if lose():
                continue
            ack, text = receiving.receive(decode_packet_untrusted(data), now + ONE_WAY_S)
            arrived += [text] if text is not None else []
            if ack is not None and not lose():
                sending.receive_ack(decode_packet_untrusted(ack).seqno, now + 2 * ONE_WAY_S)
        now = max(now + 2 * ONE_WAY_S, sending.wake_at or 0.0)
    return arrived, sending


# --- Chunks ---------------------------------------------------------------------------------


@given(st.text() | st.text("aä€😀", max_size=20).map(lambda text: text * 150))
def test_chunks_join_to_the_message_again(text: str) -> None:
    chunks = cut_chunks(text)
    assert "".join(chunks) == text
    assert all(0 < len(chunk.encode()) <= CHUNK_BYTES for chunk in chunks)


def test_chunks_are_filled() -> None:
    assert [len(chunk.encode()) for chunk in cut_chunks("€" * 1000)] == [1398, 1398, 204]


def test_no_packet_of_a_long_message_is_too_long() -> None:
    sending = Sending(lambda: 2**31 - 1, falls_back=False)
    sending.send("😀" * 4000)
    sizes, now = [], 0.0
    while not sending.idle:
        data = sending.datagrams(now)[0][0]
        sizes.append(len(data))
        sending.receive_ack(decode_packet_untrusted(data).seqno + 1, now)
    assert max(sizes) <= PACKET_BYTES


# --- A message on its way -------------------------------------------------------------------


@given(st.lists(st.text(max_size=4000), min_size=1, max_size=5), st.integers(0, 2**31))
def test_messages_arrive_in_order_on_a_good_link(texts: list[str], seed: int) -> None:
    random = Random(seed)
    arrived, _ = carry(texts, lambda: False, lambda: random.getrandbits(30))
    assert arrived == texts


def test_5000_characters_arrive_whole_and_once_in_200_of_200_runs_at_30_percent_loss() -> None:
    body = "1 bob " + "".join(Random(3).choices("abc äöü€ 😀|\n", k=5000))
    text = encode_message("forward_message", body)
    for run in range(200):
        random = Random(run)
        arrived, sending = carry(
            [text],
            lambda r=random: r.random() < 0.3,
            lambda r=random: r.getrandbits(30),
            falls_back=True,
        )
        assert arrived == [text], f"run {run}"
        assert sending.idle


@given(st.lists(st.text(max_size=50), min_size=1, max_size=6), st.integers(0, 2**31))
def test_each_message_arrives_once_in_order_whatever_is_lost(texts: list[str], seed: int) -> None:
    random = Random(seed)
    arrived, _ = carry(texts, lambda: random.random() < 0.3, lambda: random.getrandbits(30))
    assert arrived == texts


def test_a_message_goes_as_start_data_and_end() -> None:
    sending = Sending(lambda: SEQNO, falls_back=False)
    sending.send("x" * 2000)
    seen = []
    for now in range(4):
        packet = first(sending, float(now))
        assert packet is not None
        seen.append((packet.type, packet.seqno, len(packet.body)))
        assert sending.receive_ack(packet.seqno + 1, float(now))
    assert seen == [("start", 500, 0), ("data", 501, 1400), ("data", 502, 600), ("end", 503, 0)]
    assert sending.idle
    assert sending.wake_at is None


def test_a_packet_without_an_ack_is_repeated_after_half_a_second() -> None:
    sending = Sending(lambda: SEQNO)
    sending.send(MESSAGE)
    assert first(sending, 0.0) is not None
    assert sending.wake_at == REPEAT_AFTER_S
    assert first(sending, REPEAT_AFTER_S - 0.01) is None
    assert first(sending, REPEAT_AFTER_S) == Packet("start", SEQNO)


@pytest.mark.parametrize("seqno", [SEQNO, SEQNO + 2, 0, SEQNO + 1 + 2**32])
def test_a_wrong_ack_changes_nothing(seqno: int) -> None:
    sending = Sending(lambda: SEQNO)
    sending.send(MESSAGE)
    sending.datagrams(0.0)
    assert not sending.receive_ack(seqno, 0.1)
    assert sending.datagrams(0.1) == ([], "acks")
    assert sending.wake_at == REPEAT_AFTER_S


def test_a_duplicate_ack_never_triggers_a_send() -> None:
    sending = Sending(lambda: SEQNO)
    sending.send(MESSAGE)
    sending.datagrams(0.0)
    assert sending.receive_ack(SEQNO + 1, 0.1)
    assert len(sending.datagrams(0.1)[0]) == 1  # the next packet, once
    assert not sending.receive_ack(SEQNO + 1, 0.2)
    assert sending.datagrams(0.2) == ([], "acks")


def test_an_ack_for_nothing_is_nothing() -> None:
    sending = Sending(lambda: SEQNO)
    assert not sending.receive_ack(1, 0.0)
    assert sending.datagrams(0.0) == ([], "acks")


def test_a_packet_is_given_up_after_20_tries() -> None:
    sending = Sending(lambda: SEQNO, falls_back=False)
    sending.send(MESSAGE)
    now, sent = 0.0, 0
    while (outcome := sending.datagrams(now)) != ([], "gone"):
        sent += len(outcome[0])
        now += REPEAT_AFTER_S
    assert sent == TRIES == 20
    assert sending.idle
    assert sending.wake_at is None


def test_what_waits_behind_a_given_up_message_is_tried_too() -> None:
    sending = Sending(lambda: SEQNO)
    sending.send(MESSAGE)
    first(sending, 0.0)
    sending.receive_ack(SEQNO + 1, 0.0)  # it does ack, so it is part 2
    sending.send("join 1 b")
    now = 0.0
    while sending.datagrams(now)[1] != "gone":
        now += REPEAT_AFTER_S
    assert sending.wake_at is not None
    assert sending.wake_at <= now
    assert first(sending, now) == Packet("start", SEQNO)


def test_a_hundred_messages_may_wait() -> None:
    sending = Sending(lambda: SEQNO)
    assert all(sending.send(MESSAGE) for _ in range(WAITING_MESSAGES))
    assert not sending.send(MESSAGE)


# --- Peers that never ack -------------------------------------------------------------------


def test_three_starts_without_an_ack_make_a_peer_part_1_for_good() -> None:
    sending = Sending(lambda: SEQNO)
    sending.send(MESSAGE)
    starts = [first(sending, i * REPEAT_AFTER_S) for i in range(3)]
    assert starts == [Packet("start", SEQNO)] * 3
    assert first(sending, 3 * REPEAT_AFTER_S) == Packet("data", 0, MESSAGE)
    assert sending.plain
    assert sending.idle
    sending.send("response_users_list 5 1 bob")
    assert first(sending, 10.0) == Packet("data", 0, "response_users_list 5 1 bob")
    sending.receive_start()  # it goes on sending starts itself
    sending.send(MESSAGE)
    assert first(sending, 20.0) == Packet("data", 0, MESSAGE)
    assert sending.wake_at is None


def test_what_waited_behind_the_starts_comes_in_order() -> None:
    sending = Sending(lambda: SEQNO)
    for name in "abc":
        sending.send(f"forward_message 5 1 {name} x")
    for i in range(3):
        sending.datagrams(i * REPEAT_AFTER_S)
    due, _ = sending.datagrams(3 * REPEAT_AFTER_S)
    assert [decode_packet_untrusted(data).body[-3] for data in due] == ["a", "b", "c"]


def fall_back(sending: Sending) -> None:
    sending.send(MESSAGE)
    for i in range(4):
        sending.datagrams(i * REPEAT_AFTER_S)
    assert sending.plain
    assert sending.idle


def test_a_late_ack_makes_it_part_2_again_and_triggers_no_send() -> None:
    sending = Sending(lambda: SEQNO)
    fall_back(sending)
    assert not sending.receive_ack(SEQNO + 1, 3.0)
    assert sending.datagrams(3.0) == ([], "acks")
    sending.send(MESSAGE)
    assert first(sending, 3.0) == Packet("start", SEQNO)


def test_a_message_too_long_for_one_packet_is_not_cut_after_three_starts() -> None:
    sending = Sending(lambda: SEQNO)
    sending.send(LONG)
    starts = [first(sending, i * REPEAT_AFTER_S) for i in range(TRIES)]
    assert starts == [Packet("start", SEQNO)] * TRIES
    last = first(sending, TRIES * REPEAT_AFTER_S)
    assert last is not None
    assert last.type == "data"
    assert last.body.endswith(" characters]")
    sending.send(LONG)  # after so many there is no doubt left
    assert len(sending.datagrams(20.0)[0]) == 1
    assert sending.idle


def test_a_long_message_to_a_peer_in_doubt_is_tried_as_part_2_and_its_ack_ends_the_doubt() -> None:
    sending = Sending(lambda: SEQNO)
    fall_back(sending)
    sending.send(MESSAGE)
    sending.send(LONG)
    due, _ = sending.datagrams(10.0)
    assert [decode_packet_untrusted(data).type for data in due] == ["data", "start"]
    assert sending.receive_ack(SEQNO + 1, 10.1)
    assert not sending.plain


def test_a_lossy_link_is_given_more_than_three_starts() -> None:
    sending = Sending(lambda: SEQNO)
    sending.lossy = True
    sending.send(MESSAGE)
    starts = [first(sending, i * REPEAT_AFTER_S) for i in range(TRIES)]
    assert starts == [Packet("start", SEQNO)] * TRIES
    assert first(sending, TRIES * REPEAT_AFTER_S) == Packet("data", 0, MESSAGE)


def test_one_ack_is_enough_to_stay_part_2() -> None:
    sending = Sending(lambda: SEQNO)
    sending.send(MESSAGE)
    first(sending, 0.0)
    sending.receive_ack(SEQNO + 1, 0.0)
    types = {decode_packet_untrusted(d).type for t in range(15) for d in sending.datagrams(t)[0]}
    assert types == {"data"}
    assert not sending.plain


def test_a_client_never_falls_back() -> None:
    sending = Sending(lambda: SEQNO, falls_back=False)
    sending.send(MESSAGE)
    assert [first(sending, float(t)) for t in range(6)] == [Packet("start", SEQNO)] * 6


def test_a_part_1_peer_that_sends_start_is_part_2() -> None:
    sending = Sending(lambda: SEQNO)
    sending.plain = True
    sending.receive_start()
    sending.send(MESSAGE)
    assert first(sending, 0.0) == Packet("start", SEQNO)


# --- Labels ---------------------------------------------------------------------------------


def test_it_tells_which_text_was_acked_to_its_end() -> None:
    sending = Sending(lambda: SEQNO)
    sending.send(MESSAGE, 7)
    sending.send(MESSAGE, 9)
    for number in range(3):
        assert sending.acked == 0
        packet = first(sending, float(number))
        assert packet is not None
        sending.receive_ack(packet.seqno + 1, float(number))
    assert sending.acked == 7
    first(sending, 4.0)
    assert (sending.acked, sending.lost) == (7, 0)


def test_it_tells_which_text_was_given_up() -> None:
    sending = Sending(lambda: SEQNO, falls_back=False)
    sending.send(MESSAGE, 7)
    sending.send(MESSAGE, 9)
    outcomes = [sending.datagrams(float(now))[1] for now in range(TRIES + 1)]
    assert outcomes[-1] == "gone"
    assert (sending.acked, sending.lost) == (0, 7)


def test_it_tells_which_texts_left_as_single_packets() -> None:
    sending = Sending(lambda: SEQNO)
    sending.plain = True
    for label in (7, 0, 9):
        sending.send(MESSAGE, label)
    assert len(sending.datagrams(0.0)[0]) == 3
    assert sending.singles == [7, 0, 9]
    sending.datagrams(1.0)
    assert sending.singles == []


def test_a_text_that_falls_back_keeps_its_label() -> None:
    sending = Sending(lambda: SEQNO)
    sending.send(MESSAGE, 7)
    for now in range(4):
        sending.datagrams(float(now))
    assert sending.singles == [7]


# --- Receiving ------------------------------------------------------------------------------


def ack(seqno: int) -> bytes:
    return encode_packet("ack", seqno)


def receive_all(receiving: Receiving, seqno: int, text: str, now: float = 0.0) -> list[str]:
    packets = [
        Packet("start", seqno), Packet("data", seqno + 1, text), Packet("end", seqno + 2)
    ]  # fmt: skip
    answers = [receiving.receive(packet, now) for packet in packets]
    assert [a for a, _ in answers] == [ack(seqno + 1), ack(seqno + 2), ack(seqno + 3)]
    return [text for _, text in answers if text is not None]


def test_every_packet_is_acked_and_the_message_comes_with_the_end() -> None:
    assert receive_all(Receiving(), SEQNO, "hello") == ["hello"]


def test_an_empty_message_is_a_message() -> None:
    receiving = Receiving()
    receiving.receive(Packet("start", 1), 0.0)
    assert receiving.receive(Packet("end", 2), 0.0) == (ack(3), "")


@pytest.mark.parametrize(
    "packet", [Packet("start", SEQNO), Packet("data", SEQNO + 1, "hello"), Packet("end", SEQNO + 2)]
)
def test_repeats_are_answered_for_30_seconds_and_mean_nothing(packet: Packet) -> None:
    receiving = Receiving()
    receive_all(receiving, SEQNO, "hello", now=0.0)
    assert receiving.receive(packet, REMEMBERED_S) == (ack(packet.seqno + 1), None)
    if packet.type != "start":
        assert receiving.receive(packet, REMEMBERED_S + 0.1) == (None, None)


def test_repeats_show_that_the_link_loses_packets() -> None:
    receiving = Receiving()
    receive_all(receiving, SEQNO, "hello")
    assert not receiving.repeated
    receiving.receive(Packet("end", SEQNO + 2), 0.0)
    assert receiving.repeated


def test_repeats_within_a_transfer_are_answered() -> None:
    receiving = Receiving()
    receiving.receive(Packet("start", 5), 0.0)
    receiving.receive(Packet("data", 6, "a"), 0.0)
    assert receiving.receive(Packet("data", 6, "a"), 0.0) == (ack(7), None)
    assert receiving.receive(Packet("start", 5), 0.0) == (ack(6), None)
    assert receiving.receive(Packet("end", 7), 0.0) == (ack(8), "a")


@pytest.mark.parametrize("packet", [Packet("data", 8, "b"), Packet("end", 8), Packet("data", 4)])
def test_what_is_out_of_order_is_not_acked(packet: Packet) -> None:
    receiving = Receiving()
    receiving.receive(Packet("start", 5), 0.0)
    receiving.receive(Packet("data", 6, "a"), 0.0)
    assert receiving.receive(packet, 0.0) == (None, None)


@pytest.mark.parametrize("packet", [Packet("data", 8, "b"), Packet("end", 8)])
def test_a_packet_without_a_start_is_not_acked(packet: Packet) -> None:
    assert Receiving().receive(packet, 0.0) == (None, None)


def test_a_new_start_gives_the_unfinished_message_up() -> None:
    receiving = Receiving()
    receiving.receive(Packet("start", 5), 0.0)
    receiving.receive(Packet("data", 6, "lost"), 0.0)
    assert receive_all(receiving, 90, "whole") == ["whole"]


@pytest.mark.parametrize("seqno", [SEQNO - 2, SEQNO - 1, SEQNO + 1, SEQNO + 2])
def test_a_message_whose_numbers_overlap_the_last_one_arrives(seqno: int) -> None:
    receiving = Receiving()
    receive_all(receiving, SEQNO, "first")
    assert receive_all(receiving, seqno, "second") == ["second"]


def test_begins_tells_a_new_message_from_a_repeat() -> None:
    receiving = Receiving()
    assert receiving.begins(Packet("start", SEQNO), 0.0)
    assert not receiving.begins(Packet("data", SEQNO), 0.0)
    receiving.receive(Packet("start", SEQNO), 0.0)
    assert not receiving.begins(Packet("start", SEQNO), 0.0)


def test_a_message_over_64_kib_is_not_taken() -> None:
    receiving = Receiving()
    receiving.receive(Packet("start", 0), 0.0)
    acked = 0
    for seqno in range(1, 100):
        acked += receiving.receive(Packet("data", seqno, "€" * 400), 0.0)[0] is not None
    assert acked == TEXT_BYTES // 1200


def test_empty_chunks_are_not_endless() -> None:
    receiving = Receiving()
    receiving.receive(Packet("start", 0), 0.0)
    answers = [receiving.receive(Packet("data", s, ""), 0.0) for s in range(1, TEXT_BYTES + 3)]
    assert answers[-1] == (None, None)


def test_only_the_last_transfers_are_remembered() -> None:
    receiving = Receiving()
    for i in range(REMEMBERED_TRANSFERS + 1):
        receive_all(receiving, i * 1000, "x")
    assert receiving.receive(Packet("end", 2), 0.0) == (None, None)
    assert receiving.receive(Packet("end", 1002), 0.0) == (ack(1003), None)


@given(
    st.lists(
        st.builds(
            Packet,
            st.sampled_from(["start", "data", "end"]),
            st.integers(0, 6),
            st.text("ab", max_size=2),
        )
    )
)
def test_no_order_of_packets_confuses_the_receiver(packets: list[Packet]) -> None:
    receiving = Receiving()
    for packet in packets:
        answer, text = receiving.receive(packet, 0.0)
        assert answer in (None, ack(packet.seqno + 1))
        assert text is None or packet.type == "end"
