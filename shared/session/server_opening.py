"""The server's half of the handshake: it answers, and never speaks first.

    a stranger's packet                        what happens
    HELLO, or INIT without a valid cookie      RETRY; nothing calculated, nothing remembered
    INIT with a valid cookie                   RESP; half-open for 10 s; the same again for a repeat
                                               (with many before it: RETRY, "it waits its turn")
    FIN that opens                             `Opened`; remembered for 30 s
    the same FIN again                         `Repeated`: the session says HANDSHAKE_DONE again
    anything else                              BadPacket, and nothing has changed

No timer of its own sends anything, so a forged address gets at most 27 bytes for each 1200.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2s

from shared.crypto.cookie import CookieJar
from shared.crypto.identity import ServerKeys, private_key, verify_binding_untrusted
from shared.crypto.noise import Handshake
from shared.session.handshake_table import HALF_OPEN_S, HalfOpen, HandshakeTable, Source
from shared.session.opened import Opened
from shared.session.source_limits import SourceLimits
from shared.wire import BadPacket, packets
from shared.wire.greetings import ClientGreeting, ServerGreeting

# Each costs up to 0.1 ms. Damage on the line makes one or two; who makes 16 is after our time.
MAX_BAD_FINS = 16


@dataclass(frozen=True, slots=True)
class Repeated:
    """A FIN came again: its session, known by our CID, should answer it with HANDSHAKE_DONE."""

    server_cid: int


Answer = bytes | Opened[ClientGreeting] | Repeated | None


class ServerOpening:
    """All handshakes of one server. Give it every datagram that begins with F8, FA or FC.

    Call `expire` at `wake_at`: it frees memory earlier, nothing else depends on it.
    """

    def __init__(
        self,
        *,
        keys: ServerKeys,
        name: str,
        lane_credits: tuple[int, int, int],
        psk_of: Callable[[bytes], bytes | None],
        newcomers_need_invite: bool,
        random_bytes: Callable[[int], bytes],
        now: float,
    ) -> None:
        """`psk_of` returns the psk (32 bytes) for an invite's token id, None if it is unknown."""
        self._keys = keys
        self.name = name
        self._lane_credits = lane_credits
        self._psk_of = psk_of
        self._random_bytes = random_bytes
        self._retry_mode = packets.Mode(newcomers_need_invite)
        self._cookies = CookieJar(random_bytes, now)
        self._limits = SourceLimits()
        self._table = HandshakeTable()

    @property
    def wake_at(self) -> float | None:
        """When the next handshake is forgotten; None if there is none."""
        return self._table.wake_at

    def receive_untrusted(self, datagram: bytes, source: Source, now: float) -> Answer:
        """Take a datagram; return bytes for `source`, or what happened, or None."""
        kind = datagram[0] if datagram else -1
        if kind in (packets.HELLO, packets.INIT):
            return self._on_hello_untrusted(datagram, source, now)
        if kind == packets.FIN:
            return self._on_fin_untrusted(datagram, source, now)
        raise BadPacket("nothing that opens a session")

    def is_new(self, init: bytes, source: Source) -> bool:
        """Has this INIT, of any size, not been answered by RESP yet?"""
        return self._table.cid_of(source, int.from_bytes(init[2:10], "big")) is None

    def ask_to_wait(self, init: bytes) -> bytes:
        """The answer to an INIT that `is_costly_untrusted` and is kept for later."""
        hello = packets.Hello.decode_untrusted(init)
        return packets.Retry(
            hello.client_cid, self._retry_mode, hello.cookie, is_queued=True
        ).encode()

    def is_costly_untrusted(self, datagram: bytes, source: Source, now: float) -> bool:
        """True if `receive_untrusted` would calculate with keys for it: 0.1 ms and more.

        An INIT whose cookie is valid, or a FIN to a half-open handshake; neither answered yet. So
        an owner who has better things to do may let it wait, and nobody at a forged address gets
        into that queue.
        """
        if not datagram or datagram[0] not in (packets.INIT, packets.FIN):
            return False
        if datagram[0] == packets.FIN:
            fin = packets.Fin.decode_untrusted(datagram)
            half_open = self._table.half_open.get(fin.server_cid)
            return half_open is not None and half_open.source == source
        if packets.head_untrusted(datagram)[0] != packets.VERSION:
            return False
        init = packets.Hello.decode_untrusted(datagram)
        is_new = self._table.cid_of(source, init.client_cid) is None
        return is_new and self._cookies.is_valid(init.cookie, *source, init.cookie_fields, now)

    def answer_costly_untrusted(self, datagram: bytes, source: Source, now: float) -> Answer:
        """Take what `is_costly_untrusted` once found so, however long ago.

        Its cookie is not asked for again: a line that moves slower than cookies last would never
        get anywhere.
        """
        if datagram[0] == packets.FIN:
            return self._on_fin_untrusted(datagram, source, now)
        return self._on_init_untrusted(packets.Hello.decode_untrusted(datagram), source, now)

    def expire(self, now: float) -> None:
        """Forget what is over."""
        for host, _ in self._table.expire(now):
            self._limits.release(host)

    def _on_hello_untrusted(self, datagram: bytes, source: Source, now: float) -> bytes | None:
        version, client_cid = packets.head_untrusted(datagram)
        if version != packets.VERSION:
            return packets.Retry(client_cid, self._retry_mode, packets.NO_COOKIE).encode()
        hello = packets.Hello.decode_untrusted(datagram)
        asked = (*source, hello.cookie_fields, now)
        if hello.cookie == packets.NO_COOKIE or not self._cookies.is_valid(hello.cookie, *asked):
            cookie = self._cookies.make(*asked)
            return packets.Retry(client_cid, self._retry_mode, cookie).encode()
        return self._on_init_untrusted(hello, source, now)

    def _on_init_untrusted(self, hello: packets.Hello, source: Source, now: float) -> bytes | None:
        """Answer an INIT whose cookie is valid: its sender is at `source` and made its key."""
        self.expire(now)
        known = self._table.cid_of(source, hello.client_cid)
        if known is not None:
            half_open = self._table.half_open.get(known)
            return half_open.resp if half_open else None  # None: a late copy, FIN is through
        if self._table.is_full:
            raise BadPacket("too many half-open handshakes")
        if not self._limits.admit(source[0], now):
            raise BadPacket("too many handshakes from this network")
        try:
            return self._open_half_untrusted(hello, source, now)
        except BadPacket:
            self._limits.release(source[0])
            raise

    def _open_half_untrusted(self, hello: packets.Hello, source: Source, now: float) -> bytes:
        handshake = Handshake(
            initiator=False,
            prologue=hello.prologue,
            static=self._keys.static,
            ephemeral=private_key(self._random_bytes),
            with_psk=hello.mode is packets.Mode.INVITE,
        )
        handshake.read_untrusted(hello.noise)
        tag = self._keys.cid_tag
        cid = int.from_bytes(tag + self._random_bytes(8 - len(tag)), "big")
        token = self._keys.reset_token(cid)
        greeting = ServerGreeting(cid, token, self._lane_credits, self.name)
        resp = packets.Resp(hello.client_cid, handshake.write(greeting.encode())).encode()
        until = now + HALF_OPEN_S
        half_open = HalfOpen(source, hello.client_cid, hello.mode, handshake, resp, until)
        self._table.begin(cid, half_open)
        return resp

    def _on_fin_untrusted(self, datagram: bytes, source: Source, now: float) -> Answer:
        self.expire(now)
        fin = packets.Fin.decode_untrusted(datagram)
        digest = blake2s(datagram, digest_size=16).digest()
        finished = self._table.finished.get(fin.server_cid)
        if finished is not None:
            if (finished.source, finished.fin_digest) != (source, digest):
                raise BadPacket("not the FIN of this session")
            return Repeated(fin.server_cid)
        half_open = self._table.half_open.get(fin.server_cid)
        if half_open is None or half_open.source != source:
            raise BadPacket("FIN without a handshake")
        try:
            opened = self._finish_untrusted(fin, half_open)
        except BadPacket:
            half_open.bad_fins += 1
            if half_open.bad_fins == MAX_BAD_FINS:
                self._table.give_up(fin.server_cid)
                self._limits.release(source[0])
            raise
        self._table.finish(fin.server_cid, digest, now)
        self._limits.release(source[0])
        return opened

    def _finish_untrusted(self, fin: packets.Fin, half_open: HalfOpen) -> Opened[ClientGreeting]:
        psk = self._choose_psk_untrusted(fin, half_open.mode)
        handshake = copy.copy(half_open.handshake)
        greeting = ClientGreeting.decode_untrusted(handshake.read_untrusted(fin.noise, psk))
        verify_binding_untrusted(
            greeting.identity, greeting.signature, self._keys.public, handshake.remote_static
        )
        receive_key, send_key = handshake.split()
        return Opened(
            send_key=send_key,
            receive_key=receive_key,
            local_cid=fin.server_cid,
            remote_cid=half_open.client_cid,
            remote_static=handshake.remote_static,
            handshake_hash=handshake.handshake_hash,
            greeting=greeting,
            token_id=fin.token_id,
        )

    def _choose_psk_untrusted(self, fin: packets.Fin, mode: packets.Mode) -> bytes | None:
        if mode is packets.Mode.OPEN:
            if fin.token_id != packets.NO_TOKEN_ID:
                raise BadPacket("an invite in mode open")
            return None
        psk = self._psk_of(fin.token_id)
        if psk is None:
            raise BadPacket("an unknown invite")
        return psk
