"""PROTOCOL section 4 against its vectors, three times: by the program that made them, by the code
that serves, and by a second reader that knows nothing but the text."""

import ast
import importlib.util
import json
from base64 import b32encode
from hashlib import blake2s
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest
from cryptography.exceptions import InvalidTag

from shared.crypto.seal import SealKey
from shared.dialects.native import records
from shared.session.resets import is_reset
from shared.wire import frames, packets
from shared.wire.greetings import ClientGreeting, ServerGreeting
from tests.support import second_reader
from tests.support.second_reader import Data, Handshake, open_data, read_frames, seal_data

VECTORS = Path(__file__).parent / "vectors"
ALL: dict[str, Any] = json.loads((VECTORS / "native.json").read_text(encoding="utf-8"))
KEYS = ALL["section_4_7"]
OPEN, INVITE = ALL["section_4_1"]
PACKETS = [*ALL["section_4_2_first_packets"], *ALL["section_4_2_frames"]]
RECORDS = ALL["section_4_4_records"]


def unhex(example: dict[str, Any], name: str) -> bytes:
    return bytes.fromhex(example[name])


def by_name(example: dict[str, Any]) -> str:
    return str(example.get("what") or example.get("name") or example.get("mode"))


# --- The program that made them ---------------------------------------------------------------


def load_maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_native", VECTORS / "make_native.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_code_still_makes_them_byte_for_byte():
    assert load_maker().make_file() == (VECTORS / "native.json").read_text(encoding="utf-8")


def test_there_is_one_for_each_frame_and_each_record():
    kinds = {read_frames(unhex(example, "plaintext"))[0][0] for example in PACKETS[3:]}
    assert kinds >= {1, 2, 3, 4, 5, 6, 7, 0x10, 0x11, 0x12}
    known = {record.__struct_config__.tag for record in records.Record.__subclasses__()}
    assert {example["tag"] for example in RECORDS} - {None} == known


# --- The code that serves ---------------------------------------------------------------------


@pytest.mark.parametrize("example", [OPEN, INVITE], ids=by_name)
def test_4_1_our_code_reads_the_handshake_packets(example):
    hello = packets.Hello.decode_untrusted(unhex(example, "hello"))
    retry = packets.Retry.decode_untrusted(unhex(example, "retry"))
    init = packets.Hello.decode_untrusted(unhex(example, "init"))
    assert hello.encode() == unhex(example, "hello")
    assert (init.cookie, init.ephemeral, init.tag) == (retry.cookie, hello.ephemeral, hello.tag)
    assert packets.Resp.decode_untrusted(unhex(example, "resp")).client_cid == hello.client_cid
    theirs = ServerGreeting.decode_untrusted(unhex(example, "resp_payload"))
    assert packets.Fin.decode_untrusted(unhex(example, "fin")).server_cid == theirs.server_cid
    assert ClientGreeting.decode_untrusted(unhex(example, "fin_payload")).name == "Jörg"


def test_4_1_our_code_believes_the_reset_and_no_other_token():
    datagram, token = unhex(ALL["section_4_1_reset"], "datagram"), unhex(KEYS, "reset_token")
    assert is_reset(datagram, token)
    assert not is_reset(datagram, bytes(16))


@pytest.mark.parametrize("example", ALL["section_4_2_frames"], ids=by_name)
def test_4_2_our_code_opens_the_packet_and_reads_its_frames(example):
    datagram = unhex(example, "datagram")
    key = SealKey(unhex(OPEN, "key_client_to_server"))
    plaintext = key.open_untrusted(example["number"], datagram[:17], datagram[17:])
    assert plaintext == unhex(example, "plaintext") == unhex(example, "frame").ljust(31, b"\0")
    assert len(frames.decode_untrusted(plaintext)) == len(read_frames(plaintext))


@pytest.mark.parametrize("example", RECORDS, ids=by_name)
def test_4_4_our_code_reads_the_record_back(example):
    encoded = unhex(example, "bytes")
    if example["tag"] is None:
        record: Any = records.decode_entry_untrusted(encoded)
    elif example["tag"] < 32:
        record = records.decode_client_untrusted(encoded)
    else:
        record = records.decode_server_untrusted(encoded)
    assert type(record).__name__ == example["name"]
    assert records.encode(record) == encoded


