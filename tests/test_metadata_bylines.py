"""Bylines that say who wrote by where and how they are set, not by a word: side by side elements, names beside dates, feet."""

import lxml.html
import pytest

from pipelines.clean import clean
from pipelines.metadata import read_metadata
from pipelines.metadata.page import parted_text, text_of
from pipelines.types import Article, Capture, Provenance, Rules

PAGE = """<html lang="{language}"><head><title>{title} - {site}</title></head>
<body><header><a href="/">{site}</a> <nav><a href="/c">{section}</a></nav></header><main><h1>{title}</h1>{byline}
<p>{prose}</p>{below}</main></body></html>"""
PROSE = "Beekeepers counted forty hives on the roofs of the old town this spring, more than in any year before. " * 3


def authors(byline, below="", language="en", title="Bees return to the city", section="City", site="The Daily Comb"):
    page = PAGE.format(
        byline=byline, below=below, language=language, title=title, section=section, site=site, prose=PROSE
    )
    return read_metadata(lxml.html.document_fromstring(page), "https://news.example/2026/bees").authors


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        (
            '<div class="author"><a>Joana Tresval</a><span>Alvor, Faro / 17.11.2026 06:04</span></div>',
            ["Joana Tresval"],
        ),
        ('<div class="authorBox"><span>Lise Kerguen</span><span>La Vigie du Port</span></div>', ["Lise Kerguen"]),
        ('<p class="reporter"><em>백하늘 기자</em><span>들과 산을 씁니다</span></p>', ["백하늘"]),
        ("<div><a>Orla Finnerty</a><span>Sat Feb 07 2026 - 06:00</span></div>", ["Orla Finnerty"]),
        ("<div><time>2026/08/14 16:48</time><span>記者溫若晴／花蓮報導</span></div>", ["溫若晴"]),
    ],
)
def test_what_touches_a_name_is_not_part_of_it(byline, names):
    assert list(authors(byline)) == names


@pytest.mark.parametrize(
    ("byline", "language", "names"),
    [
        (
            "<ul><li>Per-Olof Lindskog</li><li>Publicerad 28 februari 2026 kl 05.01</li></ul>",
            "sv",
            ["Per-Olof Lindskog"],
        ),
        ("<div><b>Б.Наранцэцэг</b> <span>2026-09-30 14:05</span></div>", "mn", ["Б.Наранцэцэг"]),
        ("<div><a>சு.அமுதவல்லி</a><span>Published : 25 Sep 2026 05:46 AM</span></div>", "ta", ["சு.அமுதவல்லி"]),
        ("<div>မိုးမင်းစက်<br><span>2026.01.19</span></div>", "my", ["မိုးမင်းစက်"]),
        ("<p>সালমা বেগম</p><p>৩ নভেম্বর ২০২৬, ০৯:০০</p>", "bn", ["সালমা বেগম"]),
        ("<ul><li><span>Marubuci, </span><span>Zainab Garba</span></li></ul>", "ha", ["Zainab Garba"]),
        ("<p>Interview: <a>Jette Ohlmann</a></p>", "de", ["Jette Ohlmann"]),
        ("<div>di Carla Benzoni Riva</div>", "it", ["Carla Benzoni Riva"]),
        ("<div>نوشته شده در جمعه ۲۹ اسفند ۱۴۰۴ ساعت ۲۲:۱۸ توسط آرش فروزان</div>", "fa", ["آرش فروزان"]),
    ],
)
def test_names_are_told_by_where_they_stand(byline, language, names):
    assert list(authors(byline, language=language)) == names


@pytest.mark.parametrize(
    "byline",
    [
        "<p>স্থানীয় খবর</p><p>৩ নভেম্বর ২০২৬</p>",  # the site's menu has it: a section
        '<div class="captionimage">ကော်ဖီ ခြောက်နေသည် တောင်ပေါ်</div><p>2026.01.19</p>',
        "<p>Agnes Holm, lamplighter: b Vester, March 4, 1938; m Carl Holm; one daughter, two sons; d Aug 2026.</p>",
        '<p class="author">নিজস্ব প্রতিবেদক</p>',
        '<p class="author">The Daily Comb - News Desk</p>',
    ],
)
def test_what_stands_there_and_is_no_name_is_nobody(byline):
    assert not [name for name in authors(byline, section="স্থানীয় খবর") if name != "News Desk"]


