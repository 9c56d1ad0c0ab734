"""Lines of the medium about itself leave the text, told by where their links lead and where they stand."""

from __future__ import annotations

import pytest

from pipelines.html.medium import remove_lines_of_the_medium
from pipelines.html.targets import target_of
from pipelines.pitches import Medium
from tests.html_sample import PARAGRAPHS, STORY, TITLE, article_page, ledger_of, page, read

TIDE = Medium(name="Kelmouth Tide", site="kelmouthtide.org", authors=("Maren Oldershaw",))

TARGETS = [
    ("https://t.me/kelmouthtide", "account"),
    ("https://t.me/s/kelmouthtide", "account"),
    ("https://t.me/captain/123", "post"),
    ("https://whatsapp.com/channel/0029Va", "account"),
    ("https://www.facebook.com/kelmouth", "account"),
    ("https://www.facebook.com/kelmouth/posts/123", "post"),
    ("https://www.facebook.com/sharer/sharer.php?u=x", "share"),
    ("https://twitter.com/captain/status/1", "post"),
    ("https://www.youtube.com/@kelmouth", "account"),
    ("https://www.youtube.com/watch?v=x", "post"),
    ("https://instagram.com/p/Cx/", "post"),
    ("https://news.google.com/publications/CAAq?hl=de", "account"),
    ("https://play.google.com/store/apps/details?id=org.kelmouth", "app"),
    ("mailto:desk@mail.kelmouthtide.org?subject=x", "mail"),
    ("tel:+49555", "mail"),
    ("https://wa.me/49555", "mail"),
    ("/newsletter", "subscribe"),
    ("https://www.kelmouthtide.org/abo/", "subscribe"),
    ("/tag/harbour/", "list"),
    ("https://kelmouthtide.org/author/maren", "author"),
    ("/2024/old-number-four", "own"),
    ("https://harbour.example/a", "other"),
    ("javascript:void(0)", "other"),
    ("#top", "other"),
    ("http://[home", "other"),
]


@pytest.mark.parametrize(("address", "kind"), TARGETS)
def test_an_address_says_where_it_leads(address: str, kind: str) -> None:
    assert target_of(address, "kelmouthtide.org").kind == kind


def test_a_block_knows_its_links() -> None:
    html = "<p>One <a href='/a'>two</a></p><p>no link</p><a href='/b'><div>three</div></a><p>x <a>y</a></p>"
    assert [block.links for block in read(page(html)).blocks] == [("/a",), (), ("/b",), ()]


def test_a_line_between_breaks_knows_its_own_links() -> None:
    html = f"<div>{PARAGRAPHS[0]} <a href='/a'>more</a><br><br>{PARAGRAPHS[1]}<br><br><a href='/b'>b</a> {PARAGRAPHS[2]}</div>"
    assert [block.links for block in read(page(html)).blocks] == [("/a",), (), ("/b",)]


def removed_by(html: str, medium: Medium = TIDE) -> dict[str, str]:
    ledger = ledger_of(html)
    ledger.medium = medium
    remove_lines_of_the_medium(ledger)
    return {block.text: ledger.reasons[i] for i, block in ledger if not ledger.kept[i]}


GONE = [
    ("<p>Deniz kıyısından <a href='https://t.me/kelmouthtide'>buradan</a></p>", "newsletter"),
    ("<p>Lyt hos <a href='https://play.google.com/store/apps/details?id=org.kelmouthtide'>os</a></p>", "newsletter"),
    ("<p>Dyddiadur: <a href='mailto:desk@kelmouthtide.org'>yma</a></p>", "correction-note"),
    ("<p><a href='/newsletter'>Llythyr y bore, am ddim</a></p>", "newsletter"),
    ("<p><a href='/author/maren'>Popeth gan Maren Oldershaw</a></p>", "related-stories"),
    ("<p><b>Hefyd</b>: <a href='/2024/pier'>The pier that nobody wanted to repair</a></p>", "related-stories"),
    ("<p>【相关阅读】老码头变身图书馆游客可借书</p>", "related-stories"),
    ("<p>Escríbenos al WhatsApp de la redacción: 600 000 000</p>", "correction-note"),
]


@pytest.mark.parametrize(("line", "reason"), GONE)
def test_a_line_of_the_medium_leaves_the_text(line: str, reason: str) -> None:
    assert list(removed_by(article_page(line)).values()) == [reason]


@pytest.mark.parametrize(
    "line",
    [
        "<p>The captain wrote it on <a href='https://t.me/captain/123'>Telegram</a>.</p>",
        "<p>The band plays on <a href='https://www.instagram.com/northernband'>Instagram</a>.</p>",
        "<p>Who saw it may write to <a href='mailto:tips@police.example'>the police</a>.</p>",
        "<p>Source: <a href='https://harbour.example/report'>The report of the harbour board</a></p>",
        "<p>The board's <a href='/2024/pier'>decision on the old pier</a> came in spring.</p>",
        f"<p>{PARAGRAPHS[0]} <a href='/newsletter'>Newsletter</a></p>",
        "<p>It was the last evening.</p>",
    ],
)
def test_a_sentence_of_the_story_stays(line: str) -> None:
    assert removed_by(article_page(line + f"<p>{PARAGRAPHS[3]}</p>")) == {}


@pytest.mark.parametrize(("page_type", "goes"), [("article", True), ("liveblog", True), ("listing", False)])
def test_a_live_report_is_cleaned_as_an_article_is(page_type: str, goes: bool) -> None:
    link = "<a href='https://t.me/kelmouthtide'>Follow the Kelmouth Tide on Telegram</a>"
    ledger = ledger_of(page(f"<h1>{TITLE}</h1>{STORY}<p>{link}</p>{STORY}"))
    ledger.medium, ledger.page_type = TIDE, page_type
    remove_lines_of_the_medium(ledger)
    kept = [block.text for index, block in ledger if ledger.kept[index]]
    assert ("Follow the Kelmouth Tide on Telegram" not in kept) is goes


def test_an_account_that_a_menu_names_is_the_mediums_own() -> None:
    link = "<a href='https://t.me/xyz99'>yma</a>"
    html = page(f"<h1>{TITLE}</h1>{STORY}<p>Dilynwch {link}</p>")
    assert removed_by(html) == {}
    menu = page(f"<h1>{TITLE}</h1>{STORY}<p>Dilynwch {link}</p><footer>{link}</footer>")
    ledger = ledger_of(menu, kept=(*(text[:20] for text in PARAGRAPHS), "Dilynwch"))
    ledger.medium = TIDE
    remove_lines_of_the_medium(ledger)
    assert {block.text: ledger.reasons[i] for i, block in ledger}["Dilynwch yma"] == "newsletter"


def test_a_list_of_links_that_an_author_made_stays() -> None:
    gear = "".join(f"<p><a href='/topics/gear/{n}'>Piece number {n} of gear</a></p>" for n in range(6))
    assert removed_by(article_page(gear)) == {}


def test_a_line_that_names_nobody_stays_among_the_paragraphs() -> None:
    line = "<p>Follow the news of the islands on Facebook</p>"
    inside = page(f"<h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p>{line}<p>{PARAGRAPHS[1]}</p>")
    assert removed_by(inside) == {}
    assert list(removed_by(page(f"<h1>{TITLE}</h1>{STORY}{line}")).values()) == ["newsletter"]
