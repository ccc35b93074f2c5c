import socket
import struct
import sys

import pytest

from shared.net.packet_info import (
    CONTROL_BYTES,
    answer_from,
    ask_for_packet_info,
    local_address,
)

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the numbers are Linux's")


@linux_only
def test_where_an_ipv4_datagram_came_to() -> None:
    data = struct.pack("=i", 1) + bytes([127, 0, 0, 2]) + bytes([255, 255, 255, 255])
    assert local_address([(socket.IPPROTO_IP, 8, data)]) == bytes([127, 0, 0, 2])


@linux_only
def test_where_an_ipv6_datagram_came_to_with_its_interface() -> None:
    data = socket.inet_pton(socket.AF_INET6, "fe80::1") + struct.pack("=i", 3)
    assert local_address([(socket.IPPROTO_IPV6, socket.IPV6_PKTINFO, data)]) == data


def test_nothing_told_is_nothing_known() -> None:
    assert local_address([]) == b""
    assert local_address([(socket.SOL_SOCKET, 1, b"x" * 20)]) == b""


@linux_only
@pytest.mark.parametrize("local", [bytes([127, 0, 0, 2]), bytes(16) + struct.pack("=i", 1)])
def test_an_answer_leaves_from_there(local: bytes) -> None:
    ((level, kind, data),) = answer_from(local)
    if len(local) == 4:
        assert (level, kind, data) == (socket.IPPROTO_IP, 8, bytes(4) + local + bytes(4))
    else:
        assert (level, kind, data) == (socket.IPPROTO_IPV6, socket.IPV6_PKTINFO, local)
    assert socket.CMSG_SPACE(len(data)) <= CONTROL_BYTES


def test_nothing_known_lets_the_system_choose() -> None:
    assert answer_from(b"") == []


def test_a_socket_that_cannot_tell_is_not_asked() -> None:
    class Windows:
        family = socket.AF_INET

    assert not ask_for_packet_info(Windows())  # type: ignore[arg-type]
