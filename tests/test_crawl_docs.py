"""docs/crawling.md explains every outcome, reason and end of a crawl, in the words of the code."""

from pathlib import Path

import pytest

from crawler.crawling.reasons import ENDS, FAILURES, OUTCOMES, PARTS, REFUSALS

TEXT = (Path(__file__).parent.parent / "docs" / "crawling.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "slugs", [OUTCOMES, FAILURES, REFUSALS, PARTS, ENDS], ids=["outcomes", "failures", "refusals", "parts", "ends"]
)
def test_every_slug_is_explained(slugs):
    assert [slug for slug in slugs if f"| `{slug}` | " not in TEXT] == []


def test_the_table_names_the_outcomes_that_the_archive_takes():
    schema = (Path(__file__).parent.parent / "archive" / "migrations" / "m011_crawl.sql").read_text(encoding="utf-8")
    assert [slug for slug in OUTCOMES if f"'{slug}'" not in schema] == []
