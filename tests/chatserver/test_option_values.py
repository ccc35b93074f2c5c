"""What words mean, and the sentence for those that mean nothing."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from chatserver.option_values import (
    number_reader,
    read_addresses,
    read_folder,
    read_network,
    read_port,
    read_server_name,
    word_reader,
)

NAME = "--server-name has 1 to 48 characters, and one that can be seen."
Reader = Callable[[str], object]
read_number = number_reader("--keep-days", 1)
read_word = word_reader("--durability", ("crash", "power"))


@pytest.mark.parametrize(
    ("read", "text", "meant"),
    [
        (read_port, "0", 0),
        (read_port, "65535", 65_535),
        (read_addresses, "127.0.0.2", ("127.0.0.2",)),
        (read_addresses, "::1", ("::1",)),
        (read_network, "10.1.2.3/16", "10.1.0.0/16"),
        (read_folder, "/x", Path("/x").absolute()),
        (read_folder, "x", Path("x").absolute()),
        (read_server_name, " Front desk\n", "Front desk"),
        (read_number, "1", 1),
        (read_number, "1000000", 1_000_000),
        (read_word, "power", "power"),
    ],
)
def test_a_word_with_a_meaning(read: Reader, text: str, meant: object):
    assert read(text) == meant


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (read_port, "65536", "The port is a number from 0 to 65535, not '65536'."),
        (read_port, "\u0661", "The port is a number from 0 to 65535, not '\u0661'."),
        (read_port, "", "The port is a number from 0 to 65535, not ''."),
        (read_addresses, "", "-a is empty; leave it out to listen on every address."),
        (read_addresses, "a" * 70, f"-a: '{'a' * 70}' is not an address of this computer."),
        (read_network, "10/99", "--trust takes a network like 10.1.0.0/16, not '10/99'."),
        (read_folder, "", "--data is empty; leave it out to keep everything in your account."),
        (read_server_name, "\u200b", NAME),
        (read_server_name, "x" * 49, NAME),
        (read_number, "0", "--keep-days is a number from 1 to 1000000, not '0'."),
        (read_number, "1000001", "--keep-days is a number from 1 to 1000000, not '1000001'."),
        (read_number, "1.5", "--keep-days is a number from 1 to 1000000, not '1.5'."),
        (read_word, "all", "--durability is one of crash, power, not 'all'."),
    ],
)
def test_a_word_without_one(read: Reader, text: str, sentence: str):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        read(text)
