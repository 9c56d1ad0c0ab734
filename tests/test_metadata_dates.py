"""Dates as they are written in many languages; a day is never moved and never made up."""

import lxml.html
import pytest

from pipelines.metadata import read_metadata
from pipelines.metadata.dates import date_in, dates_in, read_stamp

SEVENTEENTH_OF_MAY = [
    ("Posted on 17 May 2024 by Ana", "en"),
    ("May 17th, 2024", "en"),
    ("Friday, 17. Mai 2024", "de"),
    ("vendredi 17 mai 2024", "fr"),
    ("17 de mayo de 2024", "es"),
    ("17 de maio de 2024", "pt"),
    ("17 maggio 2024", "it"),
    ("17 mei 2024", "nl"),
    ("17. toukokuuta 2024", "fi"),
    ("2024. május 17.", "hu"),
    ("2024. gada 17. maijs", "lv"),
    ("17 maja 2024", "pl"),
    ("17. května 2024", "cs"),
    ("17 мая 2024 г.", "ru"),
    ("17 травня 2024", "uk"),
    ("17 Μαΐου 2024", "el"),
    ("17 Mayıs 2024", "tr"),
    ("17ê Gulanê 2024", "kmr"),
    ("١٧ی ئایاری ٢٠٢٤", "ckb"),
    ("١٧ أيار ٢٠٢٤", "ar"),
    ("17 أيار/مايو 2024", "ar"),
    ("۱۷ مه ۲۰۲۴", "fa"),
    ("17 במאי 2024", "he"),
    ("17 मई 2024", "hi"),
    ("১৭ মে ২০২৪", "bn"),
    ("17 พฤษภาคม 2567", "th"),
    ("17 พ.ค. 2567", "th"),
    ("17 tháng 5, 2024", "vi"),
    ("17 Mei 2024", "id"),
    ("2024年5月17日", "ja"),
    ("令和6年5月17日", "ja"),
    ("民國113年5月17日", "zh-Hant"),
    ("2024년 5월 17일", "ko"),
    ("2024. 5. 17.", "ko"),
    ("2024-yil 17-may", "uz"),
    ("2024 йил 17 май", "uz"),
    ("2024 жылғы 17 мамыр", "kk"),
    ("2024 ж. 17 мамыр", "kk"),
    ("2024-жылдын 17-майы", "ky"),
    ("2024 оны 5-р сарын 17", "mn"),
    ("2024 оны тавдугаар сарын 17", "mn"),
    ("2024ko maiatzaren 17a", "eu"),
    ("2024(e)ko maiatzaren 17(a)", "eu"),
    ("2024 m. gegužės 17 d.", "lt"),
    ("ថ្ងៃទី១៧ ខែឧសភា ឆ្នាំ២០២៤", "km"),
    ("១៧ ឧសភា ២០២៤", "km"),
    ("17 ເດືອນ ພຶດສະພາ ປີ 2024", "lo"),
    ("໑໗ ພຶດສະພາ ໒໐໒໔", "lo"),
    ("၂၀၂၄ ခုနှစ် မေလ ၁၇ ရက်", "my"),
    ("မေ ၁၇၊ ၂၀၂၄", "my"),
    ("மே 17, 2024", "ta"),
    ("௧௭ மே ௨௦௨௪", "ta"),
    ("౧౭ మే ౨౦౨౪", "te"),
    ("೧೭ ಮೇ ೨೦೨೪", "kn"),
    ("൧൭ മെയ് ൨൦൨൪", "ml"),
    ("૧૭ મે ૨૦૨૪", "gu"),
    ("੧੭ ਮਈ ੨੦੨੪", "pa"),
    ("१७ मे २०२४", "mr"),
    ("2024 මැයි 17", "si"),
    ("୧୭ ମଇ ୨୦୨୪", "or"),
    ("17 მაისი, 2024", "ka"),
    ("2024 թ. մայիսի 17", "hy"),
    ("17 May 2024-cü il", "az"),
    ("17. maj 2024.", "sr"),
    ("17. мај 2024", "sr"),
    ("17. svibnja 2024.", "hr"),
    ("17 май 2024", "bg"),
    ("17 мај 2024", "mk"),
    ("17 Maj, 2024", "sq"),
    ("17 траўня 2024", "be"),
    ("17. mai 2024", "nb"),
    ("17. maí 2024", "is"),
    ("17 de maig de 2024", "ca"),
    ("د ۲۰۲۴ د مۍ ۱۷", "ps"),
    ("Mayo 17, 2024", "fil"),
    ("17 Mei 2024", "af"),
    ("17 ta’ Mejju 2024", "mt"),
    ("17 Bealtaine 2024", "ga"),
    ("17 Maajo 2024", "so"),
    ("17 Oṣù Ẹ̀bibi 2024", "yo"),
    ("17 เดือนพฤษภาคม พ.ศ. 2567", "th"),
    ("ሜይ 17 2024", "am"),
    ("17 ግንቦት 2024", "ti"),
    ("ግንቦት 9 ቀን 2016 ዓ.ም", "am"),
    ("9 ግንቦት 2016", "am"),
    ("ግንቦት 9፣ 2016", None),
    ("17.05.2024", None),
    ("17/05/2024", "en"),
    ("2024/05/17", None),
    ("2024-05-17", None),
]


