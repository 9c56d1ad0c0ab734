"""A site is called what most of its pages call it, or what their names have in common, or by its host."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from archive.site_names import general_name
from tests import web_sample
from tests.web_sample import WELL, sqlite3

POST, KURMANJI, ARABIC = "Two Rivers Post", "Two Rivers Post Kurmancî", "Two Rivers Post عربي"


@pytest.mark.parametrize(
    ("pages", "name"),
    [
        ([("en", POST, 1)], POST),
        ([("en", POST, 5), ("kmr", KURMANJI, 9), ("ar", None, 2)], POST),
        ([("kmr", KURMANJI, 6), ("ar", ARABIC, 4)], POST),
        ([("kmr", KURMANJI, 1), ("ar", None, 1)], None),
        ([("kmr", KURMANJI, 3), ("ar", None, 2)], KURMANJI),
        ([("en", POST, 1), ("en", None, 9)], POST),
        ([("en", POST, 8), ("en", "a stray name", 1)], POST),
        ([("en", "The Tide", 5), ("de", "The Post", 4)], "The Tide"),
        ([("en", "BBC News", 5), ("cy", "BBC", 1)], "BBC"),
        ([("en", "Tide", 1), ("de", "Flut", 1)], None),
        ([("en", None, 3)], None),
        ([], None),
    ],
)
def test_name_fits_the_whole_site(pages, name):
    assert {general_name(order) for order in permutations(pages)} == {name}


def test_edition_names_only_its_own_pages(tmp_path):
    arabic = replace(WELL, site=None, url="https://two-rivers.example/ar/1")
    kurmanji = replace(WELL, site=KURMANJI, language="kmr", title="Berf", url="https://two-rivers.example/ku/1")
    path = web_sample.build(tmp_path / "a.db", [kurmanji, arabic])
    with sqlite3.connect(path) as conn:
        assert conn.execute("select name, label from sites").fetchall() == [(None, "two-rivers.example")]
        assert conn.execute("select site_name from articles order by id").fetchall() == [(KURMANJI,), (None,)]
    conn.close()
