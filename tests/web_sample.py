"""A small archive in five languages for the tests of the web pages. All of it is invented."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from archive import open_archive
from archive.connection import sqlite3
from archive.web.launch import SETTINGS, Serving, archive_metadata
from pipelines.types import Article, Block, Caption, Capture, Comment, Origin, Provenance

__all__ = ["SAMPLE", "Visit", "build", "numbered", "sqlite3", "visiting"]


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
        gone(
            "Winter tyres, fitted while you wait. Bramble & Sons, Quay Road.",
            "advertisement",
            "between two advertisement labels",
        ),
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
        kept(
            "Nobody sent us the bill for the road. If they had, we might have talked about who pays for what.", "quote"
        ),
        gone("Never miss a story. Sign up for our morning letter.", "newsletter", "cue “sign up for our”"),
        gone("Your e-mail address", "form", "a field's label", "label"),
        kept("What happens next is not settled. Three things are under discussion:"),
        kept("a bus at midnight, which the drivers’ union says it would refuse;", "list-item"),
        kept("a smaller boat, for which there is no licence;", "list-item"),
        kept("nothing, which costs nothing.", "list-item"),
        kept(
            "The piano is still in the waiting room. It is slightly out of tune, the harbour master reports, and is being played more than ever."
        ),
        gone(
            "The Estuary Courier corrects its errors. Write to the desk.",
            "correction-note",
            "the same line on 14 other pages of this site",
        ),
        gone("More from Coast", "related-stories", "heading of a list of links", "label"),
        gone(
            "Lighthouse keeper wanted, no experience necessary", "related-stories", "one of 3 links in a row", "label"
        ),
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
        Caption(
            text="The Marigold at her berth on Monday evening, an hour before she sailed.",
            credit="Photograph: Anneke Brandt",
            block=6,
        ),
    ),
    comments=(
        Comment(
            text="I took that boat to my own wedding. Late, of course.",
            author="Old Ropes",
            posted="2026-03-17T20:11:00Z",
            block=33,
        ),
        Comment(
            text="Has anyone asked whether the piano was on the passenger list?",
            author="Perpetua",
            posted="yesterday",
            block=34,
        ),
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
        kept(
            "اجتمع أهل القرية صباح الاثنين حول البئر التي أغلقت قبل أربعين عاما، وشربوا منها للمرة الأولى كأسا بعد كأس."
        ),
        gone("اشترك في نشرتنا البريدية", "newsletter", "cue “اشترك في نشرتنا”"),
        kept(
            "وتقول المعلمة هدى إن الماء عاد أبرد مما تتذكره، وإن الأطفال كتبوا تاريخ اليوم على الحجر الكبير بجانب السور."
        ),
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
        kept(
            "دوای سێ ساڵ وشکەساڵی، دارەکانی باخچەکەی مامە ڕەشید ئەم هەفتەیە گوڵیان کرد و منداڵانی گوند بۆ بینینیان هاتن."
        ),
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
        kept(
            "Wer die Kellertür öffnet, riecht zuerst das Maschinenöl und dann lange nichts. Hinter der Setzmaschine beginnt das Alphabet."
        ),
        gone("Anzeige", "advertisement", "Zeile „Anzeige“", "label"),
        kept(
            "Die Stadt möchte die Sammlung behalten, die Druckerei möchte sie loswerden, und der Fußboden möchte vor allem entlastet werden."
        ),
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
        kept(
            "山あいの小さな駅に、夜だけ開く花壇がある。終電を降りた人がじょうろを手に取り、ひとりずつ水をやって帰っていく。"
        ),
        gone("関連記事", "related-stories", "一覧の見出し", "label"),
        kept("始めたのは町の郵便局員だという。「待っている人がいると思うと、花も列車も遅れない」と笑う。"),
    ),
)

UNTITLED = Article(
    title=None,
    language="en",
    blocks=(
        kept(
            "A dump that names neither its headline nor its day is still an article, and has a page of its own like any other."
        ),
    ),
    warnings=("cautious",),
)

SAMPLE = (FERRY, WELL, ORCHARD, ARCHIVE_ROOM, STATION, UNTITLED)


def build(path: Path, articles: Sequence[Article] = SAMPLE) -> Path:
    """An archive with these articles; article n has the id n, counted from 1."""
    captures = [_capture(number, article) for number, article in enumerate(articles, start=1)]
    with open_archive(path, create=True) as archive:
        run = archive.start_run("clean pages")
        archive.save_captures(captures, run)
        outcomes = [
            (number, replace(article, cleaned_by="copydesk 0.1.0")) for number, article in enumerate(articles, start=1)
        ]
        archive.save_outcomes(outcomes, run)
        archive.finish_run(run, "done")
    return path


def _capture(number: int, article: Article) -> Capture:
    return Capture(
        provenance=Provenance(source=f"pages/{number}.html"),
        body=f"<p>page {number}".encode(),
        url=article.url,
        fetched_at=datetime(2026, 5, 30, 7, 15, tzinfo=UTC) if article.url else None,
        content_type="text/html",
    )


class Visit:
    """A Datasette with archives in it, asked in this process."""

    def __init__(self, runner: asyncio.Runner, datasette: Datasette) -> None:
        self.runner = runner
        self.datasette = datasette

    def get(self, path: str, **options: Any) -> Any:
        return self.runner.run(self.datasette.client.get(path, **options))

    def numbers(self, where: str = "id__gt=0", database: str = "sample") -> list[int]:
        """The ids of the articles there are."""
        rows = self.get(f"/{database}/articles.json?_shape=array&_size=max&_nofacet=1&{where}").json()
        return sorted(row["id"] for row in rows)

    def read(self, number: int, query: str = "", database: str = "sample") -> str:
        """The HTML of the reading page of article n."""
        response = self.get(self.get(f"/{database}/-/read/{number}{query}").headers["location"])
        assert response.status_code == 200, response.text
        return response.text


@contextmanager
def visiting(
    *paths: Path, metadata: dict[str, Any] | None = None, config: dict[str, Any] | None = None, **serving: Any
) -> Iterator[Visit]:
    """Datasette as `copydesk serve` starts it, without the server."""
    metadata = archive_metadata(Serving(databases=paths, **serving)) if metadata is None else metadata
    settings = {name: {"on": True, "off": False}.get(str(value), value) for name, value in SETTINGS.items()}
    configured = (
        {"config": config} if config and "config" in inspect.signature(Datasette).parameters else {}
    )  # 1.0 only
    datasette = Datasette([str(path) for path in paths], metadata=metadata, settings=settings, **configured)
    with asyncio.Runner() as runner:
        runner.run(datasette.invoke_startup())
        yield Visit(runner, datasette)
        for database in datasette.databases.values():
            database.close()
        if datasette.executor is not None:
            datasette.executor.shutdown()


def numbered(number: int) -> Article:
    """One of many articles that differ in a number."""
    text = f"This is number {number} of a series of articles that were written to be counted, and for no other reason."
    return Article(title=f"Number {number}", url=f"https://many.example/{number}", language="en", blocks=(kept(text),))
