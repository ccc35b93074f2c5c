"""The client's half of the handshake: HELLO, INIT, FIN, each repeated until it is answered.

    stage   sends                 goes on when                                 to
    HELLO   HELLO                 a RETRY brings a cookie                      INIT
    INIT    INIT with the cookie  a RESP opens, and `greet` likes its key      FIN
                                  a RESP opens, and `greet` does not           REFUSED
    FIN     FIN                   DATA opens under the new key                 OPEN
                                  3 s have passed, 8 s if INIT was queued      HELLO, all fresh

Nothing but those changes a stage: what does not open is dropped, so a forger on the path can at
most replace the cookie, which the server's next RETRY mends.
"""

import copy
from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from shared.crypto.identity import invite_psk, invite_token_id, private_key
from shared.crypto.noise import Handshake
from shared.crypto.seal import SealKey
from shared.session.opened import Opened
from shared.wire import BadPacket, packets
from shared.wire.greetings import ClientGreeting, ServerGreeting

# On a LAN an answer takes milliseconds: what is not there after 200 ms is lost.
FIRST_REPEAT_S = 0.2
REPEAT_GROWTH = 1.5
LONGEST_QUICK_REPEAT_S = 0.5
# A server that has not answered for this long is off or overrun: then a packet every 2 s.
QUICK_FOR_S = 10.0
SLOW_REPEAT_S = 2.0
# An answer makes us quick again: at 50 % loss the longest of 2,000 handshakes took 127 s without
# that and 24 s with it. But not for a server that answers all but FIN: that may be its refusal.
QUICK_FINS = 3
# Everybody returns at once when a server comes back; +-20 % takes them apart.
JITTER = 0.2
# By then seven FINs were sent: the server has forgotten the handshake, or never liked it.
FIN_PATIENCE_S = 3.0
# A server that made us wait in line is slow, and so may be the line back; it remembers for 10 s.
QUEUED_FIN_PATIENCE_S = 8.0


class Stage(Enum):
    """Where the handshake is; see the table above."""

    HELLO = "looking for the server"
    INIT = "asking the server who it is"
    FIN = "telling the server who we are"
    OPEN = "open"
    REFUSED = "not the server it should be"


