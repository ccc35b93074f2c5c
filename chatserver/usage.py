"""What this process uses of its computer."""

import contextlib
import sys
import time
from pathlib import Path


def cpu_s() -> float:
    """Seconds of all its threads, since it began."""
    return time.process_time()


if sys.platform == "linux":
    import resource

    _PAGE = resource.getpagesize()

    def memory() -> int:
        """Bytes it has in memory; 0 where the system does not say."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
        return 0

elif sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS."""

        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            *((f"size{number}", ctypes.c_size_t) for number in range(8)),
        )

    def memory() -> int:
        """Bytes it has in memory; 0 where the system does not say."""
        with contextlib.suppress(OSError, AttributeError):
            counters = _Counters(cb=ctypes.sizeof(_Counters))
            ask = ctypes.WinDLL("kernel32").K32GetProcessMemoryInfo
            ask.argtypes = (wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD)
            current = wintypes.HANDLE(-1)  # what GetCurrentProcess answers
            if ask(current, ctypes.byref(counters), counters.cb):
                return int(counters.size1)  # WorkingSetSize
        return 0

else:
    import resource

    def memory() -> int:
        """Bytes it has had in memory at most, which is what macOS says without a library."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
