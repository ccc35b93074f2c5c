"""The options as argparse has them: words taken as they are, and a help that is true."""

import argparse
import re

import pytest

from chatserver.options import EXAMPLES, add_options
from shared.program_names import TYPED


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    add_options(made)
    return made


def test_words_are_taken_as_they_are(parser: argparse.ArgumentParser):
    options = parser.parse_args(["-p", "x", "--max-clients", "many", "--trust", "a", "--trust", ""])
    assert (options.port, options.max_clients, options.trust) == ("x", "many", ["a", ""])


def test_the_help_says_the_defaults(parser: argparse.ArgumentParser):
    options = parser.parse_args([])
    said = dict(re.findall(r"--([a-z-]+) N\s[^(]*\((\d+)\)", parser.format_help()))
    assert {"max-clients", "max-netcat", "max-classroom", "keep-days", "newcomers"} <= said.keys()
    for name, number in said.items():
        assert getattr(options, name.replace("-", "_")) == number


def test_what_other_programs_pass_is_not_in_the_help(parser: argparse.ArgumentParser):
    assert parser.parse_args(["--tray", "--say-link", "--anyway"]).say_link
    assert not {"--say-link", "--anyway"} & set(parser.format_help().split())


def test_the_examples_are_true(parser: argparse.ArgumentParser):
    found = re.findall(rf"^  {re.escape(TYPED.server)} ((?:-|\d).*?)  ", EXAMPLES, re.MULTILINE)
    assert len(found) >= 3
    for example in found:
        if example != "--self-test":  # the program's own, before a server is thought of
            parser.parse_args(example.split())