@pytest.mark.parametrize(("text", "language"), SEVENTEENTH_OF_MAY)
def test_the_seventeenth_of_may(text, language):
    assert date_in(text, language).value == "2024-05-17"


@pytest.mark.parametrize(
    "text",
    [
        "May 2024",
        "30 اسفند 1402",
        "31 شوال 1445",
        "1403/13/27",
        "27 اردیبهشت 1445",
        "31 February 2024",
        "version 1.2.2024.3",
        "555-12-2024",
        "",
        "5 days ago",
        "99/99/9999",
    ],
)
def test_what_is_no_date_is_left_alone(text):
    assert date_in(text, "en") is None


@pytest.mark.parametrize(
    ("text", "day", "sure"),
    [
        ("۲۸ اردیبهشت ۱۴۰۳", "2024-05-17", True),
        ("جمعه ۲۸ اردیبهشت‌ماه ۱۴۰۳ ساعت ۱۰:۳۰", "2024-05-17", True),
        ("۱۴۰۳/۰۲/۲۸", "2024-05-17", True),
        ("28 ثور 1403", "2024-05-17", True),
        ("د ۱۴۰۳ غویی ۲۸", "2024-05-17", True),
        ("30 اسفند 1403", "2025-03-20", True),
        ("9 ذو القعدة 1445هـ", "2024-05-17", False),
        ("15 رمضان 1445", "2024-03-25", False),
    ],
)
def test_days_of_the_hijri_calendars_are_converted_and_those_of_the_moon_are_not_sure(text, day, sure):
    found = date_in(text, "fa")
    assert (found.value, found.sure) == (day, sure)


@pytest.mark.parametrize(
    ("language", "day", "sure"),
    [
        ("en-US", "2024-03-04", True),
        ("en-GB", "2024-04-03", True),
        ("en", "2024-03-04", False),
        ("es", "2024-04-03", True),
        (None, "2024-03-04", False),
    ],
)
def test_the_order_of_day_and_month_is_the_languages(language, day, sure):
    found = date_in("03/04/2024", language)
    assert (found.value, found.sure) == (day, sure)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("መስከረም 1 ቀን 2018 ዓ.ም.", "2025-09-11"),
        ("መስከረም 1 ቀን 2016", "2023-09-12"),
        ("ኅዳር 3, 2018", "2025-11-12"),
        ("ጳጉሜን 6 2015", "2023-09-11"),
    ],
)
def test_days_of_the_ethiopian_calendar_are_converted(text, day):
    assert date_in(text, "am").value == day


@pytest.mark.parametrize(
    "text",
    ["२०८२ कात्तिक २६ गते", "२६ कार्तिक २०८२, बुधबार", "कात्तिक २६, २०८२", "२०८२ साल कात्तिक २६", "२०८२/०७/२६", "२०८२-०७-२६"],
)
def test_days_of_the_nepali_calendar_are_converted(text):
    assert date_in(text, "ne").value == "2025-11-12"


