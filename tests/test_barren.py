"""Which families of addresses lead to nothing, told from what is in the archive."""

from __future__ import annotations

import pytest

from archive import open_archive
from archive.barren import barren_families
from archive.frontier import Address, add
from archive.identity import url_identity
from archive.shapes import families_of, shape_of

NOW = "2026-07-01T12:00:00Z"
BASE = "http://paper.example"


class Site:
    """A site whose pages became what is said."""

    def __init__(self, archive) -> None:
        self.conn = archive.conn
        self.conn.execute("pragma foreign_keys = off")
        self._articles = 0

    def page(
        self,
        path: str,
        became: str | None,
        *,
        found_on: str = "/",
        copy_of: int | None = None,
        site: str = "paper.example",
    ) -> int:
        add(self.conn, "paper", [Address(url=BASE + path, found_on=BASE + found_on)], NOW)
        article = None
        if became in {"article", "copy"}:
            self._articles += 1
            article = self._articles
            self.conn.execute(
                "insert into articles(id, permalink, site, words, first_seen, last_seen, source, cleaned_by, capture, identity, text, copy_of) "
                "values (?, ?, ?, 1, '', '', '', '', 1, ?, '', ?)",
                (article, str(article), site, str(article), copy_of),
            )
        capture = self.conn.execute(
            "insert into captures(saved_at, digest, source, site, record_type, warc, warc_offset, warc_length, outcome, article) "
            "values ('', hex(randomblob(32)), '', 'paper.example', 'response', '', 0, 0, ?, ?)",
            (became, article),
        ).lastrowid
        identity = url_identity(BASE + path)
        self.conn.execute("update _frontier set state = 'fetched', capture = ? where identity = ?", (capture, identity))
        return article

    def is_barren(self, path: str) -> bool:
        return not barren_families(self.conn, "paper").isdisjoint(families_of(shape_of(url_identity(BASE + path))))


@pytest.fixture
def site(tmp_path):
    with open_archive(tmp_path / "a.db", create=True) as archive:
        yield Site(archive)
        archive.conn.rollback()


def test_many_pages_of_one_shape_that_are_no_articles_are_barren(site):
    for day in range(40):
        site.page(f"/calendar?day={day}", "not-article", found_on=f"/calendar?day={day - 1}")
    assert site.is_barren("/calendar?day=777")
    assert not site.is_barren("/calendar")


def test_few_pages_prove_nothing(site):
    for day in range(39):
        site.page(f"/calendar?day={day}", "not-article")
    assert not site.is_barren("/calendar?day=777")


def test_what_is_not_cleaned_yet_proves_nothing(site):
    for day in range(60):
        site.page(f"/calendar?day={day}", None)
    assert not site.is_barren("/calendar?day=777")


def test_pages_of_a_list_that_lead_to_articles_are_not_barren(site):
    for number in range(60):
        site.page(f"/page/{number}", "not-article", found_on=f"/page/{number - 1}")
        site.page(f"/2026/05/the-story-of-{number}", "article", found_on=f"/page/{number}")
    assert not site.is_barren("/page/777")


def test_the_same_text_under_many_addresses_is_barren(site):
    first = site.page("/story/1?visitor=0", "article")
    for number in range(1, 45):
        site.page(f"/story/1?visitor={number}", "copy", copy_of=first, found_on=f"/story/1?visitor={number - 1}")
    # one article of forty-five is too much to be sure
    assert not site.is_barren("/story/1?visitor=777")
    for number in range(45, 90):
        site.page(f"/story/1?visitor={number}", "copy", copy_of=first, found_on=f"/story/1?visitor={number - 1}")
    assert site.is_barren("/story/1?visitor=777")


def test_texts_of_other_sites_are_articles_of_this_one(site):
    first = site.page("/elsewhere", "article", site="agency.example")
    for number in range(60):
        site.page(f"/wire/{number}", "copy", copy_of=first)
    assert not site.is_barren("/wire/777")


def test_a_page_seen_again_is_still_an_article(site):
    for number in range(60):
        site.page(f"/story/{number}", "copy")
    assert not site.is_barren("/story/777")


def test_addresses_that_make_up_their_words_are_barren_together(site):
    words = [f"w{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(170)]
    for word in words:
        site.page(f"/maze/{word}/{word}", "not-article")
        site.page(f"/stories/{word}", "article")
    assert site.is_barren("/maze/other/words")
    assert not site.is_barren("/stories/other")
    assert not site.is_barren("/other/words/here")


@pytest.mark.parametrize(
    ("url", "widest"),
    [
        ("http://p.example/", "p.example/*"),
        ("http://p.example/2026/05/a-b-c", "p.example/*/*/*"),
        ("http://p.example/x?b=1&a=2", "p.example/*?"),
    ],
)
def test_families_widen_to_the_number_of_steps(url, widest):
    assert families_of(shape_of(url_identity(url)))[-1] == widest