@pytest.mark.parametrize(
    ("byline", "language", "names"),
    [
        ("<div>PHẠM MINH KHUÊ</div><span>12/06/2026 08:30</span>", "vi", ["PHẠM MINH KHUÊ"]),
        ("<div>Trần Ngọc Diệp</div><span>12/06/2026 08:30</span>", "vi", ["Trần Ngọc Diệp"]),
        ("<div>SERA NAIVALU</div><span>August 17, 2026</span>", "en", ["SERA NAIVALU"]),
        ("<div>María José Quispe</div><span>17 de agosto de 2026</span>", "es", ["María José Quispe"]),
        ("<div>نادیہ حسن | نمائندہ خصوصی، سکردو</div><span>21 دسمبر 2026</span>", "ur", ["نادیہ حسن"]),
        ("<div>Ines Kralj, novinarka</div><span>3. 5. 2026</span>", "sl", ["Ines Kralj"]),
        ("<div>রুমানা হক রংপুর</div><span>১৮ সেপ্টেম্বর ২০২৬</span><p>রংপুরের এক গ্রামে নদী ভাঙছে।</p>", "bn", ["রুমানা হক"]),
    ],
)
def test_a_name_beside_the_date(byline, language, names):
    assert list(authors(byline, language=language)) == names


@pytest.mark.parametrize(
    ("byline", "language"),
    [
        ("<span>12 मार्च 2026</span><div>व्हाट्सएप पर भेजें</div>", "hi"),
        ("<div>न्यूज डेस्क, लखनऊ</div><span>12 मार्च 2026</span><div>साथियों तक पहुंचाएं</div>", "hi"),
        ("<div>கோவை நிருபர்</div><span>ஜூன் 20, 2026</span><div>நண்பர்களுக்கு அனுப்பவும்</div>", "ta"),
        ("<span>पोस्ट किया गया 12 मार्च 2026</span>", "hi"),
        ("<span>2026-10-09 11:20</span><div><span>هاوبەشی پێ بکە</span><a href='/p'>چاپکردن</a></div>", "ckb"),
        ("<span>21 مارچ 2026</span><div>فیس بک پر بھیجیں</div>", "ur"),
        ("<div>FORTY HIVES COUNTED</div><span>August 17, 2026</span>", "en"),
        ("<div>The Old Town Roofs</div><span>August 17, 2026</span>", "en"),
    ],
)
def test_what_stands_beside_the_date_and_is_no_name(byline, language):
    assert list(authors(byline, language=language)) == []


@pytest.mark.parametrize(
    ("paragraphs", "names"),
    [
        (["Amparo Lillo Vidal"], ["Amparo Lillo Vidal"]),
        (["Amparo Lillo Vidal", "Profesora jubilada, Ovalle"], ["Amparo Lillo Vidal"]),
        (["Amparo Lillo Vidal", "Ella cuida cuarenta colmenas."], []),
        (["Amparo Lillo Vidal", "Martes, 9 a 12", "Sala 4", "Entrada libre"], []),
    ],
)
def test_a_letter_is_signed_in_its_last_paragraph(paragraphs, names):
    below = "".join(f"<p>{text}</p>" for text in (PROSE, *paragraphs))
    assert list(authors("", f"{below}<section><h3>Otras cartas</h3></section>", "es")) == names


def test_a_letter_keeps_its_signature_with_the_line_that_says_who_signed():
    body = "".join(f"<p>{text}</p>" for text in (PROSE, PROSE, "Amparo Lillo Vidal", "Profesora jubilada, Ovalle"))
    page = f"<html lang=es><body><article><h1>El árbol</h1>{body}</article></body></html>"
    capture = Capture(provenance=Provenance(source="letter.html"), body=page.encode(), content_type="text/html")
    article = clean(capture, Rules())
    assert isinstance(article, Article)
    assert "Amparo Lillo Vidal\n\nProfesora jubilada, Ovalle" in article.text


def test_the_dateline_of_the_first_paragraph_names_the_author():
    below = "<p>　　海州新闻网5月9日电（记者 沈若溪）清晨的码头上，最后一艘木船正在装货，船主说这是今年的最后一趟。</p>"
    assert list(authors("<div>来源：海州新闻网</div>", below, "zh")) == ["沈若溪"]


