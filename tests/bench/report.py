"""Where the figures go: a JSON file, and a picture of those that are compared."""

import json
import time
from pathlib import Path
from typing import Any

from tests.bench.picture import Group, draw
from tests.bench.usage import machine

Result = dict[str, Any]


def about() -> Result:
    """When and on which computer; its load average is what else went on there."""
    return {"when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "machine": machine()}


def save(job: str, result: Result) -> None:
    """`bench-JOB.json` and, if there is anything to compare, `bench-JOB.svg` in the current
    folder."""
    _write(f"bench-{job}.json", json.dumps(result, indent=1) + "\n")
    draw_it = PICTURES.get(job)
    picture = draw_it(result) if draw_it else ""
    if picture:
        _write(f"bench-{job}.svg", picture)
    elif draw_it:
        print("Nothing arrived, so there is no picture.")


def _write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")
    print(f"Written: {name}")


def picture_fanout(result: Result) -> str:
    """CPU for a delivery; the many receivers of the one window stand last."""
    groups: dict[tuple[int, int], dict[str, float]] = {}
    for cell in result["cells"]:
        values = groups.setdefault((cell["receivers"], cell["window"]), {})
        values[cell["rival"]] = cell["median_us"]
    return draw(
        "What a delivery costs the server",
        "microseconds of CPU, one sender, 100-byte texts; window: how far the sender may be ahead",
        [
            Group(f"{receivers} people, window {window}", values)
            for (receivers, window), values in groups.items()
        ],
    )


def picture_loss(result: Result) -> str:
    """Median and 99 % of each share of loss, by powers of ten: TCP's are seconds."""
    groups = []
    for share in sorted({row["loss"] for row in result["rows"]}):
        rows = [row for row in result["rows"] if row["loss"] == share and row["median"]]
        for what, told in (("median", "median"), ("p99", "99 %")):
            values = {row["rival"]: row[what] for row in rows}
            groups.append(Group(f"{share} % lost, {told}", values))
    return draw(
        "From saying to having, when packets get lost on every hop",
        "milliseconds through one server; each factor of ten is as long as the other",
        groups,
        log=True,
    )


PICTURES = {"fanout": picture_fanout, "loss": picture_loss}
