"""Takes the pictures of the README: serves the demo archive and photographs it in Chromium.

    make screenshots
    python docs/make_screenshots.py other.db

Needs Chromium and chromedriver on the path, and the archive that `make demo SERVE=0` made.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import chromium  # noqa: E402 - the tests are no installed package

ARCHIVE = ROOT / "demo" / "archive.db"
IMAGES = ROOT / "docs" / "images"
TITLE = "The Demo Archive"
LARGEST = 300 * 1024
"""Bytes of one picture: a README is read on telephones too."""

READING, SEARCH, PHONE = (1280, 1700), (1280, 1050), (390, 1180)

MOST_TOLD = """
with text as (
    select article, min(position) as first, max(position) as last from blocks where kept group by article
)
select a.permalink from articles a
join text on text.article = a.id
join blocks b on b.article = a.id and not b.kept and b.position between text.first and text.last
where a.language = 'en' and a.words > 150 and a.copy_of is null and a.published is not null
group by a.id order by count(distinct b.reason) desc, count(*) desc, text.first, a.permalink limit 1
"""
"""The English article with the most reasons between its first and its last paragraph."""


def main(archive: Path = ARCHIVE) -> int:
    reason = chromium.missing()
    if reason or not archive.exists():
        print(reason or f"no archive at {archive}: run `make demo SERVE=0` first", file=sys.stderr)
        return 4
    IMAGES.mkdir(exist_ok=True)
    with closing(sqlite3.connect(archive)) as conn:
        permalink = conn.execute(MOST_TOLD).fetchone()[0]
    pages = {
        "reading-removed": (f"read/{permalink}?removed=1", READING),
        "search": ("search?q=school+OR+night+OR+train", SEARCH),
        "front": ("front", SEARCH),
        "reading-phone": (f"read/{permalink}", PHONE),
    }
    with chromium.served(archive, titles={archive.stem: TITLE}) as address, chromium.browsing() as driver:
        for name, (page, (width, height)) in pages.items():
            chromium.resize(driver, width, height)
            driver.get(f"{address}/{archive.stem}/-/{page}")
            path = IMAGES / f"{name}.png"
            chromium.picture(driver, path, width=width, height=height)
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KiB")
    return max(int(path.stat().st_size > LARGEST) for path in IMAGES.glob("*.png"))


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
