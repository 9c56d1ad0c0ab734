"""Three invented newspapers: their articles by number and time, and the pages around them. All of it is invented.

What a paper shows is a function of the time: article n appears at its hour, some are edited later, some vanish.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

BEGIN = datetime(2026, 3, 27, 6, tzinfo=UTC)
"""The first article's hour. Two days later Europe's clocks go forward."""


@dataclass(frozen=True)
class Tongue:
    code: str
    subjects: tuple[str, ...]
    verbs: tuple[str, ...]
    objects: tuple[str, ...]
    ends: tuple[str, ...]
    names: tuple[str, ...]
    by: str
    more: str
    edited: str

    def sentence(self, chance: random.Random) -> str:
        parts = (self.subjects, self.verbs, self.objects, self.ends)
        return " ".join(chance.choice(part) for part in parts)


ENGLISH = Tongue(
    "en",
    ("The harbour office", "A teacher from the upper town", "The bakers' guild", "Nobody on the night shift", "The new ferry captain"),
    ("said on Monday that it had counted", "wrote down in a long letter", "refused to pay for", "spent the whole winter mending", "showed the council"),
    ("eleven crates of lamp oil", "the old bridge over the narrows", "every bell between the quay and the hill", "a map that had been lost for years"),
    ("before the tide turned.", "although the rain had not stopped since Friday.", "because the children had asked for it.", "and went home without another word."),
    ("Ada Lind", "Tomas Okafor", "Ruth Mendel"),
    "By", "Read more", "The office has since corrected the number of crates.",
)  # fmt: skip
GERMAN = Tongue(
    "de",
    ("Die Schmalspurbahn", "Der Bürgermeister von Almena", "Eine Lehrerin aus der Oberstadt", "Der Verein der Imker", "Niemand im Stadtrat"),
    ("hat am Montag noch einmal gezählt:", "verweigerte die Zahlung für", "erinnert sich nicht an", "reparierte den ganzen Winter lang"),
    ("elf Kisten mit Lampenöl", "die alte Brücke über die Enge", "jede Glocke zwischen Kai und Hügel", "eine Karte, die als verloren galt"),
    ("bevor das Wasser stieg.", "obwohl es seit Freitag regnete.", "weil die Kinder darum gebeten hatten.", "und ging wortlos nach Hause."),
    ("Jördis Weiß", "Karl Brandt"),
    "Von", "Weiterlesen", "Die Zahl der Kisten wurde nachträglich berichtigt.",
)  # fmt: skip
ARABIC = Tongue(
    "ar",
    ("قال مدير الميناء إن الفريق", "ذكرت معلمة من البلدة العليا أن الجيران", "أعلن اتحاد الخبازين أن العمال", "كتب قبطان العبارة الجديدة أن البحارة"),
    ("أصلحوا خلال الشتاء كله", "رفضوا أن يدفعوا ثمن", "أحصوا يوم الاثنين", "عرضوا على المجلس"),
    ("الجسر القديم فوق المضيق", "أحد عشر صندوقا من زيت المصابيح", "كل جرس بين الرصيف والتل", "خريطة ضاعت منذ سنوات"),
    ("قبل أن يرتفع الماء.", "رغم أن المطر لم يتوقف منذ الجمعة.", "لأن الأطفال طلبوا ذلك.", "ثم عادوا إلى بيوتهم من دون كلمة."),
    ("ليلى حداد", "سامر نعمة"),
    "بقلم", "اقرأ المزيد", "صحح المكتب لاحقا عدد الصناديق.",
)  # fmt: skip


@dataclass(frozen=True)
class Paper:
    host: str
    name: str
    tongue: Tongue
    every: timedelta = timedelta(minutes=40)
    articles: int = 200
    section: str = "news"
    feed: str = "rss"
    """`rss`, `atom` or `json`."""
    pattern: str = "/{date:%Y/%m/%d}/{slug}.html"
    decays_at: datetime | None = None
    """From then on the template is another one."""
    decay: str = "picture"
    """`picture`: no headline, no byline, and the text in a picture; `bare`: headline and text alone."""
    per_page: int = 20
    """Articles on a page of its list."""
    furniture: int = 0
    """Entries of the menus and teasers around each article: with 150 of them a page weighs some 60 kB, as pages of newspapers do."""

    def shown(self, now: datetime) -> range:
        """The numbers of the articles that have appeared."""
        return range(min(self.articles, max(0, int((now - BEGIN) / self.every) + 1)))

    def appeared(self, number: int) -> datetime:
        return BEGIN + self.every * number

    def edited(self, number: int) -> datetime | None:
        return self.appeared(number) + timedelta(hours=9) if number % 7 == 3 else None

    def vanished(self, number: int) -> datetime | None:
        return self.appeared(number) + timedelta(hours=20) if number % 23 == 11 else None

    def is_there(self, number: int, now: datetime) -> bool:
        gone = self.vanished(number)
        return number in self.shown(now) and (gone is None or now < gone)

    def title(self, number: int) -> str:
        chance = random.Random(f"{self.host} {number}")
        return f"{chance.choice(self.tongue.subjects)}: {chance.choice(self.tongue.objects)} ({number})"

    def path(self, number: int) -> str:
        return self.pattern.format(
            date=self.appeared(number), slug=f"the-{self.section}-story-of-day-{number}", number=number
        )

    @property
    def numbers(self) -> dict[str, int]:
        return _paths(self)


@lru_cache(maxsize=16)
def _paths(paper: Paper) -> dict[str, int]:
    return {paper.path(number): number for number in range(paper.articles)}


PAPERS = (
    Paper("kelmouth-tide.test", "The Kelmouth Tide", ENGLISH),
    Paper(
        "almena-bote.test",
        "Almena Bote",
        GERMAN,
        timedelta(minutes=90),
        100,
        "region",
        "atom",
        "/artikel/{number}-{slug}",
    ),
    Paper(
        "shomal.test", "صحيفة الشمال", ARABIC, timedelta(hours=3), 60, "akhbar", "json", "/news/{date:%Y}/{number:06}"
    ),
)


def article_page(paper: Paper, number: int, now: datetime) -> str:
    tongue, chance = paper.tongue, random.Random(f"{paper.host} {number} text")
    when, edited = paper.appeared(number), paper.edited(number)
    paragraphs = [" ".join(tongue.sentence(chance) for _ in range(4)) for _ in range(6)]
    if edited and now >= edited:
        paragraphs.insert(1, tongue.edited + " " + tongue.sentence(chance))
    has_decayed = paper.decays_at is not None and when >= paper.decays_at
    if has_decayed and paper.decay == "bare":
        return _frame(
            paper,
            paper.title(number),
            f"<h1>{paper.title(number)}</h1>{''.join(f'<p>{text}</p>' for text in paragraphs)}",
        )
    if has_decayed:
        body = f'<div class="x"><img src="/p/{number}.png" alt=""></div><p>{tongue.more}</p>'
        return _frame(paper, "", body)
    body = f"""<article><h1>{paper.title(number)}</h1>
