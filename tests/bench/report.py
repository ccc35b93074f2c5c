"""Where the figures go: a JSON file, and a picture of those that are compared."""

import json
import time
from pathlib import Path

from tests.bench.usage import machine


def save(job: str, result: dict[str, object]) -> None:
    """`bench-JOB.json` in the current folder, with what was measured on which computer."""
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    path = Path(f"bench-{job}.json")
    path.write_text(json.dumps({"when": when, "machine": machine(), **result}, indent=1) + "\n")
    print(f"Figures: {path}")
