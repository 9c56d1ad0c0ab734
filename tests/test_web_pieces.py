"""How a page's blocks become the pieces of a reading page; no Datasette in here."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.web import display
from archive.web.launch import PUBLIC_SETTINGS, SETTINGS
from archive.web.pieces import FAMILIES, FOLDED_AFTER, above, legend, pieces
from pipelines.reasons import REMOVED_REASONS
from pipelines.types import Block, Caption


def kept(role: str = "paragraph") -> Block:
    return Block(text=role, role=role, kept=True)


def gone(reason: str) -> Block:
    return Block(text=reason, role="label", kept=False, reason=reason)


CASES = [
    ([kept(), kept()], ["paragraph", "paragraph"]),
    ([kept("list-item"), kept("list-item"), kept()], ["list", "paragraph"]),
    ([kept("table-row"), kept("table-row")], ["table"]),
    ([kept("heading"), kept("quote"), kept("code")], ["heading", "quote", "code"]),
    ([gone("navigation"), gone("navigation"), gone("newsletter")], ["removed", "removed"]),
    ([gone("title"), gone("byline"), gone("caption"), gone("comment")], ["apart", "apart", "caption", "apart"]),
    ([kept("list-item"), gone("advertisement"), kept("list-item")], ["list", "removed", "list"]),
    ([gone("a reason of a later version")], ["removed"]),
    ([], []),
]


@pytest.mark.parametrize(("blocks", "kinds"), CASES)
def test_neighbours_of_one_kind_are_one_piece(blocks, kinds):
    assert [piece.kind for piece in pieces(blocks, (), with_removed=True)] == kinds


def test_only_text_and_captions_are_shown_unasked():
    blocks = [gone("title"), gone("caption"), kept(), gone("advertisement"), kept(), gone("comment")]
    assert [piece.kind for piece in pieces(blocks, (), with_removed=False)] == ["caption", "paragraph", "paragraph"]


def test_list_is_whole_again_where_an_advertisement_stood_in_it():
    blocks = [kept("list-item"), gone("advertisement"), kept("list-item")]
    assert [len(piece.blocks) for piece in pieces(blocks, (), with_removed=False)] == [2]


def test_no_block_is_lost_or_moved():
    blocks = [block for case, _ in CASES for block in case]
    assert [block for piece in pieces(blocks, (), with_removed=True) for block in piece.blocks] == blocks


@pytest.mark.parametrize(("credit", "shown"), [("Ines", "Ines"), ("cap", None), (None, None)])
def test_credit_is_shown_where_the_caption_does_not_say_it(credit, shown):
    (piece,) = pieces([gone("caption")], [Caption(text="caption", credit=credit, block=0)], with_removed=False)
    assert piece.credit == shown


def test_caption_without_a_block_follows_the_text():
    found = pieces([kept()], [Caption(text="From the metadata", credit=None)], with_removed=False)
    assert [(piece.kind, piece.blocks[0].text) for piece in found] == [
        ("paragraph", "paragraph"),
        ("caption", "From the metadata"),
    ]


@pytest.mark.parametrize(("lines", "folded"), [(1, 0), (FOLDED_AFTER + 1, 0), (FOLDED_AFTER + 2, 2), (100, 92)])
def test_long_runs_are_folded_but_never_for_a_single_line(lines, folded):
    (piece,) = pieces([gone("navigation")] * lines, (), with_removed=True)
    assert (len(piece.shown), len(piece.folded)) == (lines - folded, folded)


def test_what_stands_above_is_counted_up_to_the_first_text_or_caption():
    menu = [gone("navigation")] * 7 + [gone("title")]
    assert above(pieces([*menu, kept(), *menu], (), with_removed=True)) == 2
    assert above(pieces([gone("navigation"), kept()], (), with_removed=True)) == 0
    assert above(pieces(menu, (), with_removed=True)) == 0


def test_legend_counts_removed_blocks_by_family_and_reason():
    blocks = [gone("newsletter"), gone("advertisement"), gone("newsletter"), gone("title"), kept(), gone("repeated")]
    assert [(entry.family.slug, entry.count, entry.reasons) for entry in legend(blocks)] == [
        ("promotion", 3, (("newsletter", 2), ("advertisement", 1))),
        ("repetition", 1, (("repeated", 1),)),
    ]


def test_every_removal_reason_has_one_family():
    assert sorted(reason for family in FAMILIES for reason in family.reasons) == sorted(REMOVED_REASONS)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2026", "2026"), ("2026-13-40", "2026-13-40"), ("0000-00-00", "0000-00-00"), ("yesterday", "yesterday"), ("", ""), (None, ""),
        ("9999-12-31T23:59:59+14:00", "31 December 9999, 23:59 (UTC+14:00)"), ("2026-03-17T14:05:00Z", "17 March 2026, 14:05 (UTC)"),
        ("2026-03", "2026-03"), ("٢٠٢٦-٠٣-١٧", "٢٠٢٦-٠٣-١٧"), ("2026-03-17T14:05", "17 March 2026, 14:05"),
    ],
)  # fmt: skip
def test_dates_are_shown_in_words_and_what_is_none_as_it_is(value, shown):
    assert display.human_date(value) == shown


DOCS = (Path(__file__).parent.parent / "docs" / "browsing.md").read_text(encoding="utf-8")


def test_every_family_is_documented_with_its_reasons():
    for family in FAMILIES:
        reasons = ", ".join(f"`{reason}`" for reason in family.reasons)
        assert f": {family.name.lower()} | {reasons} |" in DOCS


def test_settings_in_the_documentation_are_those_in_force():
    for name in ("suggest_facets", "allow_download", "max_returned_rows", "sql_time_limit_ms", "truncate_cells_html"):
        assert f"| `{name}` | {SETTINGS[name]} | {(SETTINGS | PUBLIC_SETTINGS)[name]} |" in DOCS
