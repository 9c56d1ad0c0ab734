"""What leaves an HTML page's text and for what reason, what is kept beside it, and what must stay."""

from __future__ import annotations

import pytest

from pipelines.clean import clean
from pipelines.types import Article, Capture, Provenance, Rejection

PROSE = (
    ("The lamp factory on the canal made its last bulb at a quarter past two, and the woman who took it off the belt wrapped it in "
    "a page of the shift book, put it into her coat and walked home along the water without saying anything to the foreman."),
    ("Forty years earlier the same belt had carried nine thousand lamps a day to ships, mines and theatres, and the town had been "
    "so proud of them that the street lights were left burning through the morning for travellers who arrived by the early train."),
    ("What remains is a hall with a leaking roof, a tower in which the glass was drawn, and a collection of several hundred sample "
    "lamps that the last director kept in his office, each with a paper label that says where it was meant to shine and for whom."),
    ("A small society now wants to open the hall for visitors on two days a week, and its chairman, a retired teacher, believes that "
    "the machines could run again within a year if somebody can be found who still knows how the vacuum pumps were oiled."),
    ("The county has promised to pay for the roof, though not before the winter, and the society has begun to collect tarpaulins, "
    "buckets and the telephone numbers of people who do not mind being called when it rains hard in the middle of the night."),
)  # fmt: skip
GERMAN = (
    ("Die Mühle am oberen Bach steht seit dem Herbst still, weil der letzte Müller keinen Nachfolger gefunden hat und die Gemeinde "
    "nicht weiß, ob sie das Wehr erhalten oder dem Wasser seinen alten Lauf zurückgeben soll, wie es die Fischer seit Jahren fordern."),
    ("Im Gemeinderat sprach am Dienstag zuerst der Bäcker, der sein Mehl bisher von dort bezog, und erinnerte daran, dass die Mühle "
    "zwei Kriege und drei Hochwasser überstanden habe, nicht aber die Vorschriften über den Abstand zwischen Sieb und Sackaufzug."),
    ("Eine Entscheidung soll im Februar fallen, wenn das Gutachten über die Standfestigkeit der Mauern vorliegt, für das der Landkreis "
    "bereits einen Geologen beauftragt hat, der nun jeden Donnerstag mit einem Bohrer und zwei Studenten am Mühlgraben steht."),
)  # fmt: skip
ARABIC = (
    ("أغلقت المكتبة القديمة في حي الميناء أبوابها يوم الأحد بعد أكثر من ستين عاما من العمل، وقال صاحبها إن القراء ما زالوا يأتون كل صباح "
    "لكنهم يجلسون طويلا ولا يشترون شيئا، وإن إيجار المحل ارتفع ثلاث مرات منذ الشتاء الماضي حتى صار أكبر من ثمن الكتب."),
    ("وكان والده قد افتتح المكتبة في غرفة صغيرة خلف السوق، وكان يبيع فيها الدفاتر والخرائط للبحارة الذين يمرون بالمدينة، ثم اشترى مجموعة من "
    "الكتب من طبيب غادر البلاد، وبقيت تلك الكتب على الرفوف العالية لأن أحدا لم يسأل عنها طوال سنوات كثيرة."),
    ("ويفكر سكان الحي الآن في شراء المكان وتحويله إلى قاعة مفتوحة للأطفال، وقد جمعوا خلال أسبوعين نصف المبلغ المطلوب من الصيادين والتجار "
    "والمعلمين، غير أن مالك المبنى لم يقل بعد إن كان سيقبل العرض أو سيبيع المبنى كله لشركة من خارج المدينة."),
)  # fmt: skip
JAPANESE = (
    ("港のそばにある古い銭湯が今月末で営業を終えることになり、毎日のように通っていた漁師たちは、これからどこで体を温めればよいのかと話し合っている。"
    "銭湯は戦後すぐに建てられ、煙突は船から見える目印として長く親しまれてきた。"),
    ("三代目の主人によると、燃料の値段がこの二年でほぼ倍になり、ボイラーの修理を引き受けてくれる職人も町にはもういないという。"
    "それでも冬の間は一日に四十人ほどの客があり、番台には子どものころから通う人たちが置いていく野菜や魚が並んでいた。"),
    ("町は建物を買い取って残すことを検討しているが、耐震の調査には少なくとも半年かかる見通しで、その間は煙突だけを先に補強する案も出ている。"
    "主人は、湯を沸かす音が聞こえなくなる朝を想像するとまだ眠れないと静かに語った。"),
)  # fmt: skip
TITLE = "The last lamp of the canal"


def paragraphs(prose: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in prose)


def page(body: str, title: str = TITLE, lang: str = "en") -> str:
    return f"<!doctype html><html lang='{lang}'><head><title>{title}</title></head><body>{body}</body></html>"


