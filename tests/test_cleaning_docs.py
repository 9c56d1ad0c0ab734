"""docs/cleaning.md explains every slug a reader can meet, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.reasons import APART_REASONS, FAILED, NOT_ARTICLE, PAGE_TYPES, REMOVED_REASONS, ROLES, WARNINGS

PAGE = (Path(__file__).parent.parent / "docs" / "cleaning.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize(
    ("heading", "slugs"),
    [
        ("What a block is (`role`)", ROLES),
        ("Kept apart", APART_REASONS),
        ("Removed", REMOVED_REASONS),
        ("No article (`rejections`)", NOT_ARTICLE | FAILED),
        ("What a page is (`page_type`)", PAGE_TYPES),
        ("Warnings", WARNINGS),
    ],
)
def test_every_slug_is_explained_and_no_other(heading: str, slugs: dict[str, str]) -> None:
    assert re.findall(r"^\| `([a-z-]+)` \|", SECTIONS[heading], re.MULTILINE) == list(slugs)
