"""The example pages, cleaned: what each must give. The pages are described in examples/README.md."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from pipelines.clean import clean
from pipelines.types import Article, Capture, Provenance, Rejection

PAGES = Path(__file__).parent.parent / "examples" / "pages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    page: str
    title: str
    authors: tuple[str, ...]
    day: str
    language: str
    kept: tuple[str, ...]
    """Pieces of the text, the first and the last sentence among them."""
    gone: tuple[str, ...]
    """Pieces of what stands around the text."""
    captions: int = 1
    comments: tuple[str, ...] = ()


TIDE_JUNK = (
    "We and our 212 partners",
    "Share on Facebook",
    "The Morning Tide",
    "Seal pup found",
    "All rights reserved",
    "Spotted a mistake",
)
POST_JUNK = ("Search this site", "Telegram", "Rules for comments", "Subscribe", "Readers' Cooperative", "Next story")
ARABIC_JUNK = ("تلغرام", "رسالة الجمعة", "جميع الحقوق محفوظة", "سوق العطارين يستعد", "أضف تعليقا")
KURDISH_JUNK = ("تێلیگرام", "نامەی هەینی", "هەموو مافەکان", "هەنگەوانەکانی دۆڵی سەروو", "لێدوانێک بنووسە")
BOTE_JUNK = ("Wir verwenden Cookies", "WhatsApp", "Der Bote am Morgen", "Freibad öffnet", "Impressum", "Schlagwörter")
NIPPO_JUNK = ("LINEで送る", "関連記事", "メールマガジン", "無断転載", "迷い猫")

EXPECTED = (
    Expected(
        page="kelmouth-tide/number-four-crane.html",
        title="Old Number Four swings again over Kelmouth harbour",
        authors=("Maren Oldershaw",),
        day="2026-03-14",
        language="en",
        kept=(
            "For the first time in thirty-four years",
            "We left room for the cat.",
            "A boiler by post",
            "They were gone in eleven minutes.",
        ),
        gone=(
            *TIDE_JUNK,
            "Warm feet on deck",
            "Dredger Perseverance",
            "has covered the harbour for the Tide",
            "wool socks",
        ),
        captions=2,
        comments=(
            (
                "My father drove her in the sixties. I could hear the whistle from my kitchen on Saturday and "
                "I do not mind saying that I had to sit down."
            ),
            "Lovely piece. Which Saturday in April, please? The society's page only gives the summer dates.",
            "And what do the gulls say?",
        ),
    ),
    Expected(
        page="kelmouth-tide/library (saved with SingleFile).html",
        title="The library stays open until midnight, and the town comes",
        authors=("Josiah Penhale",),
        day="2026-02-27",
        language="en",
        kept=(
            "At ten minutes to midnight",
            "Light, heat, and nobody asking",
            "There was applause, and someone woke up.",
        ),
        gone=(*TIDE_JUNK, "wool socks"),
    ),
    Expected(
        page="kelmouth-tide/rovers-cup.html",
        title="Ninety minutes on the ferry, ten goals on the slope: Rovers go through",
        authors=("Tamsin Rook", "Idris Vale"),
        day="2026-01-18",
        language="en",
        kept=("Kelmouth Rovers are in the third round", "Skerry Island Athletic", "Haile hopes for anyone inland."),
        gone=TIDE_JUNK,
        comments=(
            "The dog is called Admiral and he was onside.",
            "Best away day in years. Thank you to the ladies of the island hall for the soup.",
        ),
    ),
    Expected(
        page="two-rivers-post/riverside-bus.txt",
        title="Riverside bus line opens with a day of free rides",
        authors=("Hana Darwish",),
        day="2026-03-12",
        language="en",
        kept=("The first bus of the new riverside line", "I am going to learn the oud.", "took the bus home."),
        gone=(*POST_JUNK, "Old tram shed", "turntable", "A driver tries out the ramp"),
        captions=2,
        comments=(
            (
                "Finally. But please put a roof over the stop at the fruit market, the old people there stand in the "
                "sun all morning."
            ),
            "I drove that road for twenty years. I signed the new contract and I wish the passengers well.",
        ),
    ),
    Expected(
        page="two-rivers-post/school-garden.txt",
        title="School garden feeds two hundred pupils a week",
        authors=("Rawand Aziz",),
        day="2026-04-03",
        language="en",
        kept=("The bell at the village school", "the tomatoes die", "the second is to find a grandmother."),
        gone=(*POST_JUNK, "Beekeepers of the upper valley"),
    ),
    Expected(
        page="two-rivers-post/museum-storeroom.txt",
        title="Museum turns its storeroom inside out",
        authors=("Lamia Foad",),
        day="2026-04-21",
        language="en",
        kept=("Most of what a museum owns", "It was me.", "Eleven people have come so far, and one key has turned."),
        gone=(*POST_JUNK, "Old tram shed", "with the bowl that he dropped"),
        captions=2,
        comments=(
            "My grandmother's house on Dyers' Lane still has its lock. I will bring a picture on Sunday after the market.",
        ),
    ),
    Expected(
        page="two-rivers-post/wettest-spring.txt",
        title="Volunteers with jam jars record the wettest spring in forty years",
        authors=("Hana Darwish",),
        day="2026-06-02",
        language="en",
        kept=(
            "The wettest spring between the rivers",
            "chewed by a goat",
            'There are five degrees, from "hangs" to "gone".',
        ),
        gone=(*POST_JUNK, "Beekeepers of the upper valley"),
    ),
    Expected(
        page="two-rivers-post/night-train (wrapped at 72 columns).txt",
        title="Night train returns to the valley line after eleven years",
        authors=("Lamia Foad",),
        day="2026-06-10",
        language="en",
        kept=(
            "the railway said on Wednesday. It will leave Selqan at ten in the evening",
            "in time for the bread.",
            "I only had to change the year.",
        ),
        gone=("Search this site", "Telegram", "Rules for comments", "Readers' Cooperative"),
    ),
    Expected(
        page="two-rivers-post/maktaba.txt",
        title="مكتبة سلقان تفتح أبوابها بعد ثلاث سنوات من الترميم",
        authors=("نوال الراوي",),
        day="2026-01-18",
        language="ar",
        kept=("فتحت مكتبة سلقان العامة أبوابها", "وما زلنا نبحث عنه", "ثم استعار الجزء الثاني."),
        gone=ARABIC_JUNK,
    ),
    Expected(
        page="two-rivers-post/jisr.txt",
        title="جسر الخشب يبقى للمشاة وحدهم بعد تجربة ناجحة",
        authors=("زياد الكاتب",),
        day="2026-02-04",
        language="ar",
        kept=("أعلنت بلدية سلقان", "أما الزبون فيمشي", "على أن يصمت العازفون ساعتين."),
        gone=ARABIC_JUNK,
        comments=("أعبر الجسر كل يوم مع أحفادي ولم أعد أخاف عليهم. شكرا لمن فكر في هذا.",),
    ),
    Expected(
        page="two-rivers-post/shemendefer.txt",
        title="شەمەندەفەری شەوانە دوای یازدە ساڵ دەگەڕێتەوە دۆڵەکە",
        authors=("لەمیا فوئاد",),
        day="2026-06-11",
        language="ckb",
        kept=("دوای یازدە ساڵ وەستان", "چونکە کەس نایەوێت", "من تەنها ساڵەکەم گۆڕی"),
        gone=KURDISH_JUNK,
    ),
    Expected(
        page="two-rivers-post/bakhche.txt",
        title="باخچەی قوتابخانەیەک هەفتانە نانی دووسەد منداڵ دەدات",
        authors=("ڕەوەند عەزیز",),
        day="2026-04-04",
        language="ckb",
        kept=("زەنگی قوتابخانەی گوندی", "تەماتەکان دەمرن", "دووەم ئەوەیە داپیرەیەک بدۆزنەوە."),
        gone=KURDISH_JUNK,
    ),
    Expected(
        page="two-rivers-post/zawraq.html",
        title="زورق كهربائي يعبر النهر بلا ضجيج",
        authors=("نوال الراوي",),
        day="2026-05-07",
        language="ar",
        kept=("استقبل الميناء النهري", "كنت أظنهم صامتين", "وعبرت أربع مرات."),
        gone=(*ARABIC_JUNK[1:], "سمك طازج"),
        comments=("ركبته أمس مع زوجتي. هادئ حتى إننا سمعنا المؤذن من الضفتين معا.",),
    ),
    Expected(
        page="two-rivers-post/berf.html",
        title="Berf rê girt, dibistan çû malan",
        authors=("Baran Şêrko",),
        day="2026-01-27",
        language="kmr",
        kept=("Li gundê Berfîn", "pirtûkxaneya bajêr", "dawiya çîrokê dixwestin."),
        gone=("Telegram", "Nameya Înê", "Pira nû", "Hemû maf", "Stranbêjên geliyê"),
    ),
    Expected(
        page="almenauer-bote/uhrenmuseum.html.gz",
        title="Das Uhrenmuseum zieht in den alten Lokschuppen",
        authors=("Friederike Sandtner",),
        day="2026-02-11",
        language="de",
        kept=("Wer in Almenau wissen will", "Die Eulen ziehen mit", "dass die geschenkte Stunde gerade so reicht."),
        gone=(*BOTE_JUNK, "Meisterbetrieb Kolb"),
    ),
    Expected(
        page="almenauer-bote/schmalspurbahn.html",
        title="Schmalspurbahn fährt wieder bis Oberlauken",
        authors=("Konrad Weißgerber",),
        day="2026-05-02",
        language="de",
        kept=("Pünktlich um 10.14 Uhr", "„Wir haben jeden Meter", "setzen wir uns erst einmal hinein und fahren.“"),
        gone=(*BOTE_JUNK, "Meisterbetrieb Kolb", "Bitte bleiben Sie sachlich"),
        comments=(
            (
                "Ich bin 1966 als Bub mit dem letzten Zug gefahren und gestern mit dem ersten. Danke an alle, die das "
                "möglich gemacht haben."
            ),
            "Und die Bratwurst? Hat er sie bekommen?",
            "Unsere Ziegen vermissen die Trasse, gewöhnen sich aber an den Fahrplan.",
        ),
    ),
    Expected(
        page="almenauer-bote/nebelrekord.html",
        title="Vierundvierzig Tage Nebel: Almenau feiert seinen Rekord",
        authors=("Friederike Sandtner",),
        day="2026-01-09",
        language="de",
        kept=("Am Freitagmorgen um kurz nach zehn", "Sie heißt „Wand“.", "für das nächste Jahr aufnehmen lassen."),
        gone=(*BOTE_JUNK, "Kaninchen", "Emil Tauber"),
    ),
    Expected(
        page="shiomi-nippo/minato.html",
        title="汐見港で十年ぶりの和船競漕、五十二艘が出場",
        authors=("浜田しおり",),
        day="2026-05-03",
        language="ja",
        kept=("汐見港で三日、十年ぶりとなる", "まいご丸", "道具は貸し出し、弁当は持参となる。"),
        gone=NIPPO_JUNK,
    ),
    Expected(
        page="shiomi-nippo/idou-toshokan.html",
        title="走る図書館、最後の停留所は灯台",
        authors=("岡本直人",),
        day="2026-02-18",
        language="ja",
        kept=("移動図書館「なみのり号」が今月から", "三十分長く止まるという。"),
        gone=NIPPO_JUNK,
    ),
    Expected(
        page="shiomi-nippo/kiji.jsonl#kiji-1",
        title="全校児童は一人、それでも入学式は満席",
        authors=("浜田しおり",),
        day="2026-04-10",
        language="ja",
        kept=("山あいの汐見市立奥谷小学校で十日", "少なくとも卒業までの六年間は学校を続けるとしている。"),
        gone=NIPPO_JUNK,
        captions=0,
    ),
    Expected(
        page="shiomi-nippo/kiji.jsonl#kiji-2",
        title="終着駅の待合室が本屋に、店番は駅長",
        authors=("岡本直人",),
        day="2026-03-01",
        language="ja",
        kept=("汐見線の終着、磯浜駅の待合室に一日", "戻った本は半額で次の人に渡る。"),
        gone=NIPPO_JUNK,
        captions=0,
    ),
    Expected(
        page="shiomi-nippo/kiji.jsonl#kiji-3",
        title="海辺の町に二十年ぶりの大雪、坂道はそり場に",
        authors=("浜田しおり",),
        day="2026-01-15",
        language="ja",
        kept=("汐見市では十四日夜から雪が降り続き", "溶けるまで市が車の通行を止める。"),
        gone=NIPPO_JUNK,
        captions=0,
    ),
)

each_page = pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: expected.page)


def body_of(page: str) -> bytes:
    """The page's own bytes, unpacked; `file#id` is a line of JSON Lines."""
    name, _, record = page.partition("#")
    body = (PAGES / name).read_bytes()
    if record:
        return next(str(row["html"]).encode() for row in map(json.loads, body.splitlines()) if row["id"] == record)
    return gzip.decompress(body) if name.endswith(".gz") else body


