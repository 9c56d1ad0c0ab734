"""What becomes of a text dump: every line accounted for, the article kept, the rest named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.dump import clean_dump
from pipelines.dump.decide import most_promising
from pipelines.dump.lines import lines_of
from pipelines.dump.measure import measure
from pipelines.memory import line_hash
from pipelines.reasons import APART_ROLES, REASONS, ROLES, TEXT_ROLES
from pipelines.types import Article, Block, Rules, SiteProfile

BODY = (
    "The council of Harrow Bay voted on Monday to replace the old ferry with a new one that runs on batteries.",
    "Fishermen had asked for a later date, because the harbour would be closed to them for most of the spring.",
    "“We have waited eleven years for this,” said Mayor Ines Holt after the vote, which ended seven to two.",
    "The first passengers should be able to cross before the end of next year, according to the plan.",
    "Half of the money comes from the province, and the rest will be raised by a small rise of the fares.",
)
TOP = (
    "Home",
    "News",
    "Sport",
    "Weather",
    "Harrow Bay gets a ferry that runs on batteries",
    "By Nadia al-Karim in Harrow Bay",
)
END = (
    "Share this article",
    "2 Comments",
    "Comment policy: be kind.",
    "Sign up for our newsletter",
    "© Bay Courier. All rights reserved.",
)
PAGE = "\n\n".join((*TOP, *BODY, *END))


def clean(text: str, profile: SiteProfile | None = None) -> Article:
    return clean_dump(text, Rules(), profile)


def block(article: Article, beginning: str) -> Block:
    return next(block for block in article.blocks if block.text.startswith(beginning))


def test_the_text_is_the_body_and_nothing_else() -> None:
    assert clean(PAGE).text == "\n\n".join(BODY)


def test_every_line_is_a_block_in_page_order() -> None:
    article = clean(PAGE)
    assert [b.text for b in article.blocks] == [line for line in PAGE.split("\n") if line]
    assert [b.where for b in article.blocks][:3] == ["line 1", "line 3", "line 5"]


def test_a_line_is_kept_or_has_a_reason_of_the_closed_list() -> None:
    for each in clean(PAGE).blocks:
        assert each.role in (TEXT_ROLES if each.kept else ROLES)
        assert (each.reason is None) if each.kept else (each.reason in REASONS and each.evidence)
        if each.reason in APART_ROLES:
            assert each.role == each.reason


def test_a_dump_says_its_title_and_author_with_the_line_they_stand_on() -> None:
    article = clean(PAGE)
    assert article.title == "Harrow Bay gets a ferry that runs on batteries"
    assert (article.byline, article.authors) == ("By Nadia al-Karim in Harrow Bay", ("Nadia al-Karim",))
    assert {o.field: o.origin for o in article.origins} == {
        "title": "headline (line 9)",
        "authors": "byline line (line 11)",
    }


def test_a_dump_without_headline_has_no_title() -> None:
    assert clean("\n\n".join(BODY)).title is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Share this article", "share-widget"),
        ("2 Comments", "comment-widget"),
        ("Comment policy: be kind.", "comment-policy"),
        ("Sign up for our newsletter", "newsletter"),
        ("© Bay Courier. All rights reserved.", "copyright"),
        ("Home", "navigation"),
        ("By Nadia al-Karim in Harrow Bay", "byline"),
    ],
)
def test_furniture_is_named(line: str, reason: str) -> None:
    assert block(clean(PAGE), line).reason == reason


def test_a_date_near_the_headline_is_the_day_of_publication() -> None:
    article = clean(PAGE.replace("By Nadia", "Published: 3 March 2024\n\nBy Nadia"))
    assert article.published == "2024-03-03"
    assert next(o for o in article.origins if o.field == "published").confidence >= 0.5


def test_a_date_in_the_text_is_not_the_day_of_publication() -> None:
    assert clean(PAGE.replace("on Monday", "on 3 March 2024")).published is None


def test_a_caption_saved_twice_is_kept_once_with_its_credit() -> None:
    caption = "The old ferry leaves Harrow Bay on a foggy morning in May. [Ruth Okello/Bay Courier]"
    article = clean(PAGE.replace(BODY[1], f"{caption}\n\n{caption}\n\n{BODY[1]}"))
    assert [(c.text, c.credit) for c in article.captions] == [
        ("The old ferry leaves Harrow Bay on a foggy morning in May.", "Ruth Okello/Bay Courier")
    ]
    assert [b.reason for b in article.blocks if b.text == caption] == ["caption", "caption-duplicate"]
    assert article.text == "\n\n".join(BODY)


def test_a_readers_comment_is_kept_apart_with_its_author() -> None:
    thread = "2 Comments\n\nOld Salt\n\n2 days ago\n\nAbout time, the old one leaks.\n\nReply"
    article = clean(PAGE.replace("2 Comments", thread))
    assert [(c.text, c.author, c.posted) for c in article.comments] == [
        ("About time, the old one leaks.", "Old Salt", "2 days ago")
    ]


def test_a_thread_above_its_form_is_found_by_its_dated_lines() -> None:
    thread = "Old Salt | 5 February 2026\n\nI cross twice a day, and the old one leaks.\n\nLeave a comment"
    article = clean(PAGE.replace("2 Comments", thread))
    assert [(c.text, c.author, c.posted) for c in article.comments] == [
        ("I cross twice a day, and the old one leaks.", "Old Salt", "5 February 2026")
    ]


def test_an_advertisement_label_inside_the_text_goes_and_the_text_stays() -> None:
    article = clean(PAGE.replace(BODY[2], f"ADVERTISEMENT\n\n{BODY[2]}"))
    assert article.text == "\n\n".join(BODY)
    assert block(article, "ADVERTISEMENT").reason == "advertisement"


def test_a_paragraph_printed_twice_is_kept_once() -> None:
    article = clean(PAGE.replace(BODY[1], f"{BODY[1]}\n\n{BODY[0]}"))
    assert article.text == "\n\n".join(BODY)
    assert [b.reason for b in article.blocks if b.text == BODY[0]] == [None, "repeated"]


def test_second_story_below_the_article_is_cut() -> None:
    story = (
        "Read more\n\nWeather\n\nStorm takes the roof of the school in Nettle Creek\n\nPublished\n\n2 March 2024\n\n"
        "A storm took the roof of the school in Nettle Creek on Sunday night, and nobody was hurt.\n\n"
        "Pupils will be taught in the church hall until the summer, the head teacher said.\n\nContinue reading"
    )
    article = clean(PAGE.replace("Sign up for", f"{story}\n\nSign up for"))
    assert article.text == "\n\n".join(BODY)
    assert block(article, "A storm took").reason == "trailing-story"
    assert block(article, "Storm takes").reason == "trailing-story"


def profile(*lines: str, pages: int) -> SiteProfile:
    return SiteProfile(site="folder:bay", pages=pages, recurring={line_hash(line): pages for line in lines})


def test_a_line_on_another_page_of_the_site_is_taken_out_and_the_count_told() -> None:
    standing = "The Bay Courier is printed on Fridays and read in all the villages of the bay."
    article = clean(PAGE.replace(BODY[2], f"{BODY[2]}\n\n{standing}"), profile(standing, pages=4))
    assert block(article, standing).reason == "recurring"
    assert block(article, standing).evidence == "same line on 3 other pages of this site"


def test_a_long_line_needs_two_other_pages_to_be_taken_out() -> None:
    long = " ".join((BODY[0], "It will carry forty cars and two hundred people, and it will be charged at night."))
    page = PAGE.replace(BODY[0], long)
    assert block(clean(page, profile(long, pages=2)), long).kept
    assert not block(clean(page, profile(long, pages=3)), long).kept


def test_a_copy_of_another_page_keeps_its_text() -> None:
    assert clean(PAGE, profile(*BODY, pages=5)).text == "\n\n".join(BODY)


def test_memory_can_be_switched_off() -> None:
    rules = Rules(use_site_memory=False)
    assert clean_dump(PAGE, rules, profile(BODY[1], pages=5)).text == "\n\n".join(BODY)


def test_a_dump_of_which_nothing_is_kept_is_no_error() -> None:
    article = clean("Home\nNews\nHarrow Bay gets a ferry that runs on batteries\nSearch\nLog in")
    assert [block.where for block in article.blocks] == [f"line {number}" for number in range(1, 6)]


def test_where_there_is_prose_the_text_is_never_empty() -> None:
    strict = Rules(dump_threshold=99.0, cautious_threshold=98.0)
    article = clean_dump(PAGE, strict, None)
    assert BODY[2] in article.text
    assert article.warnings == ("cautious",)


@pytest.mark.parametrize("text", ["", "\n\n", "\x00", "x", "12", "…", "\ud800", "[" * 50, "a" * 100_000, "by\nby\nby"])
def test_odd_dumps_are_cleaned_without_an_error(text: str) -> None:
    article = clean(text)
    assert all(b.kept == (b.reason is None) for b in article.blocks)


def test_the_same_dump_gives_the_same_article() -> None:
    assert clean(PAGE) == clean(PAGE)


def dated(*head: str, body: tuple[str, ...] = BODY) -> Article:
    return clean("\n\n".join(("Bay Courier", "Harrow Bay votes to replace the old ferry", *head, *body)))


@pytest.mark.parametrize(
    "name", ["Tom Ashdown", "Оксана Гриценко", "田中健一", "Ayşe Gündoğdu", "João da Silva", "هدى منصور"]
)
@pytest.mark.parametrize("above", [True, False])
def test_a_name_alone_beside_the_date_is_the_author(name: str, above: bool) -> None:
    article = dated(*((name, "12 May 2021") if above else ("12 May 2021", name)))
    assert article.authors == (name,)
    assert [o.confidence for o in article.origins if o.field == "authors"] == [0.6]


@pytest.mark.parametrize(
    "line", ["Share this", "Reading time", "News Desk", "the old ferry", "Harrow Bay.", "2 Comments"]
)
def test_what_is_no_full_name_beside_the_date_is_nobody(line: str) -> None:
    assert dated(line, "12 May 2021").authors == ()


@pytest.mark.parametrize(
    "line",
    [
        "Nadia Karim 12 May 2021, 10:15",
        "12 May 2021 10:15 By Nadia Karim",
        "Nadia Karim - Harrow Bay / 12 May 2021, 10:15",
        "Nadia Karim Wednesday, 12 May 2021 3 minutes",
    ],
)
def test_a_name_in_one_line_with_the_date_is_the_author(line: str) -> None:
    assert dated(line).authors == ("Nadia Karim",)


@pytest.mark.parametrize(
    "line", ["New York, 12 May 2024", "Stoke Newington - 12 May 2024", "John Carter, 12 May 1843 - 3 June 1901"]
)
def test_a_place_before_the_day_is_nobody(line: str) -> None:
    assert dated(line).authors == ()


def test_a_day_before_the_web_is_the_storys() -> None:
    assert dated("John Carter, born 12 May 1843").published is None


def test_the_papers_name_beside_the_date_is_nobody() -> None:
    assert dated("Bay Courier 12 May 2021, 10:15").authors == ()


@pytest.mark.parametrize("line", ["Author: Nadia Karim", "Text: Nadia Karim", "（村上沙織）", "(Оксана Гриценко)"])
def test_who_signed_below_the_text_is_the_author(line: str) -> None:
    name = line.removeprefix("Author: ").removeprefix("Text: ").strip("（）()")
    article = clean(
        "\n\n".join(("Harrow Bay votes to replace the old ferry", "12 May 2021", *BODY, line, "Tags: ferry", *END))
    )
    assert article.authors == (name,)


@pytest.mark.parametrize("line", ["Career Advice", "Final Thoughts", "Submit Rating", "Нижний Новгород"])
def test_a_label_below_the_text_that_is_written_like_a_name_is_nobody(line: str) -> None:
    assert clean("\n\n".join(("Harrow Bay votes to replace the old ferry", *BODY, line, *END))).authors == ()


@pytest.mark.parametrize(
    "head",
    [
        (
            "# Harrow Bay votes for batteries",
            "Every third ferry of the coast is older",
            "[Nadia Karim](/people/nadia)",
            "12 May 2021",
        ),
        ("Harrow Bay votes for batteries", "2021-05-12 10:15 Source: Bay Courier Author: Nadia Karim"),
        ("Harrow Bay votes for batteries", "12 May 2021", "The old ferry at its pier. © Bay Courier"),
    ],
)
def test_the_headline_is_the_line_that_is_one(head: tuple[str, ...]) -> None:
    assert (
        clean("\n\n".join(("Home", "* News", "* Sport", *head, *BODY, *END))).title == "Harrow Bay votes for batteries"
    )


def test_text_below_a_box_and_above_the_tags_is_the_articles() -> None:
    box = ("Read also", "A bakery of the coast bakes its last loaf")
    article = clean("\n".join((*TOP, *BODY[:3], *box, *BODY[3:], "Tags: ferry, harbour", *END)))
    assert all(paragraph in article.text for paragraph in BODY)
    assert box[1] not in article.text


LLANO = (
    "El molino de viento de Quintanar volvió a moler trigo el domingo, después de sesenta años parado junto al río.",
    "Los vecinos habían pedido otra fecha, porque el camino estaba cortado y muchos no podían llegar a tiempo.",
    "«Llevamos once años esperando este día», dijo la alcaldesa después de que las aspas dieran la primera vuelta.",
    "La mitad del dinero lo pone la provincia, y el resto saldrá de una pequeña subida de las entradas del museo.",
)


def test_dates_of_a_dump_are_read_in_its_language() -> None:
    head = "Bay Courier", "El molino de viento vuelve a moler trigo", "05/06/2025 - 09:30 | Actualizado: 07/06/2025"
    article = clean("\n\n".join((*head, *LLANO)))
    assert (article.published, article.modified) == ("2025-06-05", "2025-06-07")


def test_the_other_dates_of_an_english_dump_say_which_english_it_is() -> None:
    assert dated("05/06/2025").published == "2025-05-06"
    assert dated("05/06/2025", body=(*BODY, "25/12/2024")).published == "2025-06-05"


def test_the_section_is_the_last_crumb() -> None:
    page = ("Home > Culture > Heritage", "Harrow Bay votes to replace the old ferry", "12 May 2021", *BODY)
    assert clean("\n\n".join(page)).section == "Heritage"


TEXT = "\n".join(BODY)


@pytest.mark.parametrize(
    ("above", "published", "modified"),
    [
        ("Old ferry is saved\n3 March 2024 · 4 min read", "2024-03-03", None),
        ("Old ferry is saved\nMonday, 4 March 2024", "2024-03-04", None),
        ("Old ferry is saved\nPosted on March 3, 2024 by Ana Ruiz", "2024-03-03", None),
        ("[ 1 March 2024 ] Harbour fair opens\nOld ferry is saved\n3 March 2024", "2024-03-03", None),
        ("3 March 2024\nShare\nMail\nPrint\nFive minutes", "2024-03-03", None),
        ("Old ferry is saved\nUpdated 5 March 2024", "2024-03-05", "2024-03-05"),
        ("Old ferry is saved\n3 March 2024 - Updated 5 March 2024", "2024-03-03", "2024-03-05"),
    ],
)
def test_a_date_above_the_text_is_read_and_no_part_of_it(above: str, published: str, modified: str | None) -> None:
    article = clean(f"{above}\n{TEXT}")
    assert (article.published, article.modified) == (published, modified)
    assert article.text == "\n\n".join(BODY)


def test_the_dates_of_a_diary_stay_in_its_text() -> None:
    days = [f"{day} March 2024\n{BODY[day % 5]}\n{BODY[(day + 1) % 5]}" for day in range(3, 9)]
    kept = [block.text for block in clean("A week on the ferry\n" + "\n".join(days)).blocks if block.kept]
    assert {"5 March 2024", "6 March 2024"} <= set(kept)


def test_a_doubtful_line_is_kept_on_a_page_of_doubtful_lines_and_left_out_on_a_page_of_sure_ones() -> None:
    lines = measure(lines_of("\n".join(f"{text} {BODY[0]}" for text in ("One", "Two", "Three", "Four", "Five", "Six"))))
    scores = {"sure": [6.0, 6.0, -4.0, -0.9, -4.0, -4.0], "doubtful": [0.1, -0.8, -0.7, -0.9, -0.8, -0.7]}
    thresholds = {name: most_promising(lines, given) for name, given in scores.items()}
    assert thresholds["sure"] > -0.9 > thresholds["doubtful"]


@pytest.mark.parametrize("text", ["***\n\n---\n\n***", "·\n·\n·", "%%%", "— — —\n\n* * *"])
def test_a_dump_without_a_word_is_cleaned_like_any_other(text):
    made = clean_dump(text, Rules(), None)
    assert [line for block in made.blocks for line in block.text.split("\n") if line] == [
        line for line in text.split("\n") if line
    ]


MENU = ("Harbour", "Ferry timetables", "Letters", "Archive", "Jobs", "Subscriptions", "Contact", "Advertise")


@pytest.mark.parametrize(
    ("byline", "names"),
    [("By Nadia al-Karim", ("Nadia al-Karim",)), ("Von Merle Hinrichs", ("Merle Hinrichs",)), ("Por Ana Ruiz", ("Ana Ruiz",))],
)  # fmt: skip
def test_an_author_named_far_above_the_text_is_read(byline: str, names: tuple[str, ...]) -> None:
    article = clean("\n\n".join((*TOP[:5], byline, *MENU, *BODY, *END)))
    assert article.text == "\n\n".join(BODY)
    assert article.authors == names


@pytest.mark.parametrize("day", ["May 3, 2024", "Updated: 3 May 2024, 10:15", "3 de mayo de 2024", "3. Mai 2024"])
def test_a_day_alone_in_its_line_above_the_text_is_the_articles(day: str) -> None:
    article = clean("\n\n".join((*TOP[:5], day, *MENU, *BODY, *END)))
    assert (article.published or "")[:10] == "2024-05-03"


def test_a_line_that_only_holds_a_day_does_not_date_the_text_from_below() -> None:
    article = clean("\n\n".join((*TOP[:5], *BODY, "Most read", "Crane swings again", "May 3, 2024", *END)))
    assert article.published is None


def test_a_date_and_a_byline_are_no_headline() -> None:
    article = clean("\n\n".join((*TOP[:5], "May 3, 2024", "By Nadia al-Karim", *BODY, *END)))
    assert article.title == TOP[4]


@pytest.mark.parametrize(
    "line",
    [
        "The old ferry at the quay on Monday. Photo: Ines Calloway",
        "Die alte Fähre am Montag. Foto: Merle Hinrichs",
        "Старый паром в понедельник. Фото: Вера Столярова",
    ],
)
def test_a_line_above_the_text_that_ends_with_a_credit_is_a_caption(line: str) -> None:
    article = clean("\n\n".join((*TOP, line, *BODY, *END)))
    assert block(article, line).reason == "caption"
    assert [caption.credit for caption in article.captions] == [line.rpartition(". ")[2]]


SCORES = """
import sys
from pathlib import Path
from pipelines.dump.lines import lines_of
from pipelines.dump.measure import measure
from pipelines.dump.model import load_model
for path in sorted(Path(sys.argv[1]).glob("*.txt")):
    print(load_model().judge(measure(lines_of(path.read_text(encoding="utf-8")))).scores)