@pytest.mark.parametrize(
    ("text", "day"), [("१ वैशाख २०५०", "1993-04-13"), ("३० चैत २०७९", "2023-04-13"), ("३१ चैत २०८१", "2025-04-13")]
)
def test_nepali_years_begin_and_end_where_ours_have_their_days(text, day):
    assert date_in(text, "ne").value == day


def test_a_day_in_our_own_future_is_no_nepali_one():
    assert date_in("2082/07/26", "en").value == "2082-07-26"
    assert date_in("३२ कात्तिक २०८२", "ne") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("বৃহস্পতিবার, ২০ আষাঢ় ১৪৩১", "2024-07-04"),
        ("১ বৈশাখ ১৪৩০ বঙ্গাব্দ", "2023-04-14"),
        ("৩১ আশ্বিন ১৪২৮", "2021-10-16"),
        ("৩০ ফাল্গুন, ১৪৩০", "2024-03-14"),
        ("৩০ ফাল্গুন ১৪২২", "2016-03-13"),
    ],
)
def test_days_of_the_bengali_calendar_are_converted(text, day):
    assert date_in(text, "bn").value == day


def test_a_bengali_day_of_india_is_sure_only_with_its_weekday():
    assert not date_in("২০ আষাঢ় ১৪৩১", "bn-IN").sure
    assert date_in("শুক্রবার ২০ আষাঢ় ১৪৩১", "bn-IN").value == "2024-07-05"
    assert date_in("৩১ ফাল্গুন ১৪৩০", "bn") is None


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("اتوار 27 رمضان المبارک 1445ھ", "ur", "2024-04-07"),
        ("الاثنين 15 رمضان 1445 هـ", "ar", "2024-03-25"),
        ("Salı, 16 رمضان 1445", "tr", "2024-03-26"),
        ("جمعرات، 2 شوال 1445ھ", "ur", "2024-04-11"),
    ],
)
def test_a_weekday_tells_which_day_of_the_moon_it_was(text, language, day):
    found = date_in(text, language)
    assert (found.value, found.sure) == (day, True)


def test_a_weekday_too_far_off_changes_nothing():
    assert date_in("جمعرات 15 رمضان 1445", "ur").value == "2024-03-25"
    assert date_in("Sunday, 3 May 2021", "en").value == "2021-05-03"


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("16 ግንቦት 2014 (ኣቆጻጽራ ግእዝ) / 24 ግንቦት 2022", "ti", ["2022-05-24", "2022-05-24"]),
        ("3 ሕዳር 2018 - 12 ሕዳር 2025", "ti", ["2025-11-12"]),
        ("3 ሕዳር 2018 - 20 ሕዳር 2025", "ti", ["2018-11-03", "2025-11-20"]),
        ("ቀዳም 16 ግንቦት 2014 ዓ.ም.ፈ", "ti", ["2022-05-24"]),
    ],
)
def test_a_day_that_its_line_converts_is_said_once(text, language, days):
    assert [found.day for found in dates_in(text, language)] == days


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ວັນທີ 17 ພຶດສະພາ 2567", "lo"),
        ("ថ្ងៃទី១៧ ខែឧសភា ឆ្នាំ២៥៦៧", "km"),
        ("zoma 17 mey 2024", "mg"),
        ("17 me 2024", "ht"),
        ("17 Meyi 2024", "lg"),
        ("17 Pipiri 2024", None),
    ],
)
def test_months_of_smaller_languages_and_years_of_the_buddha(text, language):
    found = date_in(text, language)
    assert found is None if text.startswith("17 Pipiri") else found.value == "2024-05-17"


def test_the_title_of_an_abbreviation_is_the_day_its_words_mean():
    assert (
        day_of('<p class="info"><abbr class="published" title="2019-06-27">alakamisy hariva</abbr></p>') == "2019-06-27"
    )
    assert day_of('<p class="info"><abbr class="published" title="long ago">alakamisy hariva</abbr></p>') is None


def test_a_sixth_day_of_the_thirteenth_month_is_only_in_leap_years():
    assert date_in("ጳጉሜን 6 2016", "am") is None


