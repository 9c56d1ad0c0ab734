"""The archive keeps what site memory needs, bounded and whatever the order, and what a person decided."""

from __future__ import annotations

import random

import pytest

from archive import memory
from pipelines.memory import SCHEME, line_hash
from pipelines.signature import signature_of
from tests.archive_sample import clean_all, column, dump, opened, page, rows, take_in

STANDING = "Menu of the site"


def look(archive):
    """What a run does before it cleans."""
    archive.save_signatures([(site, signature_of(page.read())) for site, page in archive.to_look_at()])


def story(number):
    return f"{STANDING}\n\nA story of its own, {'a word ' * number} and the {chr(97 + number % 26)}nd"


def profile(path, inputs):
    with opened(path) as (archive, run):
        for one in inputs:
            archive.save_captures([one], run)
        look(archive)
        return next(archive.pending()).profile


def html(number):
    return page(f"https://example.org/{number}", f"<nav>{STANDING}</nav><p>{'word ' * number} {chr(97 + number)}")


@pytest.mark.parametrize(
    ("site", "pages"),
    [
        ("folder:site", [dump(f"site/{n}.txt", story(n)) for n in range(9)]),
        ("example.org", [html(n) for n in range(9)]),
    ],
    ids=["dumps", "pages"],
)
def test_site_memory_is_handed_over_and_does_not_depend_on_the_order_of_pages(tmp_path, site, pages):
    first, second = profile(tmp_path / "a.db", pages), profile(tmp_path / "b.db", pages[::-1])
    assert first is not None
    assert first == second
    assert first.site == site
    assert first.recurring[line_hash(STANDING)] == first.pages > 1


def test_a_site_of_one_page_is_not_looked_at(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([html(1), dump("north/1.txt"), dump("south/1.txt")], run)
        assert list(archive.to_look_at()) == []


def test_a_page_is_looked_at_once(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([html(1), html(2)], run)
        look(archive)
        assert list(archive.to_look_at()) == []
        clean_all(archive, run)
        archive.save_captures([html(3)], run)
        assert [page.capture.url for _site, page in archive.to_look_at()] == ["https://example.org/3"]


def test_nothing_is_looked_at_where_nothing_is_to_do(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, html(1), html(2))
        assert list(archive.to_look_at()) == []


def test_signatures_of_an_older_scheme_are_made_again(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([html(1), html(2)], run)
        look(archive)
        archive.conn.execute("update _signatures set scheme = 1, lines = x''")
        assert len(list(archive.to_look_at())) == 2
        look(archive)
        assert set(column(archive, "select scheme from _signatures")) == {SCHEME}


def test_one_address_is_one_witness_however_often_it_was_fetched(tmp_path):
    often = [page("https://example.org/1", f"<p>one {hour}<p>{hour * 'x '}", hour=hour) for hour in range(9)]
    first, second = ([*often, html(2)], [html(2), *often[::-1]])
    found = []
    for name, pages in (("a.db", first), ("b.db", second)):
        with opened(tmp_path / name) as (archive, run):
            archive.save_captures(pages, run)
            found.append([(page.capture.url, page.read().body) for _site, page in archive.to_look_at()])
    assert sorted(found[0]) == sorted(found[1])
    assert {url for url, _body in found[0]} == {"https://example.org/1", "https://example.org/2"}
    assert len(found[0]) == 2


def test_of_each_site_a_bounded_sample_is_looked_at_whatever_the_order(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "SAMPLE", 20)
    pages = [dump(f"site/{n}.txt", story(n)) for n in range(60)]

    def sample(name, inputs):
        with opened(tmp_path / name) as (archive, run):
            archive.save_captures(inputs, run)
            look(archive)
            return column(archive, "select digest from _signatures order by digest")

    drawn = sample("a.db", pages)
    assert len(drawn) == 20
    assert drawn == sample("b.db", random.Random(1).sample(pages, 60))
    assert drawn != sorted(capture.digest for capture in pages)[:20]


def test_what_a_person_decided_is_remembered_by_content(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([html(1), html(2)], run)
        memory.decide(archive.conn, "example.org", "Buy 3  tickets", "approved", "2026-07-01T12:00:00Z")
        memory.decide(archive.conn, "example.org", STANDING, "approved", "2026-07-01T12:00:00Z")
        memory.decide(archive.conn, "example.org", STANDING.upper(), "forgotten", "2026-07-02T12:00:00Z")
        look(archive)
        found = next(archive.pending()).profile
        assert found is not None
        assert (found.approved, found.forgotten) == ({line_hash("buy 4 tickets")}, {line_hash(STANDING)})
        assert line_hash(STANDING) not in found.recurring
        assert rows(archive, "select decision, decided_at from memory_decisions where text like 'MENU%'") == [
            ("forgotten", "2026-07-02T12:00:00Z")
        ]
        assert memory.withdraw(archive.conn, "example.org", STANDING)
        assert not memory.withdraw(archive.conn, "example.org", STANDING)