def best(html: str) -> Article:
    outcome = clean(
        Capture(provenance=Provenance(source="page.html"), body=html.encode(), content_type="text/html; charset=utf-8")
    )
    article = outcome.best if isinstance(outcome, Rejection) else outcome
    assert article is not None
    return article


def article(inside: str = "", below: str = "", prose: tuple[str, ...] = PROSE, lang: str = "en") -> Article:
    """A story with something in its middle and something below it."""
    middle = len(prose) // 2
    story = paragraphs(prose[:middle]) + inside + paragraphs(prose[middle:])
    return best(page(f"<main><article><h1>{TITLE}</h1>{story}</article>{below}</main>", lang=lang))


def reason_of(found: Article, start: str) -> str | None:
    """Why the first block that begins so is not in the text; None where it is."""
    return next(block.reason for block in found.blocks if block.text.startswith(start))


# Captions

CAPTIONS = [
    ("<figcaption>The hall in winter</figcaption>", ("The hall in winter", None)),
    ("<figcaption>The hall in winter. Photo: Ada Brim</figcaption>", ("The hall in winter.", "Photo: Ada Brim")),
    ("<figcaption>The hall in winter <span class='credit'>Ada Brim</span></figcaption>", ("The hall in winter", "Ada Brim")),
    ("<figcaption>Die Halle im Winter. Foto: Ada Brim</figcaption>", ("Die Halle im Winter.", "Foto: Ada Brim")),
    ("<figcaption>The hall in winter (© Ada Brim)</figcaption>", ("The hall in winter", "© Ada Brim")),
    ("<p class='wp-caption-text'>The hall in winter</p>", ("The hall in winter", None)),
]  # fmt: skip


@pytest.mark.parametrize(("caption", "expected"), CAPTIONS)
def test_a_caption_stands_beside_the_text_with_its_credit_apart(caption, expected):
    found = article(f"<figure><img src='hall.jpg'>{caption}</figure>")

    assert [(c.text, c.credit) for c in found.captions] == [expected]
    assert found.text == "\n\n".join(PROSE)
    block = found.blocks[found.captions[0].block]
    assert (block.role, block.reason) == ("caption", "caption")


def test_a_caption_printed_twice_is_one_caption_and_a_duplicate():
    figure = "<figure><img src='hall.jpg'><figcaption>The hall in winter</figcaption></figure>"

    found = article(figure + figure)

    assert [c.text for c in found.captions] == ["The hall in winter"]
    assert [b.reason for b in found.blocks if b.text == "The hall in winter"] == ["caption", "caption-duplicate"]


# Comments

READERS = (
    ("Odo Fenn", "2021-03-04T10:15:00", "My aunt worked at the belt and always said the green lamps were for the opera house."),
    ("Lise Quay", "2021-03-04T11:40:00", "Could somebody tell me which days the hall will be open once the roof is done?"),
    ("Bram Teller", "2021-03-05T08:02:00", "I oiled those pumps for six years and would gladly show anyone how it was done."),
    ("Noor Hamel", "2021-03-06T21:30:00", "There is a box of these lamps in our cellar, still wrapped in pages of a shift book."),
)  # fmt: skip


def wordpress(name: str, posted: str, text: str) -> str:
    return (
        f"<li class='comment'><article class='comment-body'><footer><div class='comment-author vcard'><cite class='fn'>{name}</cite></div>"
        f"<div class='comment-metadata'><time datetime='{posted}'>{posted[:10]}</time></div></footer><div class='comment-content'><p>{text}</p></div>"
        "<a class='comment-reply-link' href='#'>Reply</a></article></li>"
    )


def microdata(name: str, posted: str, text: str) -> str:
    return (
        f"<div class='user-comment' itemprop='comment' itemscope><span itemprop='author' class='user-name'>{name}</span>"
        f"<time itemprop='dateCreated' datetime='{posted}'>{posted[:10]}</time><div itemprop='text'>{text}</div>"
        "<button>Like</button><button>Answer</button></div>"
    )


def invented(name: str, posted: str, text: str) -> str:
    return (
        f"<div class='zq-row'><div class='zq-top'><b>{name}</b></div><div class='zq-when'>{posted[:10]} {posted[11:16]}</div>"
        f"<div class='zq-say'><p>{text}</p></div><div class='zq-act'><a href='#'>Antworten</a></div></div>"
    )