def test_a_month_whose_name_differs_between_languages_is_read_in_the_pages():
    assert date_in("17. listopada 2024", "hr").value == "2024-10-17"
    assert date_in("17 listopada 2024", "pl").value == "2024-11-17"
    assert date_in("17 listopada 2024", None) is None


@pytest.mark.parametrize(
    ("stamp", "value"),
    [
        ("2024-05-17T23:30:00-07:00", "2024-05-17T23:30:00-07:00"),
        ("2024-05-17T23:30:00.123Z", "2024-05-17T23:30:00Z"),
        ("2024-05-17T23:30:00", "2024-05-17"),
        ("2024-05-17 23:30", "2024-05-17"),
        ("Fri, 17 May 2024 23:30:00 +0900", "2024-05-17T23:30:00+09:00"),
        ("Fri May 17 23:30:00 UTC 2024", "2024-05-17T23:30:00Z"),
        ("20240517", "2024-05-17"),
        ("20240517T233000Z", "2024-05-17T23:30:00Z"),
        ("1715904000", "2024-05-17T00:00:00Z"),
        ("2024-05-17T25:00:00Z", "2024-05-17"),
    ],
)
def test_a_time_is_kept_only_with_its_zone_and_never_moved_to_another_day(stamp, value):
    assert read_stamp(stamp).value == value


@pytest.mark.parametrize("stamp", ["", "0001-01-01T00:00:00", "today", "9" * 400, "-", "{{date}}"])
def test_a_stamp_that_is_none_gives_nothing(stamp):
    assert read_stamp(stamp) is None


def test_all_dates_of_a_line_come_in_its_order_with_their_places():
    line = "Published May 10, 2024 | Updated 17 May 2024"
    first, second = dates_in(line, "en")
    assert (first.value, second.value) == ("2024-05-10", "2024-05-17")
    assert line[second.start : second.end] == "17 May 2024"


LONG = (
    "<p>"
    + "Beekeepers counted forty hives on the roofs of the old town this spring, more than in any year before. " * 3
    + "</p>"
)
ELSEWHERE = [
    ("below the text", f"{LONG * 160}<h3>Published</h3><p><time datetime='2024-05-17'>17 May 2024</time></p>", "2024-05-17", 0.6),
    ("in German", f"{LONG * 160}<div class='post-date'>Erschienen am 17. Mai 2024</div>", "2024-05-17", 0.55),
    ("in Arabic", f"{LONG * 160}<div class='post-date'>نشر في 17 أيار 2024</div>", "2024-05-17", 0.55),
    ("the day of an update alone", f"{LONG * 160}<p class='dateline'>Updated 17 May 2024</p>", "2024-05-17", 0.45),
    ("beside the text", f"<aside><p class='date'>17 May 2024</p></aside>{LONG}", "2024-05-17", 0.55),
]  # fmt: skip


@pytest.mark.parametrize(("body", "day", "confidence"), [case[1:] for case in ELSEWHERE], ids=[c[0] for c in ELSEWHERE])
def test_a_date_far_from_the_headline_counts_where_it_says_what_it_is(body, day, confidence):
    html = f"<html lang='en'><body><main><h1>Bees return to the city</h1>{body}</main></body></html>"
    found = read_metadata(lxml.html.document_fromstring(html), "https://comb.example/bees")
    assert (found.published, [o.confidence for o in found.origins if o.field == "published"]) == (day, [confidence])


def test_a_date_of_something_else_far_from_the_headline_is_left_alone():
    dated = "<div class='date'>Opening days 17 May 2024</div><div class='date'>18 May 2025</div>"
    html = f"<html lang='en'><body><main><h1>Bees return</h1>{LONG * 160}{dated}</main></body></html>"
    assert read_metadata(lxml.html.document_fromstring(html), "https://comb.example/bees").published is None


def test_a_meta_element_of_any_name_that_speaks_of_publication_is_read():
    html = "<html><head><meta name='w-published-date' content='2024-05-17T06:03:43Z'></head><body><h1>Bees</h1></body></html>"
    assert read_metadata(lxml.html.document_fromstring(html)).published == "2024-05-17T06:03:43Z"


