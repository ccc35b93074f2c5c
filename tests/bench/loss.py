"""Two clients through one server on a line that loses packets, Parley (UDP) beside ngircd (TCP).

    python -m tests.bench loss [--seconds 30]

Each case runs in a network namespace of its own, where nftables drops that share of all packets
that arrive: from client to server and from server to client, ACKs too. One client says 100 bytes
each 50 ms, for both alike; measured is the time until the other one's program has the text, in
order. The clients join before the loss begins. Where namespaces cannot be made, Parley runs alone,
through a proxy that loses datagrams.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

from tests.bench import started
from tests.bench.bounds import number_from
from tests.bench.crowd import Client, Crowd
from tests.bench.rivals.irc import Irc
from tests.bench.rivals.parley import Parley
from tests.bench.rivals.server import Server, output_of, tell_missing
from tests.bench.tally import Tally
from tests.support.fakenet import Link
from tests.support.faultproxy import FaultProxy

SHARES = (0, 10, 20, 30)
EACH_S = 0.05
PATIENCE_S = 60.0
"""After the last was said: what is not there then counts as not delivered."""

KINDS: dict[str, type[Server]] = {"Parley": Parley, "ngircd": Irc}
SHARES_QUOTED = {"median": 0.5, "p99": 0.99, "p999": 0.999, "worst": 1.0}


def run(words: list[str]) -> dict[str, object]:
    """Measure and print; the result for the report."""
    options = _parser().parse_args(words)
    if options.inside:
        title, share = options.inside
        print(json.dumps(measure(KINDS[title], int(share), options.seconds, proxied=False)))
        raise SystemExit
    spaces = can_make_namespaces()
    if spaces:
        tell_missing(KINDS.values())
        rows = run_in_namespaces(options.seconds)
    else:
        print(
            "No network namespaces here (they need Linux, unshare, ip, nft and the right to make "
            "them): Parley alone, through a proxy that loses datagrams."
        )
        rows = [measure(Parley, share, options.seconds, proxied=True) for share in SHARES]
    print(table(rows))
    return {"in_namespaces": spaces, "rows": rows}


def can_make_namespaces() -> bool:
    if not all(map(shutil.which, ("unshare", "ip", "nft"))):
        return False
    # That the rule can be made, not only a namespace.
    words = [*_unshare(), "sh", "-ec", RULES.format(share=1)]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


RULES = (
    "ip link set lo up; nft add table inet bench; "
    "nft 'add chain inet bench arriving {{ type filter hook input priority 0; }}'; "
    "nft add rule inet bench arriving numgen random mod 100 '<' {share} drop"
)


def _unshare() -> list[str]:
    return ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]


def run_in_namespaces(seconds: float) -> list[dict[str, object]]:
    """All cases at once: each needs little of the processor."""
    children = []
    for title in (title for title, kind in KINDS.items() if kind.is_installed()):
        for share in SHARES:
            words = [sys.executable, "-m", "tests.bench", "loss", "--inside", title, str(share)]
            words = [*_unshare(), *words, "--seconds", str(seconds)]
            children.append(started.start(words, stdout=subprocess.PIPE, text=True))
    said = [child.communicate()[0] for child in children]
    if any(child.returncode for child in children):
        raise RuntimeError("a case failed; its words stand above.")
    return [json.loads(text) for text in said]


def measure(kind: type[Server], share: int, seconds: float, *, proxied: bool) -> dict[str, object]:
    """One case, in this process; not proxied, this process is in a namespace to be spoilt."""
    if not proxied:
        _refuse_a_real_network()
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    tally = Tally(1)
    with ExitStack() as stack:
        server = stack.enter_context(kind())
        spoil = _proxy(server, share, stack) if proxied else _rule(share)
        crowd = Crowd(lambda client, text, at_ns: _hear(tally, client, listener, text))
        stack.callback(crowd.close)
        sender, listener = server.client(0), server.client(1)
        crowd.let_in([sender, listener], 2, 20)
        crowd.run(0.5)
        spoil()
        trouble = talk(crowd, sender, tally, seconds)
    return summary(kind.title, share, tally, trouble)


def _refuse_a_real_network() -> None:
    """The rule would make this computer lose packets. In a new namespace all links are down."""
    if output_of("ip", "-o", "link", "show", "up"):
        raise RuntimeError("this case would spoil the computer's own network. Leave out --inside.")


def _proxy(server: Server, share: int, stack: ExitStack) -> Callable[[], object]:
    """Before the server's port; what is returned makes it lose."""
    proxy = stack.enter_context(FaultProxy(("127.0.0.1", server.port), Link(), seed=share))
    server.port = proxy.address[1]
    return lambda: setattr(proxy, "link", Link(loss=share / 100))


def _rule(share: int) -> Callable[[], object]:
    words = ["sh", "-ec", RULES.format(share=share)]
    return lambda: subprocess.run(words, check=True)


def _hear(tally: Tally, client: Client, listener: Client, text: bytes) -> None:
    """When the program has it, not the kernel: TCP's keeps back what came out of order."""
    if client is listener:
        tally.hear(client, text, time.time_ns())


def talk(crowd: Crowd, sender: Client, tally: Tally, seconds: float) -> str:
    """What ended it before its time, if anything did."""
    began = time.monotonic()
    try:
        for number in range(round(seconds / EACH_S)):
            crowd.run(began + number * EACH_S - time.monotonic())
            if sender.say(tally.next_text()):
                tally.note_said()
                crowd.flush(sender)
        crowd.run(PATIENCE_S, lambda: tally.ahead == 0)
    except (RuntimeError, OSError) as error:
        return str(error)
    return ""


def summary(title: str, share: int, tally: Tally, trouble: str) -> dict[str, object]:
    spans = sorted(span * 1e3 for span in tally.spans_s(1))
    row: dict[str, object] = {"rival": title, "loss": share, "said": tally.said}
    row |= {"delivered": tally.complete, "trouble": trouble}
    for name, part in SHARES_QUOTED.items():
        row[name] = spans[min(int(len(spans) * part), len(spans) - 1)] if spans else None
    return row


HEAD = "rival         loss    said  delivered   ms: median      99 %    99.9 %     worst"


def table(rows: list[dict[str, object]]) -> str:
    lines = [HEAD]
    for row in rows:
        spans = [row[name] for name in SHARES_QUOTED]
        told = " ".join("        -" if span is None else f"{span:9.1f}" for span in spans)
        what = f"{row['rival']:12} {row['loss']:4} % {row['said']:7} {row['delivered']:10}"
        lines.append(f"{what}    {told}  {row['trouble']}")
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py bench loss", description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=number_from(EACH_S), default=30.0)
    parser.add_argument("--inside", nargs=2, help=argparse.SUPPRESS)
    return parser