SYSTEMS = {
    "wordpress": ("<div id='comments'><h2>4 comments</h2><ol class='comment-list'>", wordpress, "</ol></div>"),
    "microdata": ("<section class='comments-area'><h3>Readers say</h3>", microdata, "</section>"),
    "no class names known to anyone": ("<div class='zq'><h3>Aus der Runde</h3>", invented, "</div>"),
}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("count", [3, 4])
def test_readers_comments_are_kept_apart_with_their_authors_and_times(system, count):
    opening, item, closing = SYSTEMS[system]
    readers = READERS[:count]

    found = article(below=opening + "".join(item(*reader) for reader in readers) + closing)

    assert [(c.author, c.text) for c in found.comments] == [(name, text) for name, _, text in readers]
    assert all(
        (c.posted or "").startswith(posted[:10]) for c, (_, posted, _) in zip(found.comments, readers, strict=True)
    )
    assert [found.blocks[c.block].reason for c in found.comments] == ["comment"] * count
    assert found.text == "\n\n".join(PROSE)


def test_a_reply_inside_a_comment_is_a_comment_of_its_own():
    inner = wordpress(*READERS[1])
    outer = wordpress(*READERS[0]).replace("</li>", f"<ol class='children'>{inner}</ol></li>")

    found = article(below=f"<div id='comments'><ol class='comment-list'>{outer}{wordpress(*READERS[2])}</ol></div>")

    assert [(c.author, c.text) for c in found.comments] == [(name, text) for name, _, text in READERS[:3]]


def test_signed_quotations_without_actions_are_no_comments():
    quotes = "".join(
        f"<blockquote><p>{text}</p><p>{name}, {posted[:4]}</p></blockquote>" for name, posted, text in READERS
    )

    found = article(quotes)

    assert found.comments == ()
    assert all(text in found.text for _, _, text in READERS)


# The head of an article


@pytest.mark.parametrize("tag", ["h1", "h2", "p"])
def test_a_headline_printed_again_leaves_the_text(tag):
    found = article(f"<{tag}>{TITLE}</{tag}>")

    assert [b.reason for b in found.blocks if b.text == TITLE] == ["title", "repeated-headline"]
    assert found.text == "\n\n".join(PROSE)


BYLINES = [
    "<p class='byline'>By Ada Brim</p>",
    "<div class='entry-meta'><span class='author'>Ada Brim</span> <time datetime='2021-03-04'>4 March 2021</time></div>",
    "<p>By Ada Brim, 4 March 2021</p>",
    "<p>Published 4 March 2021, 10:15</p>",
    "<p>Von Ada Brim, 04.03.2021</p>",
]


@pytest.mark.parametrize("byline", BYLINES)
def test_a_byline_at_the_head_is_not_in_the_text(byline):
    found = best(page(f"<article><h1>{TITLE}</h1>{byline}{paragraphs(PROSE)}</article>"))

    assert found.text == "\n\n".join(PROSE)


def rows(*lines: str) -> str:
    told = ("".join(f"<td>{cell}</td>" for cell in line.split("|")) for line in lines)
    return "<table>" + "".join(f"<tr>{cells}</tr>" for cells in told) + "</table>"


@pytest.mark.parametrize("where", ["above", "below"])
def test_rows_of_a_table_with_times_or_days_are_no_bylines(where):
    table = rows("Place|Crew|Time", "1|Marl|31:07", "2|Port Enys|31:12", "3|Ayle|12.06.2021")
    first, rest = paragraphs(PROSE[:1]), paragraphs(PROSE[1:])
    around = f"{table}{first}{rest}" if where == "above" else f"{first}{table}{rest}"
    found = best(page(f"<article><h1>{TITLE}</h1><p>By Ada Brim</p>{around}</article>"))

    assert [
        line
        for line in ("1 | Marl | 31:07", "2 | Port Enys | 31:12", "3 | Ayle | 12.06.2021")
        if line not in found.text
    ] == []


def test_a_table_of_labels_above_the_text_is_a_byline():
    table = rows("Author|Ada Brim", "Posted|4 March 2021", "Section|Towns")
    found = best(page(f"<article><h1>{TITLE}</h1>{table}{paragraphs(PROSE)}</article>"))

    assert "4 March 2021" not in found.text


# Containers and lines

CONTAINERS = [
    ("<div class='newsletter-signup'><p>Lamps in your letterbox: a letter from the canal every Friday, for free.</p></div>", "newsletter"),
    ("<div class='social-share'><ul><li>Wire</li><li>Pigeon</li></ul></div>", "share-widget"),
    ("<div class='related-posts'><h3>From the tower</h3><ul><li><a href='/g'>How glass was drawn</a></li></ul></div>", "related-stories"),
    ("<div class='ad-slot'><p>Lamps of all sizes at half their price until Saturday.</p></div>", "advertisement"),
    ("<div class='author-bio'><p>Ada Brim has lived by the canal since she was four.</p></div>", "author-bio"),
    ("<div class='relatedPosts'><p><a href='/g'>How glass was drawn</a></p></div>", "related-stories"),
]  # fmt: skip