@pytest.mark.parametrize(
    ("lang", "head", "body", "url", "day", "confidence"),
    [
        ("en", "", "", "https://comb.example/b", "2024-03-04", 0.45),
        ("en", "", "", "https://comb.co.uk/b", "2024-04-03", 0.7),
        ("en", "", "", "https://comb.gov/b", "2024-03-04", 0.7),
        ("en", '<meta property="og:locale" content="en_IE">', "", "https://comb.example/b", "2024-04-03", 0.7),
        ("en", "", "<div class='related'><span class='date'>25/12/2023</span></div>", "https://comb.example/b", "2024-04-03", 0.7),
        ("fr", "", "", "https://comb.example/b", "2024-04-03", 0.7),
    ],
)  # fmt: skip
def test_an_ambiguous_date_is_read_as_the_page_its_region_or_its_other_dates_say(
    lang, head, body, url, day, confidence
):
    html = f"<html lang='{lang}'><head>{head}</head><body><h1>Bees return</h1><p>03/04/2024</p>{LONG * 5}{body}</body></html>"
    found = read_metadata(lxml.html.document_fromstring(html), url)
    assert (found.published, [o.confidence for o in found.origins if o.field == "published"]) == (day, [confidence])


ARTICLE = (
    "<p>The lamp at the end of the pier was mended in the night, and the boats came home before the fog did.</p>" * 4
)


@pytest.mark.parametrize(
    ("before", "after", "below"),
    [
        ('<div class="newsletter-details"><p>May 17, 2024</p><p>|</p></div>', "", ""),
        ("", "", '<div class="article-template-footer"><span class="article-date"><time datetime="2024-05-17T09:00:00Z">May 17</time></span>'
                 '<span class="article-date phone"><time datetime="2024-05-17T09:00:00Z">May 17</time></span></div>'),
        ("", "", '<div class="meta date-section-header"><span>Posted on May 17, 2024</span><div class="tags"><span>Tags:</span>'
                 + "".join(f"<a href=/t/{n}>a longer tag of this story {n}</a>" for n in range(9)) + "</div></div>"),
        ("<div class='block'>17.05.2024</div>", "<div class='block-date'><div class='todays-date'></div>June 30, 2025</div>", ""),
    ],
    ids=["a line below the headline in a box of an odd name", "twice in the foot of the article", "at the beginning of a line of tags", "not the reader's own day"],
)  # fmt: skip
def test_the_day_is_found_where_sites_put_it(before, after, below):
    body = f"{after}<article><h1>The lamp is lit again</h1>{before}{ARTICLE}{below}</article>"
    tree = lxml.html.document_fromstring(
        f"<html lang=en><head><title>The lamp is lit again</title></head><body>{body}</body></html>"
    )
    assert read_metadata(tree).published[:10] == "2024-05-17"


def day_of(body: str, head: str = "") -> str | None:
    html = f"<html lang='en'><head>{head}</head><body><h1>Bees return</h1>{body}{LONG * 5}</body></html>"
    return read_metadata(lxml.html.document_fromstring(html), "https://comb.example/b").published


def test_a_day_in_a_sentence_near_the_headline_is_what_the_story_is_about():
    told = "The hives must be counted and every frame be weighed before the autumn fair of 30 September 2024."
    assert day_of(f"<p>{told}</p>") is None
    assert day_of("<p>Published by the Comb, the paper of the old town, 17 May 2024</p>") == "2024-05-17"


def test_an_earlier_day_marked_at_the_headline_wins_though_other_stories_dates_follow():
    head = "<meta property='article:published_time' content='2024-05-20T09:00:00Z'>"
    others = "<div class='post-date'>3 June 2025</div>"
    assert day_of(f"<time>17 May 2024</time>{others}", head) == "2024-05-17"


def test_the_same_moment_printed_in_another_zone_is_no_earlier_day():
    head = "<meta property='article:published_time' content='2024-05-17T00:04:00+00:00'>"
    assert day_of("<time datetime='2024-05-16T20:04:00-04:00'>16 May</time>", head) == "2024-05-17T00:04:00+00:00"


