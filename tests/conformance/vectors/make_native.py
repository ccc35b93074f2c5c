"""Write native.json: one example of everything in PROTOCOL section 4, byte for byte.

    python tests/conformance/vectors/make_native.py

Seeds and "random" bytes are fixed, so the same file comes out each time; a test says so. All bytes
are in hexadecimal. Nothing here may ever be used for a real key.
"""

import json
import sys
from collections.abc import Callable
from itertools import chain, repeat
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from shared.crypto import identity as names
from shared.crypto.identity import Identity, ServerKeys
from shared.crypto.replay import ReplayWindow
from shared.crypto.seal import SealKey
from shared.dialects.native import records
from shared.session.client_opening import ClientOpening
from shared.session.established import Established
from shared.session.opened import Opened
from shared.session.resets import Resets
from shared.session.server_opening import ServerOpening
from shared.wire import frames, packets
from shared.wire.greetings import ClientGreeting
from tests.support.openings import shake_hands

TARGET = Path(__file__).with_name("native.json")

SERVER_SEED = bytes(range(32))
PERSON_SEED = bytes(range(32, 64))
INVITE_TOKEN = bytes(range(64, 80))
CLIENT_CID, SERVER_CID = 0x1112131415161718, 0x2122232425262728
SERVER_CID_BYTES = SERVER_CID.to_bytes(8, "big")
CLIENT_EPHEMERAL, SERVER_EPHEMERAL = b"\xc1" * 32, b"\x51" * 32
COOKIE_SECRETS = b"\x61" * 32, b"\x62" * 32
SOURCE = ("192.0.2.7", 40001)
INSTALLATION, OUTBOX, LOG = b"\xa1" * 16, b"\xa2" * 16, b"\xa3" * 16
CREDITS = (144, 256, 144)

Example = dict[str, Any]


def main() -> None:
    TARGET.write_text(make_file(), encoding="utf-8")


def make_file() -> str:
    return json.dumps(make_vectors(), indent=1, ensure_ascii=False) + "\n"


def make_vectors() -> Example:
    server, client = make_handshake(None)
    invited = make_handshake(INVITE_TOKEN)
    return {
        "section_4_7": make_identities(),
        "section_4_1": [describe_handshake(server, client), describe_handshake(*invited)],
        "section_4_1_reset": make_reset(),
        "section_4_2_first_packets": make_first_packets(server, client),
        "section_4_2_frames": make_frames(client),
        "section_4_4_records": make_records(),
        "section_4_8_rekeyed": make_rekeyed(client),
    }


# --- Keys -------------------------------------------------------------------------------------


def make_identities() -> Example:
    person, server = Identity(PERSON_SEED), ServerKeys(SERVER_SEED)
    return {
        "person_seed": PERSON_SEED.hex(),
        "identity_public": person.public.hex(),
        "person_id": f"{names.person_id(person.public):016x}",
        "person_static_private": private_hex(person.static),
        "person_static_public": public_hex(person.static),
        "server_seed": SERVER_SEED.hex(),
        "server_static_private": private_hex(server.static),
        "server_static_public": server.public.hex(),
        "server_fingerprint": names.fingerprint(server.public),
        "binding_signature": person.bind(server.public).hex(),
        "server_cid": f"{SERVER_CID:016x}",
        "reset_token": server.reset_token(SERVER_CID).hex(),
        "invite_token": INVITE_TOKEN.hex(),
        "invite_psk": names.invite_psk(INVITE_TOKEN, server.public).hex(),
        "invite_token_id": names.invite_token_id(INVITE_TOKEN).hex(),
    }


def private_hex(key: X25519PrivateKey) -> str:
    return key.private_bytes_raw().hex()


