from shared.session.packing import Payload, pack, take_fresh
from shared.transport.lanes import BULK, CHAT, CONTROL, DONE, Lanes
from shared.transport.outbox import Outbox, cut
from shared.wire import frames


def kinds(payload: Payload) -> list[tuple[int, int]]:
    """(type, lane or detail) of each frame."""
    return [(f[0], f[2]) for f in frames.decode_untrusted(b"".join(payload.parts))]


def test_control_goes_before_chat_before_bulk() -> None:
    lanes = Lanes()
    for lane in (BULK, CHAT, CONTROL):
        lanes.outboxes[lane].push(cut(b"x"))
    payload = Payload(0)
    payload.add_ready(lanes, with_bulk=True)
    assert kinds(payload) == [(frames.RUN, CONTROL), (frames.RUN, CHAT), (frames.RUN, BULK)]
    assert [lane for lane, _, _ in payload.facts] == [CONTROL, CHAT, BULK]


def test_bulk_waits_when_it_may_not_go() -> None:
    lanes = Lanes()
    lanes.outboxes[BULK].push(cut(b"x"))
    payload = Payload(0)
    payload.add_ready(lanes, with_bulk=False)
    assert payload.parts == []


def test_fills_a_datagram_and_no_more() -> None:
    lanes = Lanes()
    for _ in range(5):
        lanes.outboxes[CHAT].push(cut(b"x" * 500))
    payload = Payload(0)
    payload.add_ready(lanes, with_bulk=True)
    assert payload.facts == [(CHAT, 0, 2)]
    assert payload.is_full
    assert sum(map(len, payload.parts)) + payload.room == frames.MAX_PAYLOAD


def test_the_largest_piece_fits_beside_ack_and_all_credit() -> None:
    lanes = Lanes()
    lanes.due = 0b111
    lanes.outboxes[BULK].push(cut(b"x" * 5000))
    payload = Payload(0)
    payload.add(frames.encode_ack(9, 0.0, 0))
    payload.add_own(lanes)
    payload.add_ready(lanes, with_bulk=True)
    assert kinds(payload)[-1] == (frames.RUN, BULK)
    assert payload.room >= 0


def test_own_facts_ride_until_they_are_acknowledged() -> None:
    lanes = Lanes()
    lanes.due = 1 << DONE | 1 << CHAT
    payload = Payload(0)
    payload.add_own(lanes)
    assert kinds(payload) == [(frames.MAX_DATA, CHAT), (frames.HANDSHAKE_DONE, 0)]
    assert lanes.due == 0
    again = Payload(1)
    again.add_own(lanes)
    assert kinds(again) == kinds(payload)
    lanes.acked([(1, 0.0, again.facts)])
    assert lanes.unconfirmed == 0


def test_a_probe_repeats_what_is_oldest_and_not_twice() -> None:
    lanes = Lanes()
    chat = lanes.outboxes[CHAT]
    for n in range(3):
        chat.push(cut(b"%d" % n))
    Payload(0).add_ready(lanes, with_bulk=True)
    chat.push(cut(b"new"))
    probe = Payload(1)
    probe.add_ready(lanes, with_bulk=True)
    probe.add_unacked(lanes)
    assert [first for _, first, _ in probe.facts] == [3, 0, 1, 2]


def test_redundant_pieces_ride_behind_new_ones() -> None:
    lanes = Lanes()
    chat = lanes.outboxes[CHAT]
    chat.push(cut(b"old"))
    Payload(0).add_ready(lanes, with_bulk=True)
    chat.push(cut(b"new"))
    payload = Payload(1)
    payload.add_ready(lanes, with_bulk=True)
    payload.add_redundant(chat)
    assert [first for _, first, _ in payload.facts] == [1, 0]


def test_peers_of_one_room_share_what_was_packed() -> None:
    room = cut(b"x" * 400) + cut(b"y" * 400) + cut(b"z" * 400)
    runs = []
    for said_before in (1, 2):
        chat = Outbox(16)
        chat.push(cut(b"before") * said_before)
        chat.fresh = chat.next
        chat.push(room)
        hits = pack.cache_info().hits
        frame, fact = take_fresh(chat, CHAT, frames.MAX_PAYLOAD)
        runs.append([f[4] for f in frames.decode_untrusted(frame)])
        assert fact == (CHAT, said_before, said_before + 2)
    assert runs == [[b"x" * 400, b"y" * 400]] * 2
    assert pack.cache_info().hits == hits + 1
