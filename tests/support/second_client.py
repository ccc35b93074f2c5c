"""A client of the native door from PROTOCOL alone, as far as the first words of a session: it comes
by a link, with an invite or without one. No import of Parley's."""

import os
import socket
from base64 import b32decode
from dataclasses import dataclass
from hashlib import blake2s
from time import monotonic
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.support.second_reader import (
    Symmetric,
    derive,
    ed25519_public,
    hkdf,
    open_data,
    read_frames,
    x25519,
    x25519_public,
)

PATIENCE_S = 60.0
REPEAT_S = 0.2
HELLO, RETRY, INIT, RESP, FIN, DATA = 0xF8, 0xF9, 0xFA, 0xFB, 0xFC, 0xFD
HANDSHAKE_DONE, CLOSE, CHAT_RUN = 0x06, 0x07, 0x11
WELCOME = 32


@dataclass(frozen=True)
class Link:
    """4.7"""

    host: str
    port: int
    key: bytes
    token: bytes


def read_link(text: str) -> Link:
    where, key, token = [*text.removeprefix("parley://").split("/"), "", ""][:3]
    host, _, port = where.rpartition(":")
    return Link(host, int(port), _base32(key), _base32(token))


@dataclass(frozen=True)
class FirstWords:
    """What the server says first in the session: a record, or the code of CLOSE."""

    welcome: list[Any] | None
    closed: int | None


class SecondClient:
    """One person at one installation. `needs_invite`: what RETRY said last."""

    def __init__(self, seed: bytes, name: str) -> None:
        self.name = name
        self.needs_invite: bool | None = None
        self._identity = derive(seed, "parley-identity-1")
        self._static = derive(seed, "parley-static-1")

    def come(self, link: Link, patience_s: float = PATIENCE_S) -> FirstWords | None:
        """None: FIN was not answered."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.connect((link.host, link.port))
            return _Attempt(self, link, sock).run(patience_s)

    def greet(self, server_key: bytes) -> bytes:
        static = x25519_public(self._static)
        signed = b"parley-binding-1" + server_key + static
        signature = Ed25519PrivateKey.from_private_bytes(self._identity).sign(signed)
        identity = ed25519_public(self._identity)
        elements = [identity, signature, self.name, b"I" * 16, False, b"O" * 16, 0, bytes(16)]
        return msgspec.msgpack.encode(elements)

    @property
    def static(self) -> bytes:
        return self._static


class _Attempt:
    """4.1, from HELLO to the first DATA."""

    def __init__(self, client: SecondClient, link: Link, sock: socket.socket) -> None:
        self._client, self._link, self._sock = client, link, sock
        self._cid, self._ephemeral = os.urandom(8), os.urandom(32)
        self._mode = 1 if link.token else 0
        public = x25519_public(self._ephemeral)
        head = bytes((2,)) + self._cid + bytes((self._mode,)) + public
        suite = "XXpsk3" if self._mode else "XX"
        self._noise = Symmetric(suite, b"parley-native-1" + head)
        self._mix_ephemeral(public)
        self._head = head + self._noise.seal(b"").ljust(16, b"\0")

    def run(self, patience_s: float) -> FirstWords | None:
        retry = self._ask(self._hello(HELLO, bytes(16)), RETRY, PATIENCE_S)
        assert retry is not None
        assert retry[1:10] == bytes((2,)) + self._cid
        self._client.needs_invite = bool(retry[10] & 1)
        resp = self._ask(self._hello(INIT, retry[11:27]), RESP, PATIENCE_S)
        assert resp is not None
        fin, server_key = self._answer(resp[9:])
        data = self._ask(fin, DATA, patience_s)
        return None if data is None else self._first_words(data, fin, server_key)

    def _hello(self, kind: int, cookie: bytes) -> bytes:
        return (bytes((kind,)) + self._head + cookie).ljust(1200, b"\0")

    def _answer(self, message: bytes) -> tuple[bytes, bytes]:
        """FIN, and the key of what the server sends from then on."""
        noise, link, client = self._noise, self._link, self._client
        theirs = message[:32]
        self._mix_ephemeral(theirs)
        noise.mix_key(x25519(self._ephemeral, theirs))
        server_static = noise.open(message[32:80])
        assert server_static == link.key, "another server: it hears nothing of us"
        noise.mix_key(x25519(self._ephemeral, server_static))
        server_cid = msgspec.msgpack.decode(noise.open(message[80:]))[0].to_bytes(8, "big")
        sealed = noise.seal(x25519_public(client.static))
        noise.mix_key(x25519(client.static, theirs))
        token_id = bytes(16)
        if self._mode:
            label = b"parley-psk-1" + server_static
            noise.mix_psk(blake2s(label, key=link.token).digest())
            token_id = blake2s(b"parley-token-1", key=link.token, digest_size=16).digest()
        sealed += noise.seal(client.greet(server_static))
        return bytes((FIN,)) + server_cid + token_id + sealed, hkdf(noise.chain, b"")[1]

    def _first_words(self, data: bytes, fin: bytes, key: bytes) -> FirstWords:
        pieces: dict[int, tuple[bool, bytes]] = {}
        while True:
            for kind, values in read_frames(open_data(data, key).plaintext):
                if kind == CLOSE:
                    return FirstWords(None, values[0])
                if kind == CHAT_RUN:
                    pieces[values[0]] = values[1:]
            if 0 in pieces and not pieces[0][0]:
                record = msgspec.msgpack.decode(pieces[0][1])
                assert record[0] == WELCOME
                return FirstWords(record, None)
            more = self._ask(fin, DATA, PATIENCE_S)
            assert more is not None
            data = more

    def _ask(self, datagram: bytes, kind: int, patience_s: float) -> bytes | None:
        """Say it again and again, until an answer of that kind comes for us."""
        until = monotonic() + patience_s
        self._sock.settimeout(REPEAT_S)
        while monotonic() < until:
            self._sock.send(datagram)
            try:
                while True:
                    answer = self._sock.recv(2048)
                    if answer[0] == kind and self._cid in (answer[1:9], answer[2:10]):
                        return answer
            except TimeoutError:
                continue
        return None

    def _mix_ephemeral(self, public: bytes) -> None:
        self._noise.mix_hash(public)
        if self._mode:
            self._noise.mix_key(public)


def _base32(text: str) -> bytes:
    return b32decode(text.upper() + "=" * (-len(text) % 8))
