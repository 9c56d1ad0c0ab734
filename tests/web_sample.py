"""A small archive in five languages for the tests of the web pages. All of it is invented."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import sqlite_utils

from archive.schema import migrate
from pipelines.types import Article, Block, Caption, Comment, Origin

__all__ = ["SAMPLE", "build", "permalink"]


def kept(text: str, role: str = "paragraph") -> Block:
    return Block(text=text, role=role, kept=True)


def gone(text: str, reason: str, evidence: str = "", role: str = "paragraph") -> Block:
    return Block(text=text, role=role, kept=False, reason=reason, evidence=evidence)


def apart(text: str, reason: str) -> Block:
    return Block(text=text, role=reason, kept=False, reason=reason)


FERRY = Article(
    title="The last night ferry leaves Harrow Quay with eleven passengers and a piano",
    byline="By Ines Whitlock and Tom Adeyemi",
    authors=("Ines Whitlock", "Tom Adeyemi"),
    published="2026-03-17T14:05:00+01:00",
    modified="2026-03-18",
    language="en",
    section="Coast",
    tags=("Ferries", "Harrow Quay"),
    site="The Estuary Courier",
    url="https://www.estuary-courier.example/coast/last-night-ferry",
    lead_image="https://www.estuary-courier.example/images/ferry.jpg",
    blocks=(
        gone("Skip to content", "navigation", "a link at the top of the page", "label"),
        gone("Home › Coast › Ferries", "navigation", "breadcrumb", "label"),
        gone("COAST", "section-label", "the name of the section", "label"),
        apart("The last night ferry leaves Harrow Quay with eleven passengers and a piano", "title"),
        apart("By Ines Whitlock and Tom Adeyemi", "byline"),
        gone("Share on Post\nCopy link\nPrint", "share-widget", "cue “share on”", "label"),
        apart("The Marigold at her berth on Monday evening, an hour before she sailed.", "caption"),
        kept(
            "For sixty-one years the Marigold has left Harrow Quay at ten minutes to midnight, whatever the weather. "
            "On Monday she did it for the last time, with eleven passengers, four bicycles and an upright piano that "
            "nobody came to claim."
        ),
        kept(
            "The county ended the service because, it says, three people a night do not pay for a crew of five. "
            "Those three people see it differently."
        ),
        gone("Advertisement", "advertisement", "label “advertisement” on a line of its own", "label"),
        gone("Winter tyres, fitted while you wait. Bramble & Sons, Quay Road.", "advertisement", "between two advertisement labels"),
        kept("A bakery at the wrong end of the water", "heading"),
        kept(
            "Maud Ellery bakes in Harrow and lives in Sele, across the estuary. By road it is fifty-four kilometres; "
            "by ferry, nine minutes. “I shall have to choose between the bread and the bed,” she said, and laughed, "
            "and then did not."
        ),
        kept("The county’s own figures show what the crossing carried last winter:"),
        kept("Month | Passengers | Nights cancelled", "table-row"),
        kept("December | 118 | 2", "table-row"),
        kept("January | 94 | 5", "table-row"),
        kept("February | 101 | 1", "table-row"),
        kept("Nobody sent us the bill for the road. If they had, we might have talked about who pays for what.", "quote"),
        gone("Never miss a story. Sign up for our morning letter.", "newsletter", "cue “sign up for our”"),
        gone("Your e-mail address", "form", "a field's label", "label"),
        kept("What happens next is not settled. Three things are under discussion:"),
        kept("a bus at midnight, which the drivers’ union says it would refuse;", "list-item"),
        kept("a smaller boat, for which there is no licence;", "list-item"),
        kept("nothing, which costs nothing.", "list-item"),
        kept(
            "The piano is still in the waiting room. It is slightly out of tune, the harbour master reports, and is being played more than ever."
        ),
        gone("The Estuary Courier corrects its errors. Write to the desk.", "correction-note", "the same line on 14 other pages of this site"),
        gone("More from Coast", "related-stories", "heading of a list of links", "label"),
        gone("Lighthouse keeper wanted, no experience necessary", "related-stories", "one of 3 links in a row", "label"),
        gone("Seals return to the north bank", "related-stories", "one of 3 links in a row", "label"),
        gone("Why the tide tables were wrong for a week", "related-stories", "one of 3 links in a row", "label"),
        gone("A council seat falls vacant in Sele", "trailing-story", "a headline after the end of the article"),
        gone(
            "Councillor Rhys Tolland has stepped down after nineteen years, citing his knees. An election will be held in May.",
            "trailing-story",
            "follows the headline of another story",
        ),
        gone("2 comments · Log in to reply", "comment-widget", "cue “log in to reply”", "label"),
        apart("I took that boat to my own wedding. Late, of course.", "comment"),
        apart("Has anyone asked whether the piano was on the passenger list?", "comment"),
        *(gone(f"Edition {year}", "navigation", "one of 14 links in a row", "label") for year in range(2012, 2026)),
        gone("© The Estuary Courier", "copyright", "cue “©”", "label"),
    ),
    captions=(
        Caption(text="The Marigold at her berth on Monday evening, an hour before she sailed.", credit="Photograph: Anneke Brandt", block=6),
    ),
    comments=(
        Comment(text="I took that boat to my own wedding. Late, of course.", author="Old Ropes", posted="2026-03-17T20:11:00Z", block=33),
        Comment(text="Has anyone asked whether the piano was on the passenger list?", author="Perpetua", posted="yesterday", block=34),
    ),
    origins=(Origin(field="published", origin="json-ld"), Origin(field="title", origin="h1")),
)

WELL = Article(
    title="قرية تعيد فتح بئرها القديم بعد أربعين عاما",
    byline="كتبت: سلمى النحاس",
    authors=("سلمى النحاس",),
    published="2026-02-02",
    language="ar",
    section="مجتمع",
    site="مرآة الوادي",
    url="https://mirat-alwadi.example/society/bir",
    blocks=(
        gone("الرئيسية", "navigation", "a link at the top of the page", "label"),
        apart("قرية تعيد فتح بئرها القديم بعد أربعين عاما", "title"),
        kept("اجتمع أهل القرية صباح الاثنين حول البئر التي أغلقت قبل أربعين عاما، وشربوا منها للمرة الأولى كأسا بعد كأس."),
        gone("اشترك في نشرتنا البريدية", "newsletter", "cue “اشترك في نشرتنا”"),
        kept("وتقول المعلمة هدى إن الماء عاد أبرد مما تتذكره، وإن الأطفال كتبوا تاريخ اليوم على الحجر الكبير بجانب السور."),
    ),
)

ORCHARD = Article(
    title="باخچەکەی مامە ڕەشید دووبارە گوڵی کردەوە",
    authors=("نازدار حەمە",),
    published="2026-04-11",
    language="ckb",
    section="کۆمەڵگا",
    site="ڕۆژی گوند",
    url="https://rozhi-gund.example/bax",
    blocks=(
        apart("باخچەکەی مامە ڕەشید دووبارە گوڵی کردەوە", "title"),
        kept("دوای سێ ساڵ وشکەساڵی، دارەکانی باخچەکەی مامە ڕەشید ئەم هەفتەیە گوڵیان کرد و منداڵانی گوند بۆ بینینیان هاتن."),
        gone("ئەم بابەتە بڵاو بکەرەوە", "share-widget", "cue “بڵاو بکەرەوە”", "label"),
        kept("مامە ڕەشید دەڵێت ئاوی باران بەس نەبوو، بەڵکو دراوسێکان هەموو ئێوارەیەک سەتڵێک ئاویان دەهێنا."),
    ),
)

ARCHIVE_ROOM = Article(
    title="Im Keller der Zeitungsdruckerei stehen noch zwölftausend Buchstaben aus Blei",
    byline="Von Frauke Osterkamp",
    authors=("Frauke Osterkamp",),
    published="2025-11-30",
    language="de",
    section="Kultur",
    site="Wesermarsch-Bote",
    url="https://wesermarsch-bote.example/kultur/bleisatz",
    blocks=(
        apart("Im Keller der Zeitungsdruckerei stehen noch zwölftausend Buchstaben aus Blei", "title"),
        kept("Wer die Kellertür öffnet, riecht zuerst das Maschinenöl und dann lange nichts. Hinter der Setzmaschine beginnt das Alphabet."),
        gone("Anzeige", "advertisement", "Zeile „Anzeige“", "label"),
        kept("Die Stadt möchte die Sammlung behalten, die Druckerei möchte sie loswerden, und der Fußboden möchte vor allem entlastet werden."),
    ),
    origins=(Origin(field="published", origin="first date in the text", confidence=0.3),),
)

STATION = Article(
    title="無人駅の花壇、世話をするのは終電の乗客たち",
    byline="文・森下ひなた",
    authors=("森下ひなた",),
    published="2026-05-09",
    language="ja",
    section="暮らし",
    site="みなと日報",
    url="https://minato-nippo.example/kurashi/kadan",
    blocks=(
        apart("無人駅の花壇、世話をするのは終電の乗客たち", "title"),
        kept("山あいの小さな駅に、夜だけ開く花壇がある。終電を降りた人がじょうろを手に取り、ひとりずつ水をやって帰っていく。"),
        gone("関連記事", "related-stories", "一覧の見出し", "label"),
        kept("始めたのは町の郵便局員だという。「待っている人がいると思うと、花も列車も遅れない」と笑う。"),
    ),
)

UNTITLED = Article(
    title=None,
    language="en",
    blocks=(kept("A dump that names neither its headline nor its day is still an article, and has a page of its own like any other."),),
    warnings=("cautious",),
)

SAMPLE = (FERRY, WELL, ORCHARD, ARCHIVE_ROOM, STATION, UNTITLED)


def permalink(number: int) -> str:
    """The permalink that `build` gives the article with this number, counted from 1."""
    return f"a{number:07x}"


def build(path: Path, articles: Iterable[Article] = SAMPLE) -> Path:
    """An archive with these articles, written past `archive.Archive`: the pages depend on the schema alone."""
    db = sqlite_utils.Database(path)
    migrate(db)
    with db.conn:
        db.conn.execute("insert into runs (id, command, started) values (1, 'clean', '2026-06-01T08:00:00Z')")
        for number, article in enumerate(articles, start=1):
            _add(db, number, article)
    db.close()
    return path


def _add(db: sqlite_utils.Database, number: int, article: Article) -> None:
    host = (article.url or "").removeprefix("https://").removeprefix("www.").split("/")[0] or "folder:dumps"
    site = {"id": host, "name": article.site, "kind": "folder" if host.startswith("folder") else "host"}
    source = f"pages/{number}.html"
    db["sites"].insert(site, ignore=True)
    capture = {
        "id": number,
        "url": article.url,
        "fetched_at": "2026-05-30T07:15:00Z" if article.url else None,
        "saved_at": "2026-06-01T08:00:01Z",
        "digest": f"sha256:{number}",
        "source": source,
        "site": host,
        "record_type": "resource",
        "warc": "a.warc.gz",
        "warc_offset": 0,
        "warc_length": 0,
        "outcome": "article",
        "run": 1,
    }
    db["captures"].insert(capture)
    row = {
        "id": number,
        "permalink": permalink(number),
        "site": host,
        "words": article.words,
        "first_seen": "2026-05-30T07:15:00Z",
        "last_seen": "2026-05-30T07:15:00Z",
        "source": source,
        "warnings": " ".join(article.warnings),
        "cleaned_by": "copydesk 0.1.0 rules/sample",
        "capture": number,
        "identity": article.url or source,
    }
    same = ("url", "title", "byline", "published", "modified", "language", "section", "lead_image", "paywalled", "text")
    db["articles"].insert(row | {name: getattr(article, name) for name in same})
    _add_lists(db, number, article)
    _add_blocks(db, number, article.blocks)


def _add_lists(db: sqlite_utils.Database, number: int, article: Article) -> None:
    for position, name in enumerate(article.authors):
        author = db["authors"].lookup({"name": name})
        db["article_authors"].insert({"article": number, "author": author, "position": position})
    for name in article.tags:
        db["article_tags"].insert({"article": number, "tag": db["tags"].lookup({"name": name})})
    for position, caption in enumerate(article.captions):
        values = {"block": caption.block, "credit": caption.credit, "text": caption.text}
        db["captions"].insert({"article": number, "position": position} | values)
    for position, comment in enumerate(article.comments):
        values = {"block": comment.block, "author": comment.author, "posted": comment.posted, "text": comment.text}
        db["comments"].insert({"article": number, "position": position} | values)
    for origin in article.origins:
        db["origins"].insert({"article": number, "field": origin.field, "origin": origin.origin, "confidence": origin.confidence})


def _add_blocks(db: sqlite_utils.Database, number: int, blocks: tuple[Block, ...]) -> None:
    start = 0
    for position, block in enumerate(blocks):
        decision = {"role": block.role, "reason": block.reason or "", "evidence": block.evidence}
        row = {
            "article": number,
            "position": position,
            "decision": db["_decisions"].lookup(decision),
            "place": db["_places"].lookup({"place": f"block {position}"}),
        }
        if block.kept:
            row |= {"start": start, "length": len(block.text)}
            start += len(block.text) + 2
        else:
            row["removed"] = db["_texts"].lookup({"digest": block.text.encode(), "text": block.text})
        db["_blocks"].insert(row)


