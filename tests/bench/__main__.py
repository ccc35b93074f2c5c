"""Measure Parley beside other servers: python -m tests.bench [fanout|loss|scale [options]]

Without a word all of them, a quarter of an hour. Tables go to the screen; figures to
bench-JOB.json and pictures to bench-JOB.svg in the current folder.
"""

import sys
from collections.abc import Callable

from tests.bench import fanout, loss, scale
from tests.bench.report import save

JOBS: dict[str, Callable[[list[str]], dict[str, object]]] = {
    "fanout": fanout.run,
    "loss": loss.run,
    "scale": scale.run,
}


def main(words: list[str]) -> int:
    job, options = (words[0], words[1:]) if words else ("", [])
    if words and job not in JOBS:
        print(__doc__)
        return 0 if job in ("-h", "--help") else 2
    try:
        for name in [job] if job else JOBS:
            save(name, JOBS[name](options))
    except (RuntimeError, OSError) as error:
        print(f"The benchmark could not go on: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
