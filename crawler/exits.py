"""The exit statuses of `copydesk`, part of its contract."""

from __future__ import annotations

__all__ = ["BROKEN", "INTERRUPTED", "NOTHING_USABLE", "SOME_FAILED", "USAGE", "WELL"]

WELL = 0
SOME_FAILED = 1
"""Some inputs failed; each was listed with its reason."""
USAGE = 2
NOTHING_USABLE = 3
"""Nothing was found, or nothing of what was found could be used."""
BROKEN = 4
"""Configuration or database."""
INTERRUPTED = 130