class ClientOpening:
    """One attempt to open a session, which goes on until it succeeds or meets a wrong server.

    Send whatever `poll` and `receive_untrusted` return; call `poll` at once and at `wake_at`. When
    `stage` is OPEN, make a session of `opened` and give it the datagram that was received last:
    it is the session's first. When it is REFUSED, `refused_key` is the key that the server proved.
    """

    __slots__ = (
        "_cid",
        "_datagram",
        "_fin_until",
        "_greet",
        "_handshake",
        "_heeded",
        "_hello",
        "_invite",
        "_next_at",
        "_pending",
        "_quick_until",
        "_random_bytes",
        "_repeat_s",
        "_static",
        "_was_queued",
        "met",
        "newcomers_need_invite",
        "opened",
        "other_version",
        "refused_key",
        "stage",
        "unanswered_fins",
    )

    def __init__(
        self,
        *,
        static: X25519PrivateKey,
        greet: Callable[[bytes], ClientGreeting | None],
        random_bytes: Callable[[int], bytes],
        now: float,
        invite: bytes | None = None,
    ) -> None:
        """Begin at HELLO.

        `static` is the Noise key of the identity. `greet` is asked with the server's public key
        before anything about us is sent: it returns the greeting, signed for that key, or None if
        another server was expected. `invite` is the 16-byte token of an invite not used yet.
        """
        self._static = static
        self._greet = greet
        self._random_bytes = random_bytes
        self._invite = invite
        self._quick_until = now + QUICK_FOR_S
        self.opened: Opened[ServerGreeting] | None = None
        self.refused_key: bytes | None = None
        self.met: ServerGreeting | None = None  # what the last server said that proved its key
        # Hints for the person who waits; whoever can see our HELLO can forge the first two.
        self.newcomers_need_invite = False
        self.other_version: int | None = None
        self.unanswered_fins = 0  # grows by one for each time that 3 s of FINs met silence
        self._fin_until = now
        self._begin(now)

    @property
    def wake_at(self) -> float | None:
        """When to call `poll`, in monotonic seconds; None when the handshake has ended."""
        if self.stage in (Stage.OPEN, Stage.REFUSED):
            return None
        return min(self._next_at, self._fin_until) if self.stage is Stage.FIN else self._next_at

    def poll(self, now: float) -> bytes | None:
        """Return the datagram that is due, if one is."""
        if self.stage is Stage.FIN and now >= self._fin_until:
            self.unanswered_fins += 1
            self._begin(now)
        if self.wake_at is None or now < self.wake_at:
            return None
        self._heeded = False
        return self._send(now)

    def receive_untrusted(self, datagram: bytes, now: float) -> bytes | None:
        """Take a datagram from the server's address; return the answer to send, if there is one."""
        kind = datagram[0] if datagram else -1
        if kind == packets.RETRY and self.stage in (Stage.HELLO, Stage.INIT):
            return self._on_retry_untrusted(packets.Retry.decode_untrusted(datagram), now)
        if kind == packets.RESP and self.stage is Stage.INIT:
            return self._on_resp_untrusted(packets.Resp.decode_untrusted(datagram), now)
        if kind == packets.DATA_EVEN and self.stage is Stage.FIN:
            self._on_data_untrusted(datagram)
            return None
        raise BadPacket("nothing that this stage waits for")

    def _begin(self, now: float) -> None:
        """Go to HELLO with a fresh CID and a fresh ephemeral key."""
        self._cid = int.from_bytes(self._random_bytes(8), "big")
        ephemeral = private_key(self._random_bytes)
        public = ephemeral.public_key().public_bytes_raw()
        mode = packets.Mode.OPEN if self._invite is None else packets.Mode.INVITE
        self._hello = packets.Hello(self._cid, mode, public)
        self._handshake = Handshake(
            initiator=True,
            prologue=self._hello.prologue,
            static=self._static,
            ephemeral=ephemeral,
            with_psk=self._invite is not None,
        )
        # Message 1 is the ephemeral key that HELLO has anyway, and in XXpsk3 a tag.
        tag = self._handshake.write(b"")[len(public) :]
        self._hello = replace(self._hello, tag=tag.ljust(len(packets.NO_TAG), b"\0"))
        self._pending: Opened[ServerGreeting] | None = None
        self._was_queued = False
        self._enter(Stage.HELLO, self._hello.encode(), now)

    def _enter(self, stage: Stage, datagram: bytes, now: float) -> None:
        self.stage = stage
        self._datagram = datagram
        self._next_at = now
        self._repeat_s = FIRST_REPEAT_S
        self._heeded = False
        patience_s = QUEUED_FIN_PATIENCE_S if self._was_queued else FIN_PATIENCE_S
        self._fin_until = now + patience_s
        if stage is not Stage.HELLO and self.unanswered_fins < QUICK_FINS:
            self._quick_until = now + QUICK_FOR_S

    def _send(self, now: float) -> bytes:
        repeat_s = self._repeat_s if now < self._quick_until else SLOW_REPEAT_S
        self._repeat_s = min(repeat_s * REPEAT_GROWTH, LONGEST_QUICK_REPEAT_S)
        self._next_at = now + repeat_s * self._spread()
        return self._datagram

    def _spread(self) -> float:
        draw = int.from_bytes(self._random_bytes(2), "big") / 0xFFFF * 2 - 1  # -1 to 1
        return 1 + JITTER * draw

    def _on_retry_untrusted(self, retry: packets.Retry, now: float) -> bytes | None:
        if retry.client_cid != self._cid:
            raise BadPacket("RETRY for another handshake")
        if retry.version != packets.VERSION:
            self.other_version = retry.version
            return None
        if retry.is_queued:
            self._wait_in_line_untrusted(retry, now)
            return None
        if retry.cookie in (packets.NO_COOKIE, self._hello.cookie):
            raise BadPacket("RETRY without a new cookie")
        # A hint only: the mode that we begin with is the one that we have a key for.
        self.newcomers_need_invite = retry.mode is packets.Mode.INVITE
        self._hello = replace(self._hello, cookie=retry.cookie)
        if self.stage is Stage.HELLO:
            self._enter(Stage.INIT, self._hello.encode(), now)
            return self._send(now)
        self._datagram = self._hello.encode()
        # The cookie was too old: the next one is used at once, but not in a loop with a forger.
        if self._heeded:
            return None
        self._heeded = True
        return self._send(now)

    def _wait_in_line_untrusted(self, retry: packets.Retry, now: float) -> None:
        """Thousands come at once, and our INIT has been heard: to repeat it soon would only cost.
        Once between two timers, or a forger on the path could keep us silent."""
        if self.stage is not Stage.INIT or retry.cookie != self._hello.cookie:
            raise BadPacket("what we did not say cannot wait")
        self._was_queued = True
        if not self._heeded:
            self._heeded = True
            self._next_at = now + SLOW_REPEAT_S * self._spread()

    def _on_resp_untrusted(self, resp: packets.Resp, now: float) -> bytes | None:
        if resp.client_cid != self._cid:
            raise BadPacket("RESP for another handshake")
        handshake = copy.copy(self._handshake)
        theirs = ServerGreeting.decode_untrusted(handshake.read_untrusted(resp.noise))
        self.met = theirs
        ours = self._greet(handshake.remote_static)
        if ours is None:
            self.refused_key = handshake.remote_static
            self.stage = Stage.REFUSED
            return None
        fin = self._write_fin(handshake, theirs.server_cid, ours)
        send_key, receive_key = handshake.split()
        self._pending = Opened(
            send_key=send_key,
            receive_key=receive_key,
            local_cid=self._cid,
            remote_cid=theirs.server_cid,
            remote_static=handshake.remote_static,
            handshake_hash=handshake.handshake_hash,
            greeting=theirs,
            token_id=fin.token_id,
        )
        self._enter(Stage.FIN, fin.encode(), now)
        return self._send(now)

    def _write_fin(
        self, handshake: Handshake, server_cid: int, greeting: ClientGreeting
    ) -> packets.Fin:
        if self._invite is None:
            noise = handshake.write(greeting.encode())
            return packets.Fin(server_cid, packets.NO_TOKEN_ID, noise)
        psk = invite_psk(self._invite, handshake.remote_static)
        noise = handshake.write(greeting.encode(), psk)
        return packets.Fin(server_cid, invite_token_id(self._invite), noise)

    def _on_data_untrusted(self, datagram: bytes) -> None:
        """Open the server's first DATA, which only a server that opened our FIN can have sealed."""
        _, cid, number = packets.data_header_untrusted(datagram)
        if self._pending is None or cid != self._cid:
            raise BadPacket("DATA for another session")
        header, sealed = datagram[: packets.DATA_HEADER_SIZE], datagram[packets.DATA_HEADER_SIZE :]
        SealKey(self._pending.receive_key).open_untrusted(number, header, sealed)
        self.opened = self._pending
        self.stage = Stage.OPEN
