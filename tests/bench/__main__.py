"""Measure Parley beside other servers: python -m tests.bench [fanout|loss|scale [options]]

fanout  what a delivery costs the server, Parley beside ngircd, mosquitto and nats-server
loss    how late texts are on a line that loses packets, Parley beside ngircd
scale   ten thousand clients on one server, and a flood of junk

Without a word all of them, a quarter of an hour; leave the computer alone meanwhile. Tables go to
the screen, figures to bench-JOB.json and pictures to bench-JOB.svg in the current folder.
"""

import importlib
import os
import sys

from tests.bench.started import interruptible

JOBS = ("fanout", "loss", "scale")
SYSTEM_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin")
"""Debian has servers and nft there, and not on the PATH of everybody."""


def main(words: list[str]) -> int:
    job, options = (words[0], words[1:]) if words else ("", [])
    if words and job not in JOBS:
        print(__doc__)
        return 0 if job in ("-h", "--help") else 2
    if sys.platform != "linux":
        return fail("The benchmark needs Linux: it counts CPU in /proc and waits with epoll.")
    os.environ["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), *SYSTEM_FOLDERS])
    try:
        with interruptible():
            for name in [job] if job else JOBS:
                measure(name, options)
    except (RuntimeError, OSError) as error:
        return fail(f"The benchmark could not go on: {error}")
    except KeyboardInterrupt:
        if "--inside" in options:
            return 1  # one of the cases of `loss`, which says it for all of them
        return fail("The benchmark was interrupted; what it started has been ended.")
    return 0


def measure(job: str, options: list[str]) -> None:
    """Imported late: what a job needs is not everywhere."""
    report = importlib.import_module("tests.bench.report")
    about = report.about()  # before the benchmark loads the computer itself
    report.save(job, about | importlib.import_module(f"tests.bench.{job}").run(options))


def fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