<p class="byline">{tongue.by} <a rel="author" href="/people/{number % len(tongue.names)}">{tongue.names[number % len(tongue.names)]}</a>
<time datetime="{when.isoformat()}">{when:%d.%m.%Y %H:%M}</time></p>
<div class="share"><a href="#">Facebook</a> <a href="#">WhatsApp</a></div>
{"".join(f"<p>{text}</p>" for text in paragraphs[:3])}
<aside class="newsletter"><p>Newsletter</p><form><input name="mail"><button>OK</button></form></aside>
{"".join(f"<p>{text}</p>" for text in paragraphs[3:])}</article>
<section class="more"><h2>{tongue.more}</h2>{_teasers(paper, now, list(range(max(0, number - 5), number)))}</section>"""
    head = f'<meta property="article:published_time" content="{when.isoformat()}"><meta property="og:title" content="{paper.title(number)}">'
    before, beside = _furniture(paper, number)
    return _frame(paper, paper.title(number), before + body + beside, head)


def _furniture(paper: Paper, number: int) -> tuple[str, str]:
    """(menus, columns of teasers) as a large paper has them: links, pictures, styles and scripts around the article."""
    if not paper.furniture:
        return "", ""
    count = min(paper.furniture, paper.articles)
    others = [(number * 7 + step) % paper.articles for step in range(count)]
    menu = "".join(
        f'<li class="menu__entry menu__entry--{n % 9}"><a class="menu__link" href="/section/{n}">{paper.tongue.more} {n}</a></li>'
        for n in others
    )
    styles = "".join(
        f".teaser--{n}{{display:grid;gap:{n}px;background:#{n * 7919 % 0xFFFFFF:06x}}}" for n in range(count)
    )
    teasers = "".join(
        f'<div class="teaser teaser--{n}" data-position="{n}"><a href="{paper.path(n)}"><img loading="lazy" src="/p/{n}-320.jpg" '
        f'alt=""></a><h4 class="teaser__title"><a href="{paper.path(n)}">{paper.title(n)}</a></h4><span class="teaser__time">{paper.appeared(n):%H:%M}</span></div>'
        for n in others
    )
    script = f"<script>window.state={{{','.join(f'{chr(34)}s{n}{chr(34)}:[{n},{n * n}]' for n in range(count * 6))}}}</script>"
    return f'<style>{styles}</style><ul class="menu">{menu}</ul>', f'<div class="column">{teasers}</div>{script}'


def listing_page(paper: Paper, now: datetime, page: int = 1) -> str:
    size = paper.per_page
    there = [number for number in reversed(paper.shown(now)) if paper.is_there(number, now)]
    part = there[(page - 1) * size : page * size]
    more = f'<a rel="next" href="/page/{page + 1}">{paper.tongue.more}</a>' if len(there) > page * size else ""
    return _frame(paper, paper.name, f'<main class="list">{_teasers(paper, now, part)}</main>{more}')


def _teasers(paper: Paper, now: datetime, numbers: list[int]) -> str:
    links = (
        f'<li><h3><a href="{paper.path(n)}">{paper.title(n)}</a></h3></li>' for n in numbers if paper.is_there(n, now)
    )
    return f"<ul>{''.join(links)}</ul>"


def _frame(paper: Paper, title: str, body: str, head: str = "") -> str:
    direction = ' dir="rtl"' if paper.tongue.code == "ar" else ""
    kind = {"rss": "rss+xml", "atom": "atom+xml", "json": "feed+json"}[paper.feed]
    return f"""<!doctype html><html lang="{paper.tongue.code}"{direction}><head><meta charset="utf-8"><title>{title} | {paper.name}</title>