def public_hex(key: X25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


# --- Handshakes -------------------------------------------------------------------------------


class Shaken:
    """One side of a handshake that is over: its datagrams in order, and what it has come to."""

    def __init__(self, sent: list[bytes], opened: Opened[Any]) -> None:
        self.sent = sent
        self.opened = opened


def fixed(*given: bytes) -> Callable[[int], bytes]:
    """Random bytes as they are asked for; what only spreads times is zeros."""
    after = chain(given, repeat(b""))
    return lambda size: next(after) if size > 2 else bytes(size)


def make_handshake(invite: bytes | None) -> tuple[Shaken, Shaken]:
    """(server, client)"""
    person, keys = Identity(PERSON_SEED), ServerKeys(SERVER_SEED)
    keys.cid_tag, cid_rest = SERVER_CID_BYTES[:2], SERVER_CID_BYTES[2:]  # its own business
    psks = {names.invite_token_id(INVITE_TOKEN): names.invite_psk(INVITE_TOKEN, keys.public)}
    cid, ephemeral = CLIENT_CID.to_bytes(8, "big"), CLIENT_EPHEMERAL
    client = ClientOpening(
        static=person.static,
        greet=lambda server_static: greet(person, server_static),
        random_bytes=fixed(cid, ephemeral),
        now=0.0,
        invite=invite,
    )
    server = ServerOpening(
        keys=keys,
        name="Ship's server",
        lane_credits=CREDITS,
        psk_of=psks.get,
        newcomers_need_invite=invite is not None,
        random_bytes=fixed(*COOKIE_SECRETS, SERVER_EPHEMERAL, cid_rest),
        now=0.0,
    )
    said = shake_hands(client, server, SOURCE)
    assert client.opened is not None
    return Shaken([said.retry, said.resp], said.opened), Shaken(
        [said.hello, said.init, said.fin], client.opened
    )


def greet(person: Identity, server_static: bytes) -> ClientGreeting:
    return ClientGreeting(
        identity=person.public,
        signature=person.bind(server_static),
        name="Jörg",
        installation=INSTALLATION,
        takeover=False,
        outbox=OUTBOX,
        cursor=4711,
        log=LOG,
    )


def describe_handshake(server: Shaken, client: Shaken) -> Example:
    hello, init, fin = client.sent
    retry, resp = server.sent
    opened = client.opened
    return {
        "mode": "open" if opened.token_id == packets.NO_TOKEN_ID else "invite",
        "client_ephemeral_private": CLIENT_EPHEMERAL.hex(),
        "server_ephemeral_private": SERVER_EPHEMERAL.hex(),
        "hello": hello.hex(),
        "retry": retry.hex(),
        "init": init.hex(),
        "resp": resp.hex(),
        "resp_payload": opened.greeting.encode().hex(),
        "fin": fin.hex(),
        "fin_payload": server.opened.greeting.encode().hex(),
        "handshake_hash": opened.handshake_hash.hex(),
        "key_client_to_server": opened.send_key.hex(),
        "key_server_to_client": opened.receive_key.hex(),
    }


def open_session(opened: Opened[Any], *, is_server: bool) -> Established:
    return Established(
        is_server=is_server,
        cid=opened.local_cid.to_bytes(8, "big"),
        peer_cid=opened.remote_cid.to_bytes(8, "big"),
        send_key=SealKey(opened.send_key),
        receive_key=SealKey(opened.receive_key),
        replay=ReplayWindow(),
        path=None,
        random_bytes=bytes,
        now=0.0,
    )


def make_reset() -> Example:
    resets = Resets(ServerKeys(SERVER_SEED), lambda size: b"\xee" * size)
    datagram = resets.make(SERVER_CID)
    return {"server_cid": f"{SERVER_CID:016x}", "datagram": datagram.hex()}


# --- DATA -------------------------------------------------------------------------------------


def make_first_packets(server: Shaken, client: Shaken) -> list[Example]:
    """What the two ends really say first: HANDSHAKE_DONE, and 25 ms later its ACK."""
    there = open_session(server.opened, is_server=True)
    here = open_session(client.opened, is_server=False)
    done = there.datagrams(0.0, 1)[0][0]
    here.receive_untrusted(done, None, 0.0)
    ack = here.datagrams(0.025, 1)[0][0]
    there.receive_untrusted(ack, None, 0.0)
    assert there.in_flight == 0
    return [
        describe_packet("HANDSHAKE_DONE", "server to client", done, server.opened.send_key),
        describe_packet("ACK of it", "client to server", ack, client.opened.send_key),
    ]


def describe_packet(what: str, direction: str, datagram: bytes, key: bytes) -> Example:
    _, _, number = packets.data_header_untrusted(datagram)
    plaintext = SealKey(key).open_untrusted(number, datagram[:17], datagram[17:])
    return {
        "what": what,
        "direction": direction,
        "number": number,
        "plaintext": plaintext.hex(),
        "datagram": datagram.hex(),
    }


def whole(data: bytes) -> bytes:
    return frames.encode_piece(data)


def begun(data: bytes) -> bytes:
    """A piece after which more of its record follows."""
    return frames.encode_piece(data, more=True)


def frame_examples() -> list[tuple[str, bytes]]:
    token = bytes(range(8))
    return [
        ("PADDING", bytes(31)),
        ("PING", bytes((frames.PING,))),
        ("ACK of 70, 69, 67 and 6; 1.5 ms late", frames.encode_ack(70, 0.0015, 1 << 63 | 0b101)),
        ("MAX_DATA: lane 1 up to 512", frames.encode_max_data(1, 512)),
        ("PATH_CHALLENGE", frames.encode_path(frames.PATH_CHALLENGE, token)),
        ("PATH_RESPONSE", frames.encode_path(frames.PATH_RESPONSE, token)),
        ("HANDSHAKE_DONE", bytes((frames.HANDSHAKE_DONE,))),
        ("CLOSE elsewhere", frames.encode_close(16, "you are elsewhere")),
        ("RUN from 0 on lane 0", frames.encode_run(0, 0, [whole(b"control")])),
        ("RUN from 7 on lane 1", frames.encode_run(1, 7, [whole(b"chat"), whole(b"more")])),
        ("RUN from 9 on lane 2, a record's beginning", frames.encode_run(2, 9, [begun(b"bu")])),
        ("of a later version", b"\x41\x00\x03abc"),
        (
            "RUN from 1 on lane 1: the record 'in two'",
            frames.encode_run(1, 1, [begun(b"in "), whole(b"two")]),
        ),
    ]


def make_frames(client: Shaken) -> list[Example]:
    """One packet for each, client to server, numbers from 1000."""
    key = client.opened.send_key
    made = []
    for number, (what, frame) in enumerate(frame_examples(), 1000):
        datagram = seal(SealKey(key), 0, number, frame)
        packet = describe_packet(what, "client to server", datagram, key)
        made.append({**packet, "frame": frame.hex()})
    return made


def make_rekeyed(client: Shaken) -> Example:
    """A PING in the second key phase (bit 1) and one in the third (bit 0)."""
    first = SealKey(client.opened.send_key)
    ping = bytes((frames.PING,))
    return {
        "direction": "client to server",
        "frame": ping.hex(),
        "second_phase": seal(first.next(), 1, 2**20, ping).hex(),
        "third_phase": seal(first.next().next(), 0, 2**21, ping).hex(),
    }


def seal(key: SealKey, phase: int, number: int, frame: bytes) -> bytes:
    header = packets.data_header(phase, SERVER_CID, number)
    return header + key.seal(number, header, frame.ljust(31, b"\0"))


# --- Records ----------------------------------------------------------------------------------


def record_examples() -> list[records.Record]:
    ann, bob = 0x0102030405060708, 2**64 - 1
    at = 1_700_000_000_123
    row = records.Row(ann, "Ann", records.NATIVE, records.HERE, at)
    guest = records.Row(bob, "bob", records.NETCAT, records.QUIET, at)
    entry = records.MessageEntry(ann, "Ann", (0,), records.TEXT, "grüße".encode(), OUTBOX, 7)
    return [
        records.Join("Ann2"),
        records.Say(7, (0,), records.TEXT, "grüße".encode()),
        records.Rename("Anna"),
        records.AskRoster(0),
        records.AskPeople("an", "Ann"),
        records.Watch((ann, bob)),
        records.Received(9),
        records.Read(9),
        records.AskReceipts((7, 9)),
        records.AskHolders(9, ann),
        records.AskHistory(10),
        records.Welcome(
            ann,
            "Ann",
            LOG,
            9,
            1,
            6,
            records.Limits(records.RECIPIENTS, records.BODY_BYTES, 300),
            2,
            1,
            12,
            25,
            4,
            2,
        ),
        records.NameRefused("Ann", "somebody here has it", "Ann2"),
        records.Roster(12, True, (row, guest)),
        records.PeoplePage("an", "Ann", (row,), False),
        records.Counts(301, 17),
        records.Posted(9, at, records.MESSAGE, records.encode(entry)),
        records.Committed(7, 9, at),
        records.Refused(7, "nobody", "none of the people it is for is known here"),
        records.NotSaved(7),
        records.CaughtUp(9),
        records.Notice("the server is closing"),
        records.Error("bad_record", "a record that does not parse"),
        records.Gap(1, 4),
        records.Receipts((records.Receipt(9, 8, 5, 2, 1, 1),)),
        records.HoldersPage(9, 0, (records.Holder(bob, "bob", records.HANDED, at),), True),
        records.HistoryPage(
            10, (records.Kept(9, at, records.MESSAGE, records.encode(entry)),), False
        ),
    ]


def make_records() -> list[Example]:
    """Fields by name, in the order of the elements behind the tag; 64-bit numbers as they are."""
    examples: list[msgspec.Struct] = list(record_examples())
    content = next(r.content for r in examples if isinstance(r, records.Posted))
    return [describe_record(r) for r in [*examples, records.decode_entry_untrusted(content)]]


def describe_record(record: Any) -> Example:
    fields = {name: plain(getattr(record, name)) for name in record.__struct_fields__}
    tag = record.__struct_config__.tag
    encoded = records.encode(record).hex()
    return {"name": type(record).__name__, "tag": tag, "fields": fields, "bytes": encoded}


def plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, msgspec.Struct):
        return [plain(getattr(value, name)) for name in value.__struct_fields__]
    return value


if __name__ == "__main__":
    main()
