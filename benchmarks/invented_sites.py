"""Whole sites of invented pages, with what belongs to each article: for measuring and testing site memory.

The corpora have few sites with several pages, so sites are written here: in six languages, two of them from right to
left, in four templates (a container with names, one without, a page laid out in tables, a text dump). A site's furniture
stands where templates put it, above, below and between the paragraphs, in words no cue list has; articles share a
heading and an answer, as honest series do. The sentences are correct enough and not wise.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from html import escape

__all__ = ["LANGUAGES", "TEMPLATES", "InventedPage", "InventedSite"]

TEMPLATES = ("named", "bare", "tables", "dump")
SENTENCES_A_PARAGRAPH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What pages of one language are made of."""

    direction: str
    things: tuple[str, ...]
    places: tuple[str, ...]
    patterns: tuple[str, ...]
    """Sentences; {a} and {b} are things, {p} is a place, {n} a number."""
    heading: str
    answer: str
    menu: tuple[str, ...]
    furniture: tuple[str, str, str, str]
    """A note above the text, a pitch between its paragraphs, a long and a short note below it."""


LANGUAGES = {
    "en": Language(
        direction="ltr",
        things=tuple("harbour mill bridge orchard ferry chapel quarry bakery market lighthouse tram kiln".split()),
        places=tuple("Kelmouth Osterby Tarn Windle Harrow Nettlecombe Brill Saxby".split()),
        patterns=(
            "The {a} at {p} was closed for {n} days because the {b} needed a new roof.",
            "Nobody in {p} remembers when the {a} and the {b} were last open on the same evening.",
            "It cost {n} crowns to mend the {a}, and the {b} paid for half of it.",
            "People who live by the {a} say that {p} has changed more in {n} years than the {b} ever did.",
            "On Tuesday the council of {p} looked at {n} drawings of the {a} and liked none.",
            "Whoever comes down from the {b} sees the {a} first and {p} only later.",
        ),
        heading="What happened before",
        answer="Not at all.",
        menu=("Town", "Country", "Sea and shore", "Letters"),
        furniture=(
            "The Two Tides Gazette is made by its readers in the upper room of the old rope works.",
            "If a neighbour lent you this page, ask him for the other ones as well, they come out on Fridays.",
            "The Gazette is printed on Thursday night by four people and a dog, on a press that was built in Leeds, "
            "and carried through the town before breakfast by whoever is awake; nothing in it may be read aloud in "
            "trains without a word about where it came from.",
            "Set in type at the rope works",
        ),
    ),
    "de": Language(
        direction="ltr",
        things=tuple("Hafen Turm Bahnhof Garten Markt Steinbruch Laden Kanal Friedhof Speicher".split()),
        places=tuple("Kehlmünde Osterby Tarnow Windel Harrau Nesselgrund".split()),
        patterns=(
            "Der {a} in {p} blieb {n} Tage geschlossen, weil der {b} ein neues Dach bekam.",
            "In {p} weiß niemand mehr, wann der {a} und der {b} zuletzt am selben Abend offen waren.",
            "Es kostete {n} Taler, den {a} zu flicken, und der {b} bezahlte die Hälfte davon.",
            "Wer vom {b} herunterkommt, sieht zuerst den {a} und erst nach {n} Schritten {p}.",
            "Am Dienstag besah sich der Rat von {p} {n} Zeichnungen vom {a} und mochte keine.",
        ),
        heading="Was vorher geschah",
        answer="Keineswegs.",
        menu=("Stadt", "Land", "Küste", "Briefe an uns"),
        furniture=(
            "Das Zweistromblatt wird von seinen Lesern in der oberen Stube der alten Seilerei gemacht.",
            "Hat ein Nachbar dieses Blatt geliehen, so frage man ihn auch nach den anderen, sie kommen freitags.",
            "Das Blatt wird in der Nacht zum Freitag von vier Leuten und einem Hund gedruckt, auf einer Maschine aus "
            "Chemnitz, und vor dem Frühstück von dem durch die Stadt getragen, der gerade wach ist; aus ihm darf in "
            "Zügen nur vorgelesen werden, wenn gesagt wird, woher es stammt.",
            "Gesetzt in der alten Seilerei",
        ),
    ),
    "tr": Language(
        direction="ltr",
        things=tuple("liman değirmen köprü bahçe vapur çarşı fırın istasyon kule kütüphane".split()),
        places=tuple("Kelova Osterköy Tarnova Vindel Harlıca Isırganlı".split()),
        patterns=(
            "{p} kasabasındaki {a}, yandaki {b} yeni bir çatı beklediği için {n} gün kapalı kaldı.",
            "Eski {a} ile yeni {b} aynı akşam en son ne zaman açıktı, {p} halkı bunu artık bilmiyor.",
            "Büyük {a} onarılırken {n} lira harcandı ve bunun yarısını {b} ödedi.",
            "Salı günü {p} meclisi {a} için çizilen {n} resme baktı ve hiçbirini beğenmedi.",
            "Tepedeki {b} yolundan inen herkes önce {a} görür, {p} ise sonra gelir.",
        ),
        heading="Daha önce ne oldu",
        answer="Hiç de değil.",
        menu=("Kasaba", "Köyler", "Deniz kıyısı", "Mektuplar"),
        furniture=(
            "İki Kıyı Postası eski halat atölyesinin üst odasında kendi okurlarınca hazırlanır.",
            "Bu sayfayı size bir komşu verdiyse ondan ötekileri de isteyin, hepsi cuma günleri çıkar.",
            "Posta her perşembe gecesi dört kişi ve bir köpek tarafından İzmir yapımı eski bir makinede basılır, "
            "kahvaltıdan önce kim uyanıksa onun eliyle kasabaya dağıtılır; içindekiler nereden geldiği söylenmeden "
            "trenlerde yüksek sesle okunamaz, duvarlara asılamaz ve gemilerde bırakılamaz.",
            "Halat atölyesinde dizilmiştir",
        ),
    ),
    "ar": Language(
        direction="rtl",
        things=tuple("الميناء المطحنة الجسر البستان السوق المخبز المحطة المنارة المكتبة المتحف".split()),
        places=tuple("كلموث أستربي ترنة وندل هارو".split()),
        patterns=(
            "بقيت {a} في {p} مغلقة {n} يوما لأن {b} كانت تنتظر سقفا جديدا منذ الشتاء.",
            "لا يذكر أحد في {p} متى فتحت {a} و {b} أبوابهما في مساء واحد آخر مرة.",
            "كلف إصلاح {a} نحو {n} دينارا، ودفعت {b} نصف هذا المبلغ من صندوقها.",
            "نظر مجلس {p} يوم الثلاثاء في {n} رسما جديدا من رسوم {a} ولم يعجبه منها شيء.",
            "من ينزل من طريق {b} يرى {a} أولا ثم يرى بيوت {p} بعد {n} خطوة.",
        ),
        heading="ما الذي جرى من قبل",
        answer="كلا على الإطلاق.",
        menu=("المدينة", "الريف", "الساحل", "رسائل"),
        furniture=(
            "تصنع صحيفة الضفتين بأيدي قرائها في الغرفة العليا من معمل الحبال القديم.",
            "إن أعارك جار هذه الصفحة فاطلب منه الصفحات الأخرى أيضا، فهي تصدر في كل يوم جمعة.",
            "تطبع الصحيفة ليلة كل خميس بأيدي أربعة رجال وكلب على آلة صنعت في حلب، ثم يحملها قبل الفطور من كان "
            "مستيقظا من أهل البلدة إلى البيوت؛ ولا يجوز أن يقرأ شيء منها بصوت عال في القطارات من غير أن يقال من "
            "أين جاء ومن الذي كتبه.",
            "صفت حروفها في معمل الحبال",
        ),
    ),
    "he": Language(
        direction="rtl",
        things=tuple("הנמל הטחנה הגשר הבוסתן השוק המאפייה התחנה המגדלור הספרייה המוזיאון".split()),
        places=tuple("קלמות אוסטרבי טרנה וינדל הרו נטלקום".split()),
        patterns=(
            "{a} ליד {p} היה סגור {n} ימים כי {b} חיכה לגג חדש עוד מימי החורף.",
            "איש בעיירה {p} אינו זוכר מתי {a} וגם {b} היו פתוחים באותו ערב בפעם האחרונה.",
            "תיקון {a} עלה {n} מטבעות, ואת מחצית הסכום שילם {b} מקופתו שלו.",
            "ביום שלישי ראתה מועצת {p} כמה וכמה ציורים של {a}, {n} במספר, ואף אחד לא מצא חן בעיניה.",
            "מי שיורד מדרך {b} רואה תחילה את {a} ורק אחר כך את בתי {p}.",
        ),
        heading="מה קרה לפני כן",
        answer="כלל וכלל לא.",
        menu=("העיר", "הכפר", "החוף", "מכתבים"),
        furniture=(
            "עיתון שתי הגדות נעשה בידי קוראיו בחדר העליון של בית החבלים הישן.",
            "אם שכן השאיל לך את הדף הזה בקש ממנו גם את האחרים, הם יוצאים בכל יום שישי.",
            "העיתון נדפס בכל ליל חמישי בידי ארבעה אנשים וכלב על מכונה שנבנתה ביפו, ומי שער נושא אותו ברחבי העיירה "
            "עוד לפני ארוחת הבוקר; אין לקרוא ממנו בקול ברכבות בלי לומר מהיכן בא ומי כתב אותו ומתי.",
            "סודר באותיות בבית החבלים",
        ),
    ),
    "zh": Language(
        direction="ltr",
        things=tuple("码头 磨坊 石桥 果园 渡船 市场 面包房 车站 灯塔 图书馆".split()),
        places=tuple("溪口镇 东湾村 柳林 北坡 南桥镇".split()),
        patterns=(
            "{p}的{a}关了{n}天，因为旁边的{b}一直在等一个新的屋顶。",
            "在{p}已经没有人记得{a}和{b}上一次在同一个晚上开门是什么时候了。",
            "修好{a}一共花了{n}块钱，其中有一半是{b}自己拿出来的。",
            "星期二{p}的议会看了{n}张{a}的图纸，没有一张让他们满意。",
            "从{b}那边下来的人总是先看到{a}，走了{n}步以后才看到{p}。",
        ),
        heading="以前发生的事",
        answer="一点也不。",
        menu=("城里", "乡下", "海边", "来信"),
        furniture=(
            "两岸小报由它的读者们在旧绳厂楼上的房间里自己编成。",
            "如果这一页是邻居借给你的，请向他要其余的几页，它们每逢星期五出版。",
            "小报每个星期四夜里由四个人和一条狗用一台在汉口造的机器印出来，早饭以前由醒着的人送到镇上各家；"
            "其中的文字不可以在火车上大声朗读，除非先说明它是从哪里来的、是谁写的。",
            "在旧绳厂排字",
        ),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedPage:
    """A page with the answer."""

    url: str
    body: str
    is_html: bool
    paragraphs: tuple[str, ...]
    """The article's own text: paragraphs, the series' heading and answer."""
    furniture: tuple[str, ...]
    """What is the site's and stands in or beside the article's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedSite:
    """A site: a language, a template, and a host to tell it by."""

    language: str
    template: str
    host: str

    def page(self, number: int, paragraphs: int = 6) -> InventedPage:
        """The site's page of this number; the same page whenever it is asked for."""
        words = LANGUAGES[self.language]
        dice = random.Random(f"{self.host} {number}")
        texts = [_paragraph(words, dice) for _ in range(paragraphs)]
        if number % 2:
            texts[3:3] = [words.heading]
        if not number % 3:
            texts[5:5] = [words.answer]
        title = _sentence(words, dice).rstrip(".。")
        body = _dump(words, title, texts) if self.template == "dump" else self._html(words, title, texts)
        return InventedPage(
            url=f"https://{self.host}/{number}",
            body=body,
            is_html=self.template != "dump",
            paragraphs=tuple(texts),
            furniture=words.furniture,
        )

    def _html(self, words: Language, title: str, texts: list[str]) -> str:
        above, pitch, long, short = (f"<p>{escape(text)}</p>" for text in words.furniture)
        inside = [f"<h2>{escape(text)}</h2>" if text == words.heading else f"<p>{escape(text)}</p>" for text in texts]
        inside[2:2] = [pitch]
        text = "\n".join((above, *inside, long, short))
        menu = "".join(f"<li><a href='/{n}'>{escape(entry)}</a></li>" for n, entry in enumerate(words.menu))
        shapes = {
            "named": f"<nav><ul>{menu}</ul></nav><main><article><h1>{escape(title)}</h1>"
            f"<div class='article-body'>{text}</div></article></main>",
            "bare": f"<div><ul>{menu}</ul></div><div><h1>{escape(title)}</h1>{text}</div>",
            "tables": f"<table><tr><td><ul>{menu}</ul></td><td><h1>{escape(title)}</h1>{text}</td></tr></table>",
        }
        head = f"<meta charset='utf-8'><title>{escape(title)}</title>"
        return (
            f"<!doctype html><html lang='{self.language}' dir='{words.direction}'><head>{head}</head>"
            f"<body>{shapes[self.template]}</body></html>"
        )


def _dump(words: Language, title: str, texts: list[str]) -> str:
    above, pitch, long, short = words.furniture
    return "\n\n".join((*words.menu, title, above, *texts[:2], pitch, *texts[2:], long, short, *words.menu))


def _paragraph(words: Language, dice: random.Random) -> str:
    joint = "" if words.patterns[0].endswith("。") else " "
    return joint.join(_sentence(words, dice) for _ in range(SENTENCES_A_PARAGRAPH))


def _sentence(words: Language, dice: random.Random) -> str:
    one, other = dice.sample(words.things, 2)
    return dice.choice(words.patterns).format(a=one, b=other, p=dice.choice(words.places), n=dice.randrange(2, 900))