def test_a_name_behind_the_sites_name_is_found():
    assert list(authors('<span class="author">صوت النهر - كريم بن صالح</span>', site="صوت النهر")) == ["كريم بن صالح"]


@pytest.mark.parametrize(
    ("foot", "names"),
    [
        (
            '<div class="post-footer"><span class="post-author">Autor: <span>Maciej Rawicz</span></span> o 21:14</div>',
            ["Maciej Rawicz"],
        ),
        ("<p>彼は「また来年」と笑った。（森本千夏）</p>", ["森本千夏"]),
        ("<p>" + "港の人たちは毎朝、船の数を帳面に書く。" * 40 + "（森本千夏）</p>", ["森本千夏"]),
        ("<p>取材は続く。（敬称略）</p><p>（関連記事）</p>", []),
        ('<div class="footer"><p class="author">By Site Builder</p></div>', []),
    ],
)
def test_the_foot_of_the_article_names_its_author_and_the_sites_foot_does_not(foot, names):
    assert list(authors("", below=foot)) == names


@pytest.mark.parametrize(
    "end",
    [
        "<p style='text-align:right'><strong>Zofia Malinowska</strong></p>",
        "<p><i>Zofia Malinowska</i></p><hr><h2>The next one</h2><p>It begins here.</p><p><i>Jan Kot</i></p>",
        "<div class='f'>{prose}<br><br><i>Zofia Malinowska</i></div>",
    ],
)
def test_a_name_set_apart_as_the_last_of_the_text_signs_it(end):
    assert list(authors("", below=end.format(prose=PROSE))) == ["Zofia Malinowska"]


@pytest.mark.parametrize(
    "end",
    [
        "<p>The bees belong to <b>Zofia Malinowska</b></p><p>She keeps them on the roof.</p>",
        "<p><b>Zofia Malinowska</b></p><p>She keeps bees on the roof of the town hall.</p>",
        "<p><b>Read More Stories</b></p>",
    ],
)
def test_a_name_with_text_behind_it_signs_nothing(end):
    assert not authors("", below=end)


@pytest.mark.parametrize(
    "byline",
    [
        "<span class='muhabir'>Nurgül Aksoy</span>",
        "<div data-testid='article-author'><a>Nurgül Aksoy</a></div>",
        "<footer class='node__meta'><span class='field-author'>Nurgül Aksoy</span></footer>",
    ],
)
def test_elements_named_for_an_author_in_other_words(byline):
    assert list(authors(byline)) == ["Nurgül Aksoy"]


def test_a_nest_of_boxes_is_parted_without_recursion():
    inner = outer = lxml.etree.Element("div")
    for _ in range(3000):
        inner = lxml.etree.SubElement(inner, "div")
    lxml.etree.SubElement(inner, "a").text = "Ana Ruiz"
    assert parted_text(outer) == text_of(outer)


@pytest.mark.parametrize(
    ("byline", "language", "names"),
    [
        ("<p>Le Gráinne Ní Dhuibhir</p>", "ga", ["Gráinne Ní Dhuibhir"]),
        ("<p>Gan Heledd Prydderch</p>", "cy", ["Heledd Prydderch"]),
        ("<p>Daga Sani Bature da Rabi Danjuma</p>", "ha", ["Sani Bature", "Rabi Danjuma"]),
        (
            "<p>Nina Luz Manalastas at Rey Dimaculangan / Mga larawan ni Tomas Abad</p>",
            "fil",
            ["Luz Manalastas", "Rey Dimaculangan"],
        ),
        ("<p>vum Cathy Schroeder</p>", "lb", ["Cathy Schroeder"]),
        ("<p>Kitba ta’ Doreen Zerafa u Karm Buhagiar</p>", "mt", ["Doreen Zerafa", "Karm Buhagiar"]),
        ("<p>Пишува: Весна Ристова</p>", "mk", ["Весна Ристова"]),
        ("<p>Escribe: Rosa Quispe Mamani</p>", "es", ["Rosa Quispe Mamani"]),
        ("<div class='author'>เรื่องและภาพ: วรรณา ใจงาม</div>", "th", ["วรรณา ใจงาม"]),
        ("<div class='author'>โดยสมชาย ใจดี</div>", "th", ["สมชาย ใจดี"]),
        ("<div class='byline'>記者 陳小明 報道</div>", "zh-HK", ["陳小明"]),
        ("<p>Le Monde Diplomatique</p>", "fr", []),
        ("<p>Le chéile arís</p>", "ga", []),
        ("<p>Daga karshe an ci nasara</p>", "ha", []),
        ("<div class='author'>ໂດຍນັກຂ່າວຂ່າວສານ</div>", "lo", []),
        ("<div class='author'>ผู้สื่อข่าวประจำเชียงใหม่</div>", "th", []),
        ("<div class='author'>રાજકોટ, તા. ૧૨ (પ્રતિનિધિ)</div>", "gu", []),
        ("<div class='author'>K.M.</div>", "sq", []),
        ("<div class='author'>P. T. / ATSH</div>", "sq", []),
    ],
)
def test_a_word_for_by_is_read_in_its_own_language_and_unnamed_reporters_are_nobody(byline, language, names):
    assert list(authors(byline, language=language)) == names