"""


def test_scores_are_the_same_to_the_last_digit_in_every_process() -> None:
    pages = Path(__file__).parent / "pages"
    told = {
        subprocess.run(
            [sys.executable, "-c", SCORES, str(pages)],
            env={**os.environ, "PYTHONHASHSEED": str(seed)}, capture_output=True, check=True,
        ).stdout
        for seed in (1, 2, 3)
    }  # fmt: skip
    assert len(told) == 1
    assert told.pop()


SIGNED = {
    "fr": ("Le bac d'Osterau ne passe plus le soir", "Par Ilse Tamm", "Publié le 3 mai 2019"),
    "ar": ("عبّارة الجزيرة تتوقف عند الغروب", "بقلم: سلمى حداد", "3 أيار 2019"),
}  # fmt: skip
TOLD = {
    "fr": "Depuis le printemps, la barque d'Osterau reste à quai dès que le passeur entend sonner sept heures.\n\nIl dit que ses yeux baissent, et que l'eau monte.",
    "ar": "منذ الربيع تبقى القوارب مربوطة عند الرصيف حالما يسمع الملّاح جرس السابعة مساء كل يوم.\n\nيقول إن نظره يضعف، وإن الماء يرتفع.",
}


@pytest.mark.parametrize("language", SIGNED)
def test_a_line_that_is_signed_right_below_is_the_headline(language: str) -> None:
    head = "\n".join(SIGNED[language])
    article = clean(f"Accueil\nSports\nSe connecter\n\n{head}\n\n{TOLD[language]}\n")
    assert article.title == SIGNED[language][0]


def test_a_headline_may_begin_with_a_word_that_bylines_begin_with() -> None:
    lead = "De oude kraan krijgt na veertig jaar roest weer een groene kleur, zegt de havenmeester van de kade."
    article = clean(
        f"De oude kraan aan de kade wordt groen\n\nDoor Ilse Tamm\n\n12 mei 2024\n\n{lead}\n\nDe verf is besteld, en het touw ook.\n"
    )
    assert article.title == "De oude kraan aan de kade wordt groen"
