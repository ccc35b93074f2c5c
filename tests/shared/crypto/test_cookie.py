import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.cookie import COOKIE_SIZE, SECRET_LIFE_S, CookieJar

HOST, PORT, FIELDS = "192.0.2.7", 4001, bytes(42)


def jar() -> CookieJar:
    return CookieJar(random.Random(1).randbytes, 0.0)


@pytest.mark.parametrize(
    ("host", "port", "fields", "valid"),
    [
        (HOST, PORT, FIELDS, True),
        ("192.0.2.8", PORT, FIELDS, False),
        (HOST, PORT + 1, FIELDS, False),
        (HOST, PORT, b"\x01" + FIELDS[1:], False),
        (HOST, PORT, FIELDS[:-1] + b"\x01", False),
    ],
)
def test_is_good_for_its_sender_and_fields(
    host: str, port: int, fields: bytes, valid: bool
) -> None:
    cookies = jar()
    cookie = cookies.make(HOST, PORT, FIELDS, 0.0)
    assert len(cookie) == COOKIE_SIZE
    assert cookies.is_valid(cookie, host, port, fields, 0.0) is valid


@pytest.mark.parametrize(
    ("made_at", "checked_at", "valid"),
    [
        (0.0, SECRET_LIFE_S, True),
        (0.0, 2 * SECRET_LIFE_S, False),
        (SECRET_LIFE_S - 1, SECRET_LIFE_S + 1, True),
        (0.0, 100 * SECRET_LIFE_S, False),
    ],
)
def test_grows_stale(made_at: float, checked_at: float, valid: bool) -> None:
    cookies = jar()
    cookie = cookies.make(HOST, PORT, FIELDS, made_at)
    assert cookies.is_valid(cookie, HOST, PORT, FIELDS, checked_at) is valid


def test_two_rotations_one_at_a_time_end_a_cookie() -> None:
    cookies = jar()
    cookie = cookies.make(HOST, PORT, FIELDS, 0.0)
    assert cookies.is_valid(cookie, HOST, PORT, FIELDS, SECRET_LIFE_S)
    assert not cookies.is_valid(cookie, HOST, PORT, FIELDS, 2 * SECRET_LIFE_S)


@given(st.binary(max_size=32))
def test_a_guess_is_not_valid(cookie: bytes) -> None:
    assert not jar().is_valid(cookie, HOST, PORT, FIELDS, 0.0)
