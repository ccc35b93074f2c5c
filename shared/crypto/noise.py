"""The Noise handshake (revision 34): XX, and XXpsk3 for who brings an invite. Nothing else.

    Noise_XX_25519_ChaChaPoly_BLAKE2s         Noise_XXpsk3_25519_ChaChaPoly_BLAKE2s
      -> e                                      -> e
      <- e, ee, s, es                           <- e, ee, s, es
      -> s, se                                  -> s, se, psk

Each side sees the other's static key only under a key that both ephemerals made; the responder's
comes first, so that the initiator can walk away unknown. Sections quoted below are Noise's.
"""

import copy

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from shared.crypto.seal import TAG_SIZE
from shared.crypto.symmetric import SymmetricState, hkdf
from shared.wire import BadPacket

PUBLIC_KEY_SIZE = 32
PSK_SIZE = 32
MAX_MESSAGE_SIZE = 65535  # section 3

_XX = (("e",), ("e", "ee", "s", "es"), ("s", "se"))
_XX_PSK3 = (("e",), ("e", "ee", "s", "es"), ("s", "se", "psk"))


class Handshake:
    """One side of one handshake: the sides take turns at `write` and `read_untrusted`.

    After three messages `split` gives the keys. A message that fails leaves the handshake as it
    was, so the right one may still come. `copy.copy` gives an independent one, to try more on.
    """

    __slots__ = ("_ephemeral", "_initiator", "_pattern", "_state", "_static", "_with_psk")

    def __init__(
        self,
        *,
        initiator: bool,
        prologue: bytes,
        static: X25519PrivateKey,
        ephemeral: X25519PrivateKey,
        with_psk: bool = False,
    ) -> None:
        """`ephemeral` must be fresh for every handshake; `with_psk` chooses XXpsk3."""
        self._initiator = initiator
        self._static = static
        self._ephemeral = ephemeral
        self._with_psk = with_psk
        self._pattern = _XX_PSK3 if with_psk else _XX
        name = f"Noise_XX{'psk3' if with_psk else ''}_25519_ChaChaPoly_BLAKE2s"
        self._state = SymmetricState(name.encode(), prologue)

    def write(self, payload: bytes, psk: bytes | None = None) -> bytes:
        """Return the next message. `psk` (32 bytes) is used by the third message of XXpsk3 alone.

        BadPacket if a public key that the peer sent gives no secret (see `exchange_untrusted`).
        """
        state = self._take_turn(writing=True)
        message = [self._write_token(state, token, psk) for token in self._pattern[state.turn - 1]]
        message.append(state.encrypt_and_hash(payload))
        self._state = state
        return b"".join(message)

    def read_untrusted(self, message: bytes, psk: bytes | None = None) -> bytes:
        """Return the payload of the peer's message; BadPacket, and nothing changed, if it fails."""
        state = self._take_turn(writing=False)
        if len(message) > MAX_MESSAGE_SIZE:
            raise BadPacket("longer than a Noise message may be")
        rest = message
        for token in self._pattern[state.turn - 1]:
            rest = self._read_token_untrusted(state, token, rest, psk)
        payload = state.decrypt_and_hash_untrusted(rest)
        self._state = state
        return payload

    def split(self) -> tuple[bytes, bytes]:
        """Return the keys (initiator to responder, responder to initiator), 32 bytes each."""
        self._require_end()
        first, second, _ = hkdf(self._state.chaining_key, b"")
        return first, second

    @property
    def handshake_hash(self) -> bytes:
        """What names this handshake alone, for channel binding (section 11.2); 32 bytes."""
        self._require_end()
        return self._state.hash

    @property
    def remote_static(self) -> bytes:
        """The peer's static public key: its owner has proved it once the peer's message opened."""
        if not self._state.remote_static:
            raise RuntimeError("the peer has not sent its static key yet")
        return self._state.remote_static

    def _take_turn(self, *, writing: bool) -> SymmetricState:
        """Return a copy of the state to work on, its turn counted; it replaces ours on success."""
        state = copy.copy(self._state)
        ours = (state.turn % 2 == 0) == self._initiator
        if state.turn == len(self._pattern) or ours != writing:
            raise RuntimeError("not the turn of this side")
        state.turn += 1
        return state

    def _require_end(self) -> None:
        if self._state.turn != len(self._pattern):
            raise RuntimeError("the handshake is not over")

    def _write_token(self, state: SymmetricState, token: str, psk: bytes | None) -> bytes:
        if token == "e":
            public = _public_bytes(self._ephemeral)
            state.mix_ephemeral(public, self._with_psk)
            return public
        if token == "s":
            return state.encrypt_and_hash(_public_bytes(self._static))
        self._mix_secret_untrusted(state, token, psk)
        return b""

    def _read_token_untrusted(
        self, state: SymmetricState, token: str, message: bytes, psk: bytes | None
    ) -> bytes:
        """Take `token` from the front of `message` and return what is left."""
        if token == "e":
            state.remote_ephemeral, rest = _cut_untrusted(message, PUBLIC_KEY_SIZE)
            state.mix_ephemeral(state.remote_ephemeral, self._with_psk)
            return rest
        if token == "s":
            sealed, rest = _cut_untrusted(message, PUBLIC_KEY_SIZE + TAG_SIZE)
            state.remote_static = state.decrypt_and_hash_untrusted(sealed)
            return rest
        self._mix_secret_untrusted(state, token, psk)
        return message

    def _mix_secret_untrusted(self, state: SymmetricState, token: str, psk: bytes | None) -> None:
        if token == "psk":
            if psk is None or len(psk) != PSK_SIZE:
                raise ValueError("XXpsk3 needs a psk of 32 bytes for its third message")
            state.mix_key_and_hash(psk)
            return
        # "es" is the initiator's ephemeral with the responder's static: ours is one of the two.
        ours, theirs = tuple(token if self._initiator else reversed(token))
        private = self._ephemeral if ours == "e" else self._static
        public = state.remote_ephemeral if theirs == "e" else state.remote_static
        state.mix_key(exchange_untrusted(private, public))


def exchange_untrusted(private: X25519PrivateKey, public: bytes) -> bytes:
    """Return the X25519 secret (RFC 7748); BadPacket if it is all zero (its section 6.1).

    Only public keys of small order give zero, whatever our private key is: nobody has one by
    accident.
    """
    try:
        return private.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        raise BadPacket("a public key of small order") from None


def _cut_untrusted(message: bytes, size: int) -> tuple[bytes, bytes]:
    if len(message) < size:
        raise BadPacket("a Noise message too short")
    return message[:size], message[size:]


def _public_bytes(private: X25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()
