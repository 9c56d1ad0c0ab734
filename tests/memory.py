"""How much memory a process took at most. Not by `getrusage`: on Linux that begins with what the parent took before it."""

from __future__ import annotations

import re
import resource
from pathlib import Path


def peak_megabytes() -> int:
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
