"""`python -m tests.newsroom PORT`: the newsroom as a process of its own, until it is ended."""

from __future__ import annotations

import sys
import time

from tests.newsroom import newsroom

with newsroom(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0) as room:
    print(room.port, flush=True)
    while True:
        time.sleep(3600)
