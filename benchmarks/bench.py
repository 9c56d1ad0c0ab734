"""`make bench`: what a page costs and how good its text is, in one run on the same pages.

Leaves the work to speed.py and gate.py. Ends with 1 if a score fell below its floor.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import gate
import rivals
import speed


def main() -> int:
    """Speed first, then the gate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a sample of the pages; floors are not held")
    parser.add_argument("--raise-floors", action="store_true", help="write better scores into floors.json")
    parser.add_argument("--peers", metavar="PYTHON", help="of an environment with other tools: compared with them too")
    args = parser.parse_args()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load}")
    speed.run(quick=args.quick)
    if args.peers:
        rivals.run(args.peers, limit=speed.QUICK_PAGES if args.quick else speed.PAGES)
    wanted = ["--quick"] * args.quick + ["--raise-floors"] * args.raise_floors
    return 0 if gate.run(gate.arguments(wanted)) else 1


if __name__ == "__main__":
    sys.exit(main())
