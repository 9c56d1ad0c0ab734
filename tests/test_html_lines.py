"""Lines that `<br>` parts: which are blocks of their own, and what becomes of menus and teasers that are built of them."""

import pytest

from pipelines.html.headline import set_title_apart
from pipelines.html.junk import remove_junk_lines, remove_labelled_boxes
from pipelines.html.link_lists import remove_link_lists
from tests.html_sample import PARAGRAPHS, STORY, TITLE, ledger_of, page, read

FIRST, SECOND, THIRD, _ = PARAGRAPHS
MENU = "".join(f"<a href='/{n}'>{n}</a><br>" for n in ("Home", "Harbour", "Weather", "Letters"))

SPLIT = [
    ("<td>One<br><br>Two</td>", ["One", "Two"]),
    ("<div>The boat was late,<br>the quay was wet,<br><br>and nobody had<br>the ticket yet.</div>",
     ["The boat was late,\nthe quay was wet,", "and nobody had\nthe ticket yet."]),
    ("<td><a href='/a'>Harbour</a><br><a href='/b'>Weather</a></td>", ["Harbour", "Weather"]),
    ("<td>See also<br><a href='/a'>Dredger to stay</a></td>", ["See also", "Dredger to stay"]),
    ("<td>Write to <a href='/m'>Ines</a><br>or to the harbour board</td>", ["Write to Ines\nor to the harbour board"]),
    ("<td><b>The last ferry</b><br>It left at six.</td>", ["The last ferry", "It left at six."]),
    ("<td><font size='5'>The last<br>ferry</font><br>It left at six.</td>", ["The last\nferry", "It left at six."]),
    ("<td><font size='2'>The last ferry</font><br>left at six.</td>", ["The last ferry\nleft at six."]),
    (f"<td>{FIRST}<br>{SECOND}</td>", [FIRST, SECOND]),
    (f"<td>{FIRST}<br>It is old.<br>{SECOND}</td>", [f"{FIRST}\nIt is old.", SECOND]),
    (f"<td>&nbsp;&nbsp;{FIRST}<br>&nbsp;&nbsp;It is old.</td>", [FIRST, "It is old."]),
    ("<td>&nbsp;&nbsp;Out on the bay<br>&nbsp;&nbsp;&nbsp;&nbsp;nobody can stay</td>", ["Out on the bay\nnobody can stay"]),
    ("<div>Text <em class='img_desc'>The pier. Kelmouth Tide</em> goes on</div>", ["Text", "The pier. Kelmouth Tide", "goes on"]),
    ("<p><b>The last ferry</b><br>It left at six.<br><a href='/a'>Ashore</a></p>", ["The last ferry\nIt left at six.\nAshore"]),
    ("<p>Shown<span hidden>not<br>this</span></p>", ["Shown", "not this"]),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), SPLIT)
def test_lines_of_different_kinds_are_blocks_of_their_own(html, expected):
    assert [
        block.text for block in read(f"<table><tr>{html}</tr></table>" if "<td>" in html else html).blocks
    ] == expected


def test_links_and_names_belong_to_the_lines_they_stand_in():
    blocks = read("<td><a href='/'>Home</a><br><br>Words <span class='author'>Ines Holm</span><br><br>None</td>").blocks
    assert [block.link_density for block in blocks] == [1.0, 0.0, 0.0]
    assert [[mark.text for mark in block.marks] for block in blocks] == [[], ["Ines Holm"], []]


def test_a_headline_in_large_type_is_the_title_where_no_heading_is():
    ledger = ledger_of(page(f"<td>Harbour<br><font size='5'><b>{TITLE}</b></font><br><br>{FIRST}</td>"))
    set_title_apart(ledger)
    assert [block.text for index, block in ledger if ledger.reasons[index] == "title"] == [TITLE]


def test_a_box_of_links_is_a_menu():
    ledger = ledger_of(page(f"<table><tr><td><b>Sections</b><br>{MENU}</td><td>{STORY}</td></tr></table>"), kept=())
    remove_link_lists(ledger)
    gone = [block.text for index, block in ledger if ledger.reasons[index] == "navigation"]
    assert gone == ["Sections", "Home", "Harbour", "Weather", "Letters"]


def test_a_table_of_records_and_an_authors_list_are_no_menus():
    rows = "".join(f"<tr><td>{year}</td><td>{MENU}</td><td>{MENU}</td></tr>" for year in range(1990, 1996))
    ledger = ledger_of(page(f"{STORY}{STORY}{STORY}{STORY}<p>{MENU}</p><table>{rows}</table>"), kept=())
    remove_link_lists(ledger)
    assert set(ledger.reasons) == {"outside-article"}


def test_teasers_below_a_line_that_announces_them_go_and_the_text_stays():
    teasers = "<b>Read also</b><br><a href='/1'>Dredger to stay</a><br>Until the summer.<br><br><a href='/2'>Ice on the quay</a>"
    ledger = ledger_of(page(f"<table><tr><td>{FIRST}<br><br>{SECOND}<br><br>{teasers}</td></tr></table>"), kept=())
    remove_link_lists(ledger)
    gone = [block.text for index, block in ledger if ledger.reasons[index] == "related-stories"]
    assert gone == ["Read also", "Dredger to stay", "Until the summer.", "Ice on the quay"]


@pytest.mark.parametrize(("above", "reasons"), [("", {"navigation"}), ("Where to read on:<br>", {"outside-article"})])
def test_links_at_the_end_of_a_box_go_unless_the_author_heads_them(above, reasons):
    ledger = ledger_of(page(f"<div>{FIRST}<br><br>{SECOND}<br><br>{above}{MENU}</div>"), kept=())
    remove_link_lists(ledger)
    assert {ledger.reasons[index] for index, block in ledger if block.linked} == reasons


def test_a_small_box_that_opens_with_the_word_for_an_advertisement_is_one():
    ledger = ledger_of(
        page(f"<div><b>Advertisement</b><br>Pape sells chairs.</div><div>Advertisement<p>{FIRST}</p></div>"), kept=()
    )
    remove_labelled_boxes(ledger)
    assert [block.text for index, block in ledger if ledger.reasons[index] == "advertisement"] == [
        "Advertisement",
        "Pape sells chairs.",
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("<a href='/p'>Share</a> | <a href='/m'>Something unheard of</a>", "share-widget"),
        ("<a href='/1'>Erste Seite</a> | <a href='/2'>Letzte Seite</a>", "navigation"),
        ("© 2003 Kelmouth Tide", "copyright"),
    ],
)
def test_a_row_of_links_and_a_copyright_line_at_the_end_go(line, reason):
    ledger = ledger_of(page(f"<div>{STORY}<div>{line}</div></div>"))
    remove_junk_lines(ledger)
    assert ledger.reasons[len(ledger) - 1] == reason
