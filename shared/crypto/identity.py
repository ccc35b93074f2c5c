"""Who a person is and who a server is: keys from a seed, the binding of one to the other, names.

All keys of one owner come from a random seed of 32 bytes, by keyed BLAKE2s (RFC 7693) with a
label for each purpose: derive(seed, label) = BLAKE2s-256(key = seed, label).

| derived value | label |
| --- | --- |
| a person's Ed25519 private key (RFC 8032): the identity | `parley-identity-1` |
| a person's X25519 private key: the Noise static key | `parley-static-1` |
| a server's X25519 private key: the Noise static key | `parley-server-1` |
| the key of a server node's RESET tokens | `parley-reset-1`, then the node id |

The first two bytes of a server's CIDs are BLAKE2s-128(key = that key, `cid`)[:2].

The identity signs the two static keys of a session, so one signature speaks for one client key
at one server: a server cannot use it elsewhere, nor anybody who lacks the client's static key.
"""

import base64
from collections.abc import Callable
from hashlib import blake2s

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from shared.wire import BadPacket
from shared.wire.probes import SERVER_ID_SIZE

SEED_SIZE = 32
RESET_TOKEN_SIZE = 16
CID_TAG_SIZE = 2
INVITE_TOKEN_SIZE = 16
TOKEN_ID_SIZE = 16

_BINDING_LABEL = b"parley-binding-1"


class Identity:
    """A person: an Ed25519 key that is them, and the X25519 key their sessions use."""

    __slots__ = ("_signing", "public", "static")

    def __init__(self, seed: bytes) -> None:
        """`seed` is 32 random bytes, kept in the profile and nowhere else."""
        self._signing = Ed25519PrivateKey.from_private_bytes(_derive(seed, b"parley-identity-1"))
        self.public = self._signing.public_key().public_bytes_raw()
        self.static = X25519PrivateKey.from_private_bytes(_derive(seed, b"parley-static-1"))

    def bind(self, server_static: bytes) -> bytes:
        """Return the signature (64 bytes) that FIN carries to the server with that key."""
        client_static = self.static.public_key().public_bytes_raw()
        return self._signing.sign(_BINDING_LABEL + server_static + client_static)


class ServerKeys:
    """A server: the X25519 key that clients know it by, and its RESET tokens."""

    __slots__ = ("_reset_key", "cid_tag", "public", "static")

    def __init__(self, seed: bytes, node: bytes = b"") -> None:
        """`node` tells servers that share a seed apart: each resets its own sessions only."""
        self.static = X25519PrivateKey.from_private_bytes(_derive(seed, b"parley-server-1"))
        self.public = self.static.public_key().public_bytes_raw()
        self._reset_key = _derive(seed, b"parley-reset-1" + node)
        # With these two bytes all our CIDs begin: what comes for others is none of ours.
        self.cid_tag = blake2s(b"cid", key=self._reset_key, digest_size=16).digest()[:CID_TAG_SIZE]

    def reset_token(self, server_cid: int) -> bytes:
        """Return the 16 bytes that end the session with that CID, also after a restart."""
        cid = server_cid.to_bytes(8, "big")
        return blake2s(cid, key=self._reset_key, digest_size=RESET_TOKEN_SIZE).digest()


def verify_binding_untrusted(
    identity: bytes, signature: bytes, server_static: bytes, client_static: bytes
) -> None:
    """BadPacket unless `identity` (32 bytes) signed these two static keys; see `Identity.bind`."""
    try:
        public = Ed25519PublicKey.from_public_bytes(identity)
        public.verify(signature, _BINDING_LABEL + server_static + client_static)
    except (InvalidSignature, ValueError):
        raise BadPacket("the identity has not signed these keys") from None


def person_id(identity: bytes) -> int:
    """Return the u64 that stands for a person: the first 8 bytes of BLAKE2s-256(identity)."""
    return int.from_bytes(blake2s(identity).digest()[:8], "big")


def server_id(server_static: bytes) -> bytes:
    """Return the 15 bytes that stand for a server: 120 bits of BLAKE2s-256 over its key, more than
    anybody can search for a second key."""
    return blake2s(server_static).digest()[:SERVER_ID_SIZE]


def fingerprint(server_static: bytes) -> str:
    """Return the server id as people compare it; see `spell_server_id`."""
    return spell_server_id(server_id(server_static))


def spell_server_id(id: bytes) -> str:
    """Return `k5xw-6ytb-...`, six groups of four: RFC 4648 base 32, lower case, without 0, 1, 8, 9
    to be misread."""
    text = base64.b32encode(id).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def invite_psk(token: bytes, server_static: bytes) -> bytes:
    """Return the psk (32 bytes) of an invite: BLAKE2s-256(key = token, label, server key).

    `token` is 128 random bits; it must never be a word that somebody chose, because who records
    a handshake could try words.
    """
    return blake2s(b"parley-psk-1" + server_static, key=_checked_token(token)).digest()


def invite_token_id(token: bytes) -> bytes:
    """Return what FIN names the token by, in clear: 16 bytes that do not give it away."""
    return blake2s(b"parley-token-1", key=_checked_token(token), digest_size=TOKEN_ID_SIZE).digest()


def private_key(random_bytes: Callable[[int], bytes]) -> X25519PrivateKey:
    """Return a fresh X25519 key, for one handshake."""
    return X25519PrivateKey.from_private_bytes(random_bytes(32))


def _derive(seed: bytes, label: bytes) -> bytes:
    if len(seed) != SEED_SIZE:
        raise ValueError("a seed is 32 bytes")
    return blake2s(label, key=seed).digest()


def _checked_token(token: bytes) -> bytes:
    if len(token) != INVITE_TOKEN_SIZE:
        raise ValueError("an invite's token is 16 bytes")
    return token
