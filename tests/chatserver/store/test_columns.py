import pytest

from chatserver.store.columns import path_of, signed, unsigned


@pytest.mark.parametrize(
    ("number", "stored"),
    [(0, 0), (1, 1), (2**63 - 1, 2**63 - 1), (2**63, -(2**63)), (2**64 - 1, -1)],
)
def test_ids_keep_their_bits(number: int, stored: int) -> None:
    assert signed(number) == stored
    assert unsigned(stored) == number


@pytest.mark.parametrize(
    "text",
    ["", "127.0.0.1", "127.0.0.1\n0", "127.0.0.1\nx", "::1\n5", "127.0.0.1\n5\n0\n0", "a\n5"],
)
def test_what_no_socket_could_have_is_no_address(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        path_of(text, b"")
