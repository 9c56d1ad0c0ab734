"""What all tests share: the marker for tests that need a real browser."""

from __future__ import annotations

import shutil

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def missing_browser() -> str | None:
    """Why the browser tests cannot run here, or None."""
    if not any(shutil.which(name) for name in CHROMIUM_NAMES):
        return "no Chromium on the path"
    if not shutil.which("chromedriver"):
        return "no chromedriver on the path"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = missing_browser()
    if reason is None:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=reason))