@pytest.mark.parametrize(
    ("around", "day"),
    [
        ("<aside><h4>The same walk</h4><time datetime='2025-12-02'>December 02, 2025</time></aside>", "2025-12-02"),
        ("<aside><time>16 February 2026</time> <time>9 January 2026</time></aside>", "2025-12-02"),
        ("<aside><time>February 16, 2026</time> <time>January 9, 2026</time></aside>", "2025-02-12"),
        ("<aside><time>25/12/2024</time></aside>", "2025-12-02"),
        ("", "2025-02-12"),
    ],
)
def test_other_dates_of_an_english_page_tell_which_of_two_numbers_is_the_day(around, day):
    page = f"<html lang='en'><h1>A walk along the weir</h1><time datetime='02-12-2025'>02-12-2025</time>{around}</html>"
    assert read_metadata(lxml.html.document_fromstring(page)).published == day


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("Published: Tuesday 07/04/2026 - updated 08/04/2026", "2026-04-07", "2026-04-08"),
        ("Published: Saturday 07/04/2026 - updated 07/05/2026", "2026-07-04", "2026-07-05"),
        ("Published: Tue, 07-04-26 - updated 08/04/2026 (Wednesday)", "2026-04-07", "2026-04-08"),
        ("Published: 07/04/2026, Tuesday - updated 08/04/2026", "2026-04-07", "2026-04-08"),
        ("Published: Monday 07/04/2026 - updated 08/04/2026", "2026-07-04", "2026-08-04"),
    ],
    ids=["day first", "month first", "a short year", "behind the date", "on neither of the two days"],
)
def test_the_weekday_beside_a_date_tells_which_number_is_the_day(line, published, modified):
    html = f"<html lang='en'><h1>Bees return to the old town</h1><p>{line}</p>{LONG * 5}</html>"
    found = read_metadata(lxml.html.document_fromstring(html), "https://comb.example/b")
    assert (found.published, found.modified) == (published, modified)


@pytest.mark.parametrize(
    ("line", "language", "day"),
    [
        ("mardi 07/04/2026", "fr", "2026-04-07"),
        ("Tuesday 07/04/2026", "en-US", "2026-04-07"),
        ("Tuesday 07/04/2026 - Wednesday 08/04/2026", "en", "2026-04-07"),
        ("Saturday 07.04.2026", "en", "2026-04-07"),
        ("शुक्रवार 03/04/2026", "hi", "2026-04-03"),
    ],
)
def test_a_weekday_outweighs_the_order_of_a_language(line, language, day):
    assert date_in(line, language).value == day


def test_structured_data_given_as_a_meta_element_is_read():
    data = '{"@type": "NewsArticle", "headline": "The weir", "datePublished": "2025-11-17T09:00:00-05:00"}'
    page = f"<html><head><meta name='script:ld+json' content='{data}'></head><h1>The weir</h1></html>"
    assert read_metadata(lxml.html.document_fromstring(page)).published == "2025-11-17T09:00:00-05:00"


def test_the_day_in_a_card_that_leads_to_another_story_is_not_the_pages():
    card = "<a href='/other'><h3>Ferry fares rise again</h3><p>From Monday on</p><time datetime='2019-01-17'>17 Jan 2019</time></a>"
    filler = "".join(f"<p>Paragraph {n} of the story about the weir and those who mend it.</p>" for n in range(200))
    page = f"<html><h1>The weir</h1>{filler}<div>{card}</div></html>"
    assert read_metadata(lxml.html.document_fromstring(page)).published is None


def test_an_english_weekday_is_no_month_of_another_language() -> None:
    assert date_in("May 23 Sat 2026") is None
    found = date_in("12 Sat 2026", "ha")
    assert found is not None
    assert found.day == "2026-09-12"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("9 октябри соли 2018", "2018-10-09"),
        ("14 июли соли 2019 нашр шуд", "2019-07-14"),
        ("12 prill i vitit 2020", "2020-04-12"),
        ("3 Januari tahun 2014", "2014-01-03"),
        ("2 septimber 2006", "2006-09-02"),
    ],
)
def test_a_word_for_year_before_it(text, day):
    assert date_in(text).value == day


@pytest.mark.parametrize("text", ["соли 2018", "12 нафари соли 2018", "30 banorë të vitit 2020", "3 anak tahun 2014"])
def test_a_number_and_a_year_are_no_day(text):
    assert date_in(text) is None