@cache
def article(page: str) -> Article:
    outcome = clean(Capture(provenance=Provenance(source=page), body=body_of(page)))
    assert isinstance(outcome, Article), outcome
    return outcome


@each_page
def test_text_is_whole(expected: Expected):
    text = article(expected.page).text
    assert [piece for piece in expected.kept if piece not in text] == []


@each_page
def test_junk_is_gone(expected: Expected):
    text = article(expected.page).text
    assert [piece for piece in expected.gone if piece in text] == []


@each_page
def test_nothing_vanishes(expected: Expected):
    """What is not in the text is still on record, with a reason."""
    removed = "\n".join(block.text for block in article(expected.page).blocks if block.reason)
    assert [piece for piece in expected.gone if piece not in removed] == []


@each_page
def test_title_author_day_and_language_are_read(expected: Expected):
    found = article(expected.page)
    assert (found.title, found.authors, (found.published or "")[:10], found.language) == (
        expected.title,
        expected.authors,
        expected.day,
        expected.language,
    )


@each_page
def test_each_caption_is_kept_once(expected: Expected):
    captions = [caption.text for caption in article(expected.page).captions]
    assert len(captions) == len(set(captions)) == expected.captions


@each_page
def test_comments_are_kept_apart(expected: Expected):
    assert tuple(comment.text for comment in article(expected.page).comments) == expected.comments


def test_list_of_teasers_is_no_article():
    page = "kelmouth-tide/latest.html"
    outcome = clean(Capture(provenance=Provenance(source=page), body=body_of(page)))
    assert isinstance(outcome, Rejection)
    assert outcome.reason == "listing"


def files() -> Iterator[str]:
    return (path.relative_to(PAGES).as_posix() for path in sorted(PAGES.rglob("*")) if path.is_file())


def test_examples_readme_lists_every_page():
    readme = (PAGES.parent / "README.md").read_text(encoding="utf-8")
    assert [name for name in files() if f"`{name.split('/')[1]}`" not in readme] == []
