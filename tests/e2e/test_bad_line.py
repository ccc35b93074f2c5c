"""Two terminals and a real server over a line that loses a third of all packets each way.

How late a message may be is asked in virtual time (tests/shared/session/test_bad_networks.py). Here
counts in what else the computer does, so that only the long run asks for it.
"""

import os
import time
from contextlib import closing
from pathlib import Path

from tests.support.fakenet import Link
from tests.support.faultproxy import FaultProxy
from tests.support.processes import ServerProgram, client

LONG = bool(os.environ.get("PARLEY_LONG"))
MESSAGES = 500 if LONG else 60
EVERY_S = 0.05
LATEST_S = 1.0 if LONG else float("inf")
LINE = Link(loss=0.33, duplicate=0.05, delay=(0.001, 0.005), reorder=0.1, reorder_by=0.005)


def test_none_missing_none_doubled_none_late(server: ServerProgram, tmp_path: Path):
    with (
        FaultProxy(("127.0.0.1", server.port), LINE, seed=4) as proxy,
        closing(client(proxy.address[1], "bob", "--home", str(tmp_path), door="native")) as bob,
        closing(client(proxy.address[1], "ann", "--home", str(tmp_path), door="native")) as ann,
    ):
        server.out.expect_all("join: bob", "join: ann")
        said_at: list[float] = []
        begin = time.monotonic()
        for number in range(MESSAGES):
            # The pace is the experiment, not a wait for something to happen.
            time.sleep(max(0.0, begin + number * EVERY_S - time.monotonic()))
            said_at.append(time.monotonic())
            ann.type(f"msg 1 bob number {number}\n")
        heard = [bob.out.expect(f"msg: ann: number {n}") for n in range(MESSAGES)]
        latest = max(at - said for at, said in zip(bob.out.times(heard), said_at, strict=True))
        assert bob.out.seen == heard  # none twice, none out of order
        assert latest <= LATEST_S, proxy.describe()