@pytest.mark.parametrize("example", RECORDS, ids=by_name)
def test_4_4_a_further_element_changes_nothing(example):
    elements = msgspec.msgpack.decode(unhex(example, "bytes"))
    longer = msgspec.msgpack.encode([*elements, "of a later version"])
    if example["tag"] is None:
        record: Any = records.decode_entry_untrusted(longer)
    elif example["tag"] < 32:
        record = records.decode_client_untrusted(longer)
    else:
        record = records.decode_server_untrusted(longer)
    assert records.encode(record) == unhex(example, "bytes")


# --- A second reader, from the text alone -----------------------------------------------------


def test_the_second_reader_knows_nothing_of_ours():
    tree = ast.parse(Path(second_reader.__file__).read_text(encoding="utf-8"))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else _names(node))
    }
    assert not imported & {"shared", "chatserver", "chatgui", "tests"}


def _names(node: ast.Import) -> list[str]:
    return [alias.name for alias in node.names]


def test_4_7_the_identities():
    person, server = unhex(KEYS, "person_seed"), unhex(KEYS, "server_seed")
    identity = second_reader.ed25519_public(second_reader.derive(person, "parley-identity-1"))
    assert identity == unhex(KEYS, "identity_public")
    assert blake2s(identity).digest()[:8] == unhex(KEYS, "person_id")
    static = second_reader.derive(person, "parley-static-1")
    assert static == unhex(KEYS, "person_static_private")
    assert second_reader.x25519_public(static) == unhex(KEYS, "person_static_public")
    public = second_reader.x25519_public(second_reader.derive(server, "parley-server-1"))
    assert public == unhex(KEYS, "server_static_public")
    letters = b32encode(blake2s(public).digest()[:15]).decode().lower()
    assert letters == KEYS["server_fingerprint"].replace("-", "")
    assert [len(group) for group in KEYS["server_fingerprint"].split("-")] == [4] * 6


def test_4_7_the_reset_token_and_the_invite():
    reset_key = second_reader.derive(unhex(KEYS, "server_seed"), "parley-reset-1")
    token = blake2s(unhex(KEYS, "server_cid"), key=reset_key, digest_size=16).digest()
    assert token == unhex(KEYS, "reset_token")
    assert unhex(ALL["section_4_1_reset"], "datagram").endswith(token)
    invite, server = unhex(KEYS, "invite_token"), unhex(KEYS, "server_static_public")
    assert blake2s(b"parley-psk-1" + server, key=invite).digest() == unhex(KEYS, "invite_psk")
    token_id = blake2s(b"parley-token-1", key=invite, digest_size=16).digest()
    assert token_id == unhex(KEYS, "invite_token_id")


def open_recorded(example: dict[str, Any], *, is_client: bool) -> Handshake:
    side = "client" if is_client else "server"
    return second_reader.open_handshake(
        unhex(example, "init"),
        unhex(example, "resp"),
        unhex(example, "fin"),
        is_client=is_client,
        static=unhex(KEYS, "person_static_private" if is_client else "server_static_private"),
        ephemeral=unhex(example, f"{side}_ephemeral_private"),
        psk=unhex(KEYS, "invite_psk"),
    )


@pytest.mark.parametrize("is_client", [True, False], ids=["client", "server"])
@pytest.mark.parametrize("example", [OPEN, INVITE], ids=by_name)
def test_4_1_the_handshake_opens_with_either_sides_keys(example, is_client: bool):
    opened = open_recorded(example, is_client=is_client)
    assert opened.hash == unhex(example, "handshake_hash")
    assert opened.client_key == unhex(example, "key_client_to_server")
    assert opened.server_key == unhex(example, "key_server_to_client")
    assert opened.server_static == unhex(KEYS, "server_static_public")
    assert opened.client_static == unhex(KEYS, "person_static_public")
    cid, token, credits, name = opened.server_greeting
    assert cid.to_bytes(8, "big") == unhex(KEYS, "server_cid") == unhex(example, "fin")[1:9]
    assert (token, credits) == (unhex(KEYS, "reset_token"), [144, 256, 144])
    assert name == "Ship's server"
    second_reader.check_signature(
        opened.client_greeting, opened.server_static, opened.client_static
    )
    assert opened.client_greeting[2:] == [
        "Jörg",
        b"\xa1" * 16,
        False,
        b"\xa2" * 16,
        4711,
        b"\xa3" * 16,
    ]


