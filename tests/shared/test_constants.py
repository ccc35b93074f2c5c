import pytest

from shared.constants import DEFAULT_PORT, GUEST_PORTS_IGNORED, NAME_CHARACTERS, TEXT_BYTES


@pytest.mark.parametrize("port", [0, 7, 13, 17, 19, 53, 123, 1900, 5353, 15000])
def test_a_source_port_that_is_ignored(port: int) -> None:
    assert port in GUEST_PORTS_IGNORED


def test_the_protocols_figures() -> None:
    assert (DEFAULT_PORT, NAME_CHARACTERS, TEXT_BYTES) == (15_000, 32, 64 * 1024)
    assert len(GUEST_PORTS_IGNORED) == 10
