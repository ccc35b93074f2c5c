"""Write noise_vectors.json with another implementation of Noise as the oracle.

    pip install noiseprotocol     (0.3.1 made the file that is here)
    python tests/shared/crypto/make_noise_vectors.py

Not run by the tests, which read the file only. Keys and payloads come from a fixed seed.
"""

import json
import random
from pathlib import Path

from noise.connection import Keypair, NoiseConnection

TARGET = Path(__file__).with_name("noise_vectors.json")
PROTOCOLS = ("Noise_XX_25519_ChaChaPoly_BLAKE2s", "Noise_XXpsk3_25519_ChaChaPoly_BLAKE2s")
EACH = 4


def main() -> None:
    rng = random.Random("parley noise vectors")
    vectors = [make_vector(name, number, rng) for name in PROTOCOLS for number in range(EACH)]
    TARGET.write_text(json.dumps(vectors, indent=1) + "\n")


def make_vector(protocol: str, number: int, rng: random.Random) -> dict[str, object]:
    given = {
        name: rng.randbytes(32)
        for name in ("init_static", "init_ephemeral", "resp_static", "resp_ephemeral")
    }
    prologue = rng.randbytes(16 * number)
    psk = rng.randbytes(32) if "psk" in protocol else b""
    sides = [
        make_side(protocol, given, prologue, psk, "init"),
        make_side(protocol, given, prologue, psk, "resp"),
    ]
    messages = []
    for turn in range(6):
        payload = rng.randbytes(rng.choice((0, 1, 32, 200)))
        writer, reader = sides[turn % 2], sides[1 - turn % 2]
        handshaking = turn < 3
        write = writer.write_message if handshaking else writer.encrypt
        read = reader.read_message if handshaking else reader.decrypt
        message = bytes(write(payload))
        assert read(message) == payload
        messages.append({"payload": payload.hex(), "message": message.hex()})
    assert sides[0].get_handshake_hash() == sides[1].get_handshake_hash()
    return {
        "protocol": protocol,
        "prologue": prologue.hex(),
        "psk": psk.hex(),
        **{name: value.hex() for name, value in given.items()},
        "handshake_hash": sides[0].get_handshake_hash().hex(),
        "messages": messages,
    }


def make_side(
    protocol: str, given: dict[str, bytes], prologue: bytes, psk: bytes, role: str
) -> NoiseConnection:
    side = NoiseConnection.from_name(protocol.encode())
    if role == "init":
        side.set_as_initiator()
    else:
        side.set_as_responder()
    side.set_prologue(prologue)
    if psk:
        side.set_psks(psk=psk)
    side.set_keypair_from_private_bytes(Keypair.STATIC, given[f"{role}_static"])
    side.set_keypair_from_private_bytes(Keypair.EPHEMERAL, given[f"{role}_ephemeral"])
    side.start_handshake()
    return side


if __name__ == "__main__":
    main()