@pytest.mark.parametrize(
    ("byline", "language", "names"),
    [
        ("<ul><li>አስቴር ገብሬ፣ ጎንደር</li><li><time>ጥር 10 ቀን 2017 ዓ.ም.</time></li></ul>", "am", ["አስቴር ገብሬ"]),
        ("<p>نادیہ پروین (نمائندہ خصوصی)</p><p>12 مئی 2024</p>", "ur", ["نادیہ پروین"]),
        ("<div><b>সালমা খাতুন খুলনা ও জাহিদ মণ্ডল যশোর</b> <i>৩ নভেম্বর ২০২৫</i></div>", "bn", ["সালমা খাতুন", "জাহিদ মণ্ডল"]),
        ("<aside class='post-meta'><p>3 May 2024 · Ana Ruiz, Lima · Culture</p></aside>", "en", ["Ana Ruiz"]),
        (
            "<div class='x'><a class='k_by' href='/staff'>सुनिता राई</a><div>२०८१ माघ ५ गते</div></div>",
            "ne",
            ["सुनिता राई"],
        ),
        ("<p>ኢኮኖሚ፣ ስፖርት</p><p><time>ጥር 10 ቀን 2017</time></p>", "am", []),
        ("<p>New York, USA</p><p>3 May 2024</p>", "en", []),
        ("<p>শিল্প ও সাহিত্য</p><p>৩ নভেম্বর ২০২৫</p>", "bn", []),
        ("<p>پاکستان (اردو)</p><p>12 مئی 2024</p>", "ur", []),
    ],
)
def test_a_place_or_a_job_behind_a_name_beside_the_date(byline, language, names):
    told = "<p>" + "খুলনা শহরের মৌচাষিরা এ বছর ছাদে চল্লিশটি মৌচাক গুনেছেন, যা আগের যেকোনো বছরের চেয়ে বেশি। " * 2 + "</p>"
    assert list(authors(byline, below=told, language=language)) == names


def test_what_a_day_was_said_to_be_is_no_part_of_the_byline():
    byline = "<p class='byline'>Ilse Tamm Publié le 3 mai 2019</p>"
    page = PAGE.format(
        byline=byline, below="", language="fr", title="Le bac", section="Ville", site="Le Rucher", prose=PROSE
    )
    assert read_metadata(lxml.html.document_fromstring(page), None).byline == "Ilse Tamm"


@pytest.mark.parametrize(
    ("byline", "language", "names"),
    [
        ("<div><span>7 desàmbar 2023</span><span>Bindkat: Astu Jóob Ndaw</span></div>", "wo", ["Astu Jóob Ndaw"]),
        ("<div><span>گزارش‌گر: نسرین بارکزی</span> <span>۱۷ حوت ۱۳۹۹</span></div>", "fa-AF", ["نسرین بارکزی"]),
        ("<b>رپورٽ: سڪينه سومرو</b> <i>اربع 30 جنوري 2019</i>", "sd", ["سڪينه سومرو"]),
        ("<p>Umwanditsi: Claudine Uwera</p>", "rw", ["Claudine Uwera"]),
        ("<p>Kaituhi: Hana Tamehana</p>", "mi", ["Hana Tamehana"]),
        ("<p>ਪੱਤਰਕਾਰ: ਗੁਰਦੀਪ ਕੌਰ</p>", "pa", ["ਗੁਰਦੀਪ ਕੌਰ"]),
        ("<p>Sneon 2 oktober 2006 - troch Hylke de Vries</p>", "", ["Hylke de Vries"]),
        ("<p>4. mai 2011 | av Ingvild Moe</p>", "no", ["Ingvild Moe"]),
        ("<p>12 Mai 2014 - gan Heledd Prydderch</p>", "cy", ["Heledd Prydderch"]),
        ("<div>2019/02/08 06:00　小西 真奈</div>", "ja", ["小西 真奈"]),
        ("<p>2 oktober 2006 - door regen uitgesteld</p>", "nl", []),
        ("<p>Umwanditsi: 12</p>", "rw", []),
        ("<div>2019/02/08 06:00　社会面</div>", "ja", []),
    ],
)
def test_labels_of_more_languages_and_names_behind_the_day(byline, language, names):
    assert list(authors(byline, language=language)) == names


