"""The networks of this computer, as a table."""

import pytest

from chatgui.doctor.networks import Interface, is_here, is_near, judge_networks

LO = Interface("lo", "127.0.0.1", 8)
LO_6 = Interface("lo", "::1", 128)
LAN = Interface("eth0", "192.168.7.20", 24)
LAN_6 = Interface("eth0", "fd00::20", 64)
UP = Interface("eth0", "fe80::1", 64)
MADE_UP = Interface("wlan0", "169.254.3.4", 16)
DOWN = Interface("eth0", "192.168.7.20", 24, is_up=False)
DOCKER = Interface("docker0", "172.17.0.1", 16)
VPN = Interface("tun0", "10.8.0.2", 24)


@pytest.mark.parametrize(
    ("interfaces", "level", "text"),
    [
        ([], "trouble", "on no network"),
        ([LO, LO_6], "trouble", "on no network"),
        ([LO, UP], "trouble", "on no network"),
        ([LO, MADE_UP, UP], "trouble", "only one it made up: 169.254.3.4 (wlan0)."),
        ([LO, DOCKER, UP], "trouble", "only networks inside itself: 172.17.0.1 (docker0)."),
        ([LO, VPN, DOCKER], "trouble", "a VPN only: 10.8.0.2 (tun0)."),
        ([LO, LAN_6, LAN, UP], "ok", "at 192.168.7.20 (eth0), fd00::20 (eth0)."),
        ([LO, DOWN, UP], "trouble", "is not connected: 192.168.7.20 (eth0)."),
        ([LO, LAN, VPN, DOCKER], "ok", "at 192.168.7.20 (eth0)."),
    ],
)
def test_what_this_computer_is_on(interfaces: list[Interface], level: str, text: str):
    finding = judge_networks(interfaces)
    assert finding.level == level
    assert text in finding.text
    assert bool(finding.advice) == (level == "trouble")


def test_a_server_on_this_computer_needs_no_network():
    assert judge_networks([LO], needs_one=False).level == "ok"


@pytest.mark.parametrize(
    ("reached", "text"),
    [
        ("169.254.9.9", "at 169.254.3.4 (wlan0)."),
        ("fe80::9%eth0", "at fe80::1 (eth0)."),
        ("fe80::9%2", "at fe80::1 (eth0)."),
        ("10.8.0.9", "at 10.8.0.2 (tun0)."),
        ("169.254.3.4", ""),
        ("127.0.0.1", ""),
        ("fe80::9%eth1", ""),
    ],
)
def test_a_network_that_led_to_a_server_will_do(reached: str, text: str):
    finding = judge_networks([LO, MADE_UP, UP, VPN], [reached])
    assert finding.level == ("ok" if text else "trouble")
    assert text in finding.text


@pytest.mark.parametrize(
    ("host", "here", "near"),
    [
        ("127.0.0.1", True, True),
        ("127.0.1.1", True, True),
        ("::1", True, False),
        ("192.168.7.20", True, True),
        ("192.168.7.9", False, True),
        ("::ffff:192.168.7.9", False, True),
        ("192.168.8.9", False, False),
        ("fd00::9", False, True),
        ("fe80::9%eth0", False, True),
        ("2001:db8::1", False, False),
    ],
)
def test_where_an_address_is(host: str, here: bool, near: bool):
    interfaces = [LO, LAN, LAN_6, UP]
    assert is_here(host, interfaces) is here
    assert is_near(host, interfaces) is near
