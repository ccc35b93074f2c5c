import os
import re

import pytest

from shared.self_test import try_window


@pytest.mark.usefixtures("quiet")
def test_a_window_is_shown_and_gone() -> None:
    assert os.environ.get("DISPLAY")
    assert re.fullmatch(r"\d+x\d+ by Tk \d+\.\d+\.\d+", try_window())
