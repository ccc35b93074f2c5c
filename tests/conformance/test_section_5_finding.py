"""PROTOCOL section 5 on the wire, against a real server; nothing of ours is used to read or write
it: mDNS is read by `zeroconf`."""

import base64
import hashlib
import os
import re
import socket
import struct
import time
from collections.abc import Callable

import pytest
from zeroconf import DNSIncoming, DNSOutgoing, DNSQuestion, const

from tests.support.processes import ServerProgram

Serve = Callable[..., ServerProgram]

NAME = f"Büro. 東 {os.getpid()}"
"""One that no other test's server has at this moment: mDNS would change it."""

# "F7, `parley` | version: 1 | nonce, random | zeros", 256 bytes
NONCE = b"\x00nonce\xff\x01"
PROBE = b"\xf7parley\x01" + NONCE + bytes(240)


@pytest.fixture
def found() -> ServerProgram:
    server = ServerProgram("-a", "127.0.0.1", "--server-name", NAME, announces=True)
    yield server
    server.close()


def ask(port: int, *datagrams: bytes, wait_s: float = 10.0) -> bytes:
    """What comes first in answer to all these; empty if nothing does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(wait_s)
        for datagram in datagrams:
            sock.sendto(datagram, ("127.0.0.1", port))
        try:
            return sock.recv(2000)
        except TimeoutError:
            return b""


def id_of(server: ServerProgram) -> bytes:
    """4.7: the first 15 bytes of BLAKE2s of the key, which stands in the server's link."""
    line = server.err.expect(lambda line: "parley://" in line)
    found = re.search(r"/([a-z2-7]{52})$", line.strip())
    assert found is not None
    key = base64.b32decode(found.group(1).upper() + "====")
    return hashlib.blake2s(key).digest()[:15]


def test_here_says_who_is_there(found: ServerProgram) -> None:
    here = ask(found.port, PROBE)
    name = NAME.encode()
    # "F6, parley | version | nonce | server id | bit 0: invite | people | clock | name"
    head = b"\xf6parley\x01" + NONCE + id_of(found) + struct.pack(">BI", 0, 0)
    assert here[:36] + here[44:] == head + name
    # "the server's clock, by which it dates messages: milliseconds since 1970"
    assert abs(int.from_bytes(here[36:44], "big") / 1000 - time.time()) < 60
    assert len(here) < len(PROBE)


def test_a_later_version_is_answered_in_ours(found: ServerProgram) -> None:
    """ "A server answers each in its own version" """
    assert ask(found.port, b"\xf7parley\x09" + NONCE + os.urandom(240))[7] == 1


@pytest.mark.parametrize(
    "data",
    [PROBE[:-1], PROBE + b"\0", PROBE[:-1] + b"x", b"\xf7parley", b"\xf6parley" + PROBE[7:]],
    ids=["short", "long", "padding", "head", "HERE"],
)
def test_what_is_no_probe_is_nobodys_line(found: ServerProgram, data: bytes) -> None:
    """ "Neither of the two makes a guest, or is a guest's line." """
    answer = ask(found.port, data, b"/list\n")
    assert answer.startswith(b"showing connected clients: 127.0.0.1:")
    assert answer.count(b":") == 3  # one address, whoever asked


def test_no_announce_is_silence(serve: Serve) -> None:
    server = serve("-a", "127.0.0.1")
    answer = ask(server.port, PROBE, b"/list\n")
    assert answer.startswith(b"showing connected clients: ")


def test_the_announcement(found: ServerProgram) -> None:
    """One-shot questions, to 224.0.0.251 port 5353, from any port."""
    service = "_parley._udp.local."
    out = DNSOutgoing(const._FLAGS_QR_QUERY, multicast=False, id_=4711)
    out.add_question(DNSQuestion(service, const._TYPE_PTR, const._CLASS_IN))
    [question] = out.packets()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        here = socket.inet_aton("127.0.0.1")
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, here)
        sock.settimeout(0.25)
        for _ in range(80):
            sock.sendto(question, ("224.0.0.251", 5353))
            try:
                message = DNSIncoming(sock.recv(9000))
            except TimeoutError:
                continue
            records = message.answers()
            port = [r.port for r in records if r.type == const._TYPE_SRV]
            if port == [found.port]:
                break
    assert message.id == 4711
    by_type = {record.type: record for record in records}
    assert by_type[const._TYPE_PTR].name == service
    assert by_type[const._TYPE_PTR].alias == f"{NAME.replace('.', ' ')}.{service}"
    id = base64.b32encode(id_of(found)).decode().lower()
    assert by_type[const._TYPE_SRV].server == f"parley-{id}.local."
    texts = {b"v=1", b"private=0", f"id={id}".encode(), f"name={NAME}".encode()}
    assert set(strings(by_type[const._TYPE_TXT].text)) == texts
    assert by_type[const._TYPE_A].address == here


def strings(text: bytes) -> list[bytes]:
    found = []
    while text:
        found.append(text[1 : text[0] + 1])
        text = text[text[0] + 1 :]
    return found