@pytest.mark.parametrize("where", ["inside", "below"])
@pytest.mark.parametrize(("container", "reason"), CONTAINERS)
def test_a_container_named_for_what_it_holds_leaves_the_text(container, reason, where):
    found = article(**{where: container})

    assert found.text == "\n\n".join(PROSE)
    assert {b.reason for b in found.blocks if b.text not in (*PROSE, TITLE)} == {reason}


@pytest.mark.parametrize("name", ["has-related", "md:share", "newsletter-issue-body-text-wide", "sharepoint"])
def test_a_name_that_only_resembles_furniture_takes_nothing(name):
    found = article(
        f"<div class='{name}'><p>The belt ran for forty years without a day of rest, apart from the flood.</p></div>"
    )

    assert "The belt ran for forty years" in found.text


def test_a_container_that_holds_most_of_the_text_stays_whatever_its_name():
    found = best(page(f"<div class='related'><h1>{TITLE}</h1>{paragraphs(PROSE)}</div>"))

    assert found.text == "\n\n".join(PROSE)


JUNK = [
    (GERMAN, "de", "Weiterlesen nach der Anzeige", "advertisement"),
    (GERMAN, "de", "Newsletter abonnieren", "newsletter"),
    (GERMAN, "de", "Artikel teilen", "share-widget"),
    (GERMAN, "de", "Alle Rechte vorbehalten", "copyright"),
    (ARABIC, "ar", "تستمر القراءة بعد الإعلان", "advertisement"),
    (ARABIC, "ar", "النشرة البريدية", "newsletter"),
    (ARABIC, "ar", "شارك المقال", "share-widget"),
    (ARABIC, "ar", "جميع الحقوق محفوظة", "copyright"),
    (JAPANESE, "ja", "スポンサーリンク", "advertisement"),
    (JAPANESE, "ja", "無断転載を禁じます", "copyright"),
    (JAPANESE, "ja", "この記事をシェアする", "share-widget"),
    (JAPANESE, "ja", "あわせて読みたい", "related-stories"),
]


@pytest.mark.parametrize(("prose", "lang", "line", "reason"), JUNK)
def test_a_line_of_furniture_leaves_the_text_in_its_own_language(prose, lang, line, reason):
    found = article(f"<p>{line}</p>", prose=prose, lang=lang)

    assert found.text == "\n\n".join(prose)
    assert reason_of(found, line) == reason


HONEST = [
    (
        GERMAN,
        "de",
        "Werbung für die Mühle hat der Müller nie gemacht, sie hing an der Kirchentür und an seinem Karren.",
    ),
    (ARABIC, "ar", "وقال أحد الزبائن إن الإعلان عن إغلاق المكتبة كان أصعب خبر قرأه في ذلك الصباح الطويل."),
    (JAPANESE, "ja", "広告を出したことは一度もなく、客はみな煙突を見て歩いてきたのだと主人は笑った。"),
    (
        PROSE,
        "en",
        "Advertisement was never needed, the director used to say, for a lamp that lights the street it is made in.",
    ),
]


@pytest.mark.parametrize(("prose", "lang", "sentence"), HONEST)
def test_a_sentence_that_uses_the_words_of_furniture_stays(prose, lang, sentence):
    found = article(f"<p>{sentence}</p>", prose=prose, lang=lang)

    assert sentence in found.text


# Repeats and strangers


def test_a_long_paragraph_that_stands_twice_is_told_once():
    found = article(f"<p>{PROSE[0]}</p>")

    assert [b.reason for b in found.blocks if b.text == PROSE[0]] == [None, "repeated"]
    assert found.text == "\n\n".join(PROSE)


def test_a_refrain_stays():
    refrain = "<p>And the lamps burned on.</p>"

    found = best(page(f"<article><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>{refrain}' for text in PROSE)}</article>"))

    assert found.text.count("And the lamps burned on.") == len(PROSE)


STRANGERS = {
    "in a frame of its own": f"<article><h1>Mill stands still</h1>{paragraphs(GERMAN)}</article>",
    "one after the other": f"<article><h1>Mill stands still</h1>{paragraphs(GERMAN[:2])}</article>"
    f"<article><h1>A second stranger</h1><p>{GERMAN[2]}</p></article>",
}


@pytest.mark.parametrize("kind", STRANGERS)
def test_a_second_story_below_the_article_is_cut(kind):
    found = article(below=STRANGERS[kind])

    assert found.text == "\n\n".join(PROSE)
    assert reason_of(found, GERMAN[0]) == "trailing-story"
    assert reason_of(found, "Mill stands still") == "trailing-story"


def test_a_section_of_the_article_is_no_second_story():
    found = best(
        page(f"<article><h1>{TITLE}</h1>{paragraphs(PROSE[:3])}<h2>The roof</h2>{paragraphs(PROSE[3:])}</article>")
    )

    assert found.text == "\n\n".join((*PROSE[:3], "The roof", *PROSE[3:]))
