import socket
import subprocess
import sys
from pathlib import Path

from tests.support.ports import FIRST, LAST, free_port

ROOT = Path(__file__).resolve().parents[2]


def test_each_is_another_and_none_that_the_system_hands_out() -> None:
    ports = [free_port() for _ in range(10)]
    assert len(set(ports)) == 10
    assert all(FIRST < port < LAST for port in ports)


def test_one_that_is_taken_is_passed_over() -> None:
    taken = free_port() + 1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", taken))
        assert free_port() != taken


def test_another_process_has_others() -> None:
    own = free_port() // 100
    code = "from tests.support.ports import free_port; print(free_port())"
    words = (sys.executable, "-c", code)
    others = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(others.stdout) // 100 != own
