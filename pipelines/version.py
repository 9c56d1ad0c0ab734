"""Which program cleaned a page: the versions that can change an outcome."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "unknown"


COPYDESK = _installed("copydesk")
CLEANER = f"copydesk/{COPYDESK} trafilatura/{_installed('trafilatura')}"
