"""What a program and everything it has started have used, as Linux counts it.

CPU is user + system time of all threads, of children that live and of children that have ended.
"""

import os
from contextlib import suppress
from pathlib import Path

from shared.net.udp import overflows

TICK_S = 1 / os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 0.01


def cpu_s(pid: int) -> float:
    """Seconds, in steps of 10 ms: measure over a second or more."""
    return sum(_own_cpu_s(each) for each in family(pid))


def memory_kb(pid: int) -> int:
    """Resident, of the whole family; pages that two of them share count twice."""
    return sum(_resident_kb(each) for each in family(pid))


def family(pid: int) -> list[int]:
    """The process and its descendants that live."""
    found = [pid]
    for parent in found:  # grows while it is walked
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            with suppress(OSError):  # a thread that has just ended
                found += map(int, task.read_text().split())
    return found


def _own_cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) * TICK_S  # utime, stime; cutime, cstime of the ended


def _resident_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def lost_datagrams() -> int:
    """What the kernel threw away because the buffer of some socket was full."""
    return overflows(is_ipv6=False)


def machine() -> dict[str, str]:
    """What a reader of the figures has to know of the computer."""
    uname = os.uname()
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "cpu": names[0] if names else uname.machine,
        "cores": str(os.cpu_count()),
        "kernel": f"{uname.sysname} {uname.release}",
        "load": f"{os.getloadavg()[0]:.2f}",
    }