<link rel="alternate" type="application/{kind}" href="/feed">{head}</head><body><header><nav><a href="/">{paper.name}</a>
<a href="/about">About</a></nav></header>{body}<footer><p>© 2026 {paper.name}</p></footer></body></html>"""


def feed(paper: Paper, now: datetime, base: str) -> tuple[str, str]:
    """(media type, feed) of the newest articles."""
    numbers = [n for n in reversed(paper.shown(now)) if paper.is_there(n, now)][:15]
    items = [(base + paper.path(n), paper.title(n), paper.appeared(n)) for n in numbers]
    if paper.feed == "json":
        rows = ",".join(
            f'{{"id": "{url}", "url": "{url}", "title": "{title}", "date_published": "{when.isoformat()}"}}'
            for url, title, when in items
        )
        return (
            "application/feed+json",
            f'{{"version": "https://jsonfeed.org/version/1.1", "title": "{paper.name}", "items": [{rows}]}}',
        )
    if paper.feed == "atom":
        rows = "".join(
            f'<entry><title>{title}</title><link href="{url}"/><id>{url}</id><updated>{when.isoformat()}</updated></entry>'
            for url, title, when in items
        )
        return (
            "application/atom+xml",
            f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{paper.name}</title>{rows}</feed>',
        )
    rows = "".join(
        f"<item><title>{title}</title><link>{url}</link><pubDate>{when:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for url, title, when in items
    )
    return (
        "application/rss+xml",
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{paper.name}</title>{rows}</channel></rss>',
    )


def news_sitemap(paper: Paper, now: datetime, base: str) -> str:
    rows = "".join(
        f"<url><loc>{base}{paper.path(n)}</loc><news:news><news:publication><news:name>{paper.name}</news:name>"
        f"<news:language>{paper.tongue.code}</news:language></news:publication>"
        f"<news:publication_date>{paper.appeared(n).isoformat()}</news:publication_date><news:title>{paper.title(n)}</news:title></news:news></url>"
        for n in paper.shown(now)
        if paper.is_there(n, now) and now - paper.appeared(n) < timedelta(days=2)
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{rows}</urlset>'


def sitemap(paper: Paper, now: datetime, base: str) -> str:
    rows = "".join(
        f"<url><loc>{base}{paper.path(n)}</loc><lastmod>{paper.appeared(n).isoformat()}</lastmod></url>"
        for n in paper.shown(now)
        if paper.is_there(n, now)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