@pytest.mark.parametrize("example", [OPEN, INVITE], ids=by_name)
def test_4_1_the_bytes_of_hello_init_retry(example):
    hello, init = unhex(example, "hello"), unhex(example, "init")
    retry, invited = unhex(example, "retry"), example["mode"] == "invite"
    public = second_reader.x25519_public(unhex(example, "client_ephemeral_private"))
    assert (hello[0], retry[0], init[0]) == (0xF8, 0xF9, 0xFA)
    assert hello[1] == retry[1] == 2
    assert hello[2:10] == retry[2:10] == unhex(example, "resp")[1:9]
    assert hello[10] == retry[10] == invited
    assert hello[11:43] == public
    assert any(hello[43:59]) == invited
    assert not any(hello[59:])
    assert init[1:59] == hello[1:59]
    assert init[59:75] == retry[11:27]
    assert not any(init[75:])
    assert (len(hello), len(retry), len(init)) == (1200, 27, 1200)
    token_id = unhex(KEYS, "invite_token_id") if invited else bytes(16)
    assert unhex(example, "fin")[9:25] == token_id


@pytest.mark.parametrize("example", PACKETS, ids=by_name)
def test_4_2_the_packets_open_and_are_sealed_alike(example):
    opened = open_recorded(OPEN, is_client=True)
    to_server = example["direction"] == "client to server"
    key = opened.client_key if to_server else opened.server_key
    data = open_data(unhex(example, "datagram"), key)
    assert (data.phase_bit, data.number) == (0, example["number"])
    assert data.cid == (unhex(KEYS, "server_cid") if to_server else unhex(OPEN, "init")[2:10])
    assert data.plaintext == unhex(example, "plaintext")
    assert seal_data(data, key) == unhex(example, "datagram")


@pytest.mark.parametrize(
    ("number", "meaning"),
    [
        (0, []),
        (1, [(0x01, ())]),
        (2, [(0x02, (70, 1500, 1 << 63 | 0b101))]),
        (3, [(0x03, (1, 512))]),
        (4, [(0x04, (bytes(range(8)),))]),
        (5, [(0x05, (bytes(range(8)),))]),
        (6, [(0x06, ())]),
        (7, [(0x07, (16, b"you are elsewhere"))]),
        (8, [(0x10, (0, False, b"control"))]),
        (9, [(0x11, (7, False, b"chat")), (0x11, (8, False, b"more"))]),
        (10, [(0x12, (9, True, b"bu"))]),
        (11, [(0x41, (b"abc",))]),
        (12, [(0x11, (1, True, b"in ")), (0x11, (2, False, b"two"))]),
    ],
)
def test_4_2_the_frames_mean_what_the_table_says(number: int, meaning: list[Any]):
    assert read_frames(unhex(ALL["section_4_2_frames"][number], "plaintext")) == meaning


def test_4_2_the_bitmap_of_an_ack():
    _, (largest, _, bitmap) = read_frames(unhex(ALL["section_4_2_frames"][2], "plaintext"))[0]
    assert second_reader.acknowledged(largest, bitmap) == [70, 69, 67, 6]


@pytest.mark.parametrize("example", RECORDS, ids=by_name)
def test_4_4_the_elements_of_a_record_in_order(example):
    elements = msgspec.msgpack.decode(unhex(example, "bytes"))
    tag = [] if example["tag"] is None else [example["tag"]]
    assert _hexed(elements) == [*tag, *example["fields"].values()]


def _hexed(value: Any) -> Any:
    if isinstance(value, list):
        return [_hexed(item) for item in value]
    return value.hex() if isinstance(value, bytes) else value


def test_4_8_the_next_keys():
    rekeyed = ALL["section_4_8_rekeyed"]
    key = unhex(OPEN, "key_client_to_server")
    for name, bit, number in (("second_phase", 1, 2**20), ("third_phase", 0, 2**21)):
        with pytest.raises(InvalidTag):
            open_data(unhex(rekeyed, name), key)
        key = second_reader.next_key(key)
        data = Data(bit, unhex(KEYS, "server_cid"), number, b"\1".ljust(31, b"\0"))
        assert open_data(unhex(rekeyed, name), key) == data
        assert seal_data(data, key) == unhex(rekeyed, name)
