import subprocess
import sys

import pytest

from tests.support.processes import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone lets us")

TOKEN = "bbbbbbbbbbbbbbbbbbbbbbbbce"
LOOK = """
import sys
from shared.command_line import hide_tokens
hide_tokens()
print(open("/proc/self/cmdline").read().split("\\0")[3:-1], sys.argv[1:], sep="\\n")
"""


def look(*words: str, script: str = LOOK) -> list[str]:
    command = [sys.executable, "-c", script, *words]
    return subprocess.check_output(command, cwd=ROOT, text=True).splitlines()


@pytest.mark.parametrize(
    ("word", "seen"),
    [
        (f"parley://desk:9/key/{TOKEN}", "parley://desk:9/key/" + "x" * 26),
        (
            f"--address=PARLEY://[::1]:9/key//{TOKEN}/",
            "--address=PARLEY://[::1]:9/key//" + "x" * 27,
        ),
        ("parley://desk:9/key", "parley://desk:9/key"),
        ("tökens", "tökens"),
    ],
)
def test_others_see_all_but_the_token_and_we_see_all(word: str, seen: str) -> None:
    others, ours = look("-u", "ann", word, "-p", "9")
    assert others == str(["-u", "ann", seen, "-p", "9"])
    assert ours == str(["-u", "ann", word, "-p", "9"])


def test_a_system_that_says_no_place_is_left_alone() -> None:
    script = LOOK.replace(
        "hide_tokens()", "command_line._read_place = lambda: (0, 0); hide_tokens()"
    )
    others, _ = look(
        f"parley://desk/key/{TOKEN}", script="from shared import command_line" + script
    )
    assert TOKEN in others


def test_the_client_hides_it_before_anything_slow() -> None:
    slow = "[name in sys.modules for name in ('argparse', 'shared.crash')]"
    script = f"import sys, chatgui.__main__; print({slow})"
    assert look(script=script) == ["[False, False]"]