@pytest.mark.parametrize(
    ("below", "language", "names"),
    [
        ("<p style='text-align:right'><em>Саодат НАЗАРОВА, Хуҷанд</em></p>", "tg", ["Саодат НАЗАРОВА"]),
        ("<p style='text-align: right'><b>Алесь КУЦКО. Фота аўтара</b></p>", "be", ["Алесь КУЦКО"]),
        (
            "<p style='text-align: right'>Jana MALÁ, redaktorka</p><div class='share-box'>Zdieľať</div>",
            "sk",
            ["Jana MALÁ"],
        ),
        ("<p><em>Ane Etxe. Photos by the author</em></p><div class='tags'>Topics: bees</div>", "en", ["Ane Etxe"]),
        ("<p><em>Ane Etxe. Photo by Jon Urki</em></p>", "en", []),
        ("<p><em>Ane Etxe, who keeps bees</em></p>", "en", []),
        (
            "<p style='text-align:right'><em>Ane Etxe, Bilbo</em></p><p>She told the council about the bees.</p>",
            "en",
            [],
        ),
        ("<p>蜂は今年も戻ってきた。（北浜支局）</p>", "ja", []),
        ("<p>蜂は今年も戻ってきた。（本村沙織）</p>", "ja", ["本村沙織"]),
    ],
)
def test_a_signature_with_a_place_a_job_or_own_pictures(below, language, names):
    assert list(authors("", below=below, language=language)) == names


SHARED = [
    ("<div class='info'><span>كتبت: سلمى الحداد</span> <span>الخميس 22 يناير 2026 - 10:35 ص</span> <span>شارك</span> <a>فيسبوك</a> <a>واتساب</a></div>", "ar", ["سلمى الحداد"]),
    ("<div>By Orla Finnerty | <a>Facebook</a> <a>Twitter</a></div>", "en", ["Orla Finnerty"]),
    ("<div>Автор: Леся Гай | <a>Культура</a> <a>Новини Полтави</a></div>", "uk", ["Леся Гай"]),
    ("<div class='author'><a>Telegram</a> <a>WhatsApp</a></div>", "en", []),
    ("<div>Av <a>Line Holm</a> <a>Per-Olof Lindskog</a></div>", "nb", ["Line Holm", "Per-Olof Lindskog"]),
]  # fmt: skip


@pytest.mark.parametrize(("byline", "language", "names"), SHARED)
def test_links_to_networks_are_nobody_and_a_label_names_who_stands_behind_it(byline, language, names):
    assert list(authors(byline, language=language)) == names


@pytest.mark.parametrize(
    ("line", "language", "name"),
    [
        (
            "張貼者：<span class='fn'>阿梅</span></span> <span class='post-timestamp'>於 <a>下午9:14</a>",
            "zh-TW",
            "阿梅",
        ),
        ("发布者：林小禾", "zh", "林小禾"),
        ("投稿者: <span class='fn'>大西 真奈美</span></span> <span>時刻: <a>21:14</a>", "ja", "大西 真奈美"),
        ("게시자: 백하늘", "ko", "백하늘"),
        ("Được đăng bởi Phạm Minh Khuê", "vi", "Phạm Minh Khuê"),
        ("Upplagd av Per-Olof Lindskog", "sv", "Per-Olof Lindskog"),
        ("Bejegyezte: Bodrogi Eszter", "hu", "Bodrogi Eszter"),
    ],
)
def test_a_blogs_label_for_who_posted_is_no_part_of_the_name(line, language, name):
    assert list(authors(f"<div><span class='post-author'>{line}</span></div>", language=language)) == [name]
