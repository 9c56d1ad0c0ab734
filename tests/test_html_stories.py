"""Other stories on the page of an article, told by structure alone."""

import pytest

from pipelines.html import clean_page
from pipelines.html.stories import other_stories
from tests.html_sample import PARAGRAPHS, STORY, TITLE, page, read

OTHER = (
    "<p>The bakery on Mill Street has sold its last loaf, after ninety-two years in the hands of one family and of three "
    "generations who rose at two each morning.</p>"
    "<p>A bank will move into the shop in spring, and the ovens go to a museum in the next town but one.</p>"
)
H1, SECOND = f"<h1>{TITLE}</h1>", "<h1>Last loaf on Mill Street</h1>"

MORE = (
    "The ship was built for the harbour in 1987, and Captain Holm says that its engines have carried the three villages longer than the board "
    "likes to tell.",
    "The board had asked the county for a smaller boat twice, in spring and in October, and for the repair of the old pier.",
)
LOAVES = (
    "<p>The bakery's ovens were built by a family of masons from the next town, and generations of children smelled the loaf at two in the "
    "morning.</p><p>The museum will show the ovens, a bank teller said, and bake one loaf each spring on Mill Street.</p>"
)
SAME = (
    "<p>In the three villages people say that the harbour board counts the ship and the pier, but not the doctor, the school and the winter "
    "on the islands.</p><p>The county, they say, could send the smaller boat in October, when the ferry stops, and repair the old pier in "
    "spring.</p><p>Captain Holm would steer the boat, and the board would have its engines back.</p>"
)

STRANGERS = [
    ("a copy of the article's frame", f"<div class='body'>{H1}{STORY}</div><div class='body'>{SECOND}{OTHER}</div>"),
    ("outside the article element", f"<article>{H1}{STORY}</article><div>{SECOND}{OTHER}</div>"),
    ("a second article element", f"<article class='post'>{H1}{STORY}</article><article class='post'><h2>Last loaf</h2>{OTHER}</article>"),
    ("in other words, unsigned, in a box that nobody named",
     f"<div>{H1}<div class='text'>{STORY}</div></div><div class='x'><h2>Last loaf on Mill Street</h2>{OTHER}</div>"),
    ("two days that do not rise",
     f"{H1}<div class='text'>{STORY}</div><div class='x'><h2>Last loaf</h2><p>4 March 2024, 10:15</p>{OTHER}</div>"
     f"<div class='x'><h2>Ovens</h2><p>3 March 2024, 9:30</p>{LOAVES}</div>"),
    ("below the article, without a frame", f"<div><article>{H1}{STORY}</article>{SECOND}{OTHER}</div>"),
    ("two of them, the second without a first-level heading",
     f"<div class='body'>{H1}{STORY}</div><div class='body'>{SECOND}{OTHER}</div><div class='body'><h2>Third</h2>{OTHER}</div>"),
    ("a copy of the article's frame with a headline of a lower rank, signed",
     f"<div class='s'>{H1}{STORY}</div><div class='s'><h2>Last loaf</h2><p>3 March 2024</p>{OTHER}</div>"),
    ("in the same frame, signed", f"<article>{H1}{STORY}{SECOND}<p class='byline'>Mira Kold</p>{OTHER}</article>"),
    ("in the same frame, its headline and date in a header",
     f"<article>{H1}{STORY}<header>{SECOND}<p>3 March 2024</p></header>{OTHER}</article>"),
    ("outside the paragraphs' element, its date in the template's element",
     f"<div>{H1}<label class='stamp'>4 March 2024</label><div class='text'>{STORY}</div></div><div class='n1'><h2>Last loaf</h2>"
     f"<div class='stamp'>3 March 2024</div>{OTHER}</div>"),
    ("outside the paragraphs' element, dated to the minute",
     f"<div>{H1}<div class='text'>{STORY}</div></div><div class='n1'><h2>Last loaf</h2><span>3 March 2024 | 17:30</span>{OTHER}</div>"),
    ("outside the paragraphs' element, announced above its headline",
     f"<div>{H1}<div class='text'>{STORY}</div></div><div class='n1'><h5>Related stories</h5><h2>Last loaf</h2>{OTHER}</div>"),
    ("its headline no heading, but printed as the article's own",
     f"<div><h1 class='hd'>{TITLE}</h1><label class='stamp'>4 March 2024</label><div class='text'>{STORY}</div></div>"
     f"<div class='n1'><div class='hd'>Last loaf</div><div class='stamp'>3 March 2024</div>{OTHER}</div>"),
    ("in frames without a name, one below the other", f"{H1}<main><div>{STORY}</div><div>{SECOND}{OTHER}</div></main>"),
    ("of the first rank below sections of lower ranks, in other words",
     f"<div>{H1}{STORY}<h2>Ship</h2><p>{MORE[0]}</p><h3>Board</h3><p>{MORE[1]}</p>{SECOND}{OTHER}<h2>Ovens</h2>{LOAVES}</div>"),
    ("a headline that is not the title, where the title is in the head alone",
     f"<div class='body'>{STORY}</div><div class='body'>{SECOND}{OTHER}</div>"),
]  # fmt: skip


@pytest.mark.parametrize("body", [case[1] for case in STRANGERS], ids=[case[0] for case in STRANGERS])
def test_second_story_is_found_and_the_article_left_whole(body):
    found = read(page(body))
    foreign = {i for story in other_stories(found, TITLE) for i in range(story.first, story.last)}

    left = [block.text for i, block in enumerate(found.blocks) if i not in foreign and block.role == "paragraph"]
    assert left == [*PARAGRAPHS, *(text for text in MORE if text in body)]


OWN = [
    ("sections of the first rank, one of which begins like a byline",
     f"<article>{H1}{STORY}<h1>What happens next</h1>{OTHER}<h1>Names</h1><p>By Mira Kold</p>{OTHER}</article>"),
    ("a heading of the first rank below sections of lower ranks, in the article's words",
     f"<div>{H1}{STORY}<h2>Ship</h2><p>{MORE[0]}</p><h3>Board</h3><p>{MORE[1]}</p><h1>What the villages say</h1>{SAME}</div>"),
    ("sections that begin with a first-level heading", f"{H1}{STORY}<h1>What happens next</h1>{OTHER}<h1>Background</h1>{OTHER}"),
    ("sections in frames of their own", f"<article>{H1}<div>{STORY}</div><div><h2>Background</h2>{OTHER}</div></article>"),
    ("sections of a page builder, dated, in boxes like the first one's",
     f"{H1}<div class='row'>{STORY}</div><div class='row'><h2>The first day</h2><p>3 March 2024, 10:15</p>{OTHER}</div>"),
    ("a section outside the paragraphs' element whose first line is no date",
     f"<div>{H1}<div class='text'>{STORY}</div></div><div class='more'><h2>Background</h2>{OTHER}</div>"),
    ("questions and answers below", f"<article>{H1}{STORY}<section><h2>Questions</h2><h3>Why?</h3>{OTHER}</section></article>"),
    ("entries of a live blog", f"{H1}<div class='e'><h2>10:15</h2>{STORY}</div><div class='e'><h2>10:40</h2>{OTHER}</div>"),
    ("two days of a programme, each later than the one above it",
     f"{H1}<div class='text'>{STORY}</div><div class='day'><h2>The first day</h2><p>3 March 2024, 10:15</p>{OTHER}</div>"
     f"<div class='day'><h2>The second day</h2><p>4 March 2024, 9:30</p>{OTHER}</div>"),
    ("parts that several people signed, under a headline that nobody did",
     f"<article>{H1}{STORY}<h1>The loft</h1><p>By Mira Kold</p>{OTHER}<h1>The quay</h1><p>By Ines Holm</p>{OTHER}</article>"),
    ("a box in the article's own words below its element",
     f"<div>{H1}<div class='text'>{STORY}</div></div><div class='more'><h2>What the three villages say now</h2>{SAME}</div>"),
    ("a teaser, which has no running text", f"<article>{H1}{STORY}</article><div><h1>Most read</h1><p>Last loaf</p></div>"),
    ("the headline again, above a box", f"<article>{H1}{STORY}</article><div>{H1}{OTHER}</div>"),
    ("a page with one paragraph", f"<article>{H1}<p>Short.</p></article><div>{SECOND}{OTHER}</div>"),
]  # fmt: skip


@pytest.mark.parametrize("body", [case[1] for case in OWN], ids=[case[0] for case in OWN])
def test_what_belongs_to_the_article_is_no_other_story(body):
    assert other_stories(read(page(body)), TITLE) == ()


IN_SIGNS = {
    "ja": (
        "閉じた銭湯の煙突に鳩が二百羽",
        "三浦さと子<span>2024年3月9日(土)</span>",
        [
            "町でただ一つの銭湯が去年の秋に閉じ、空になった煙突に鳩が住みついた。",
            "持ち主の岸本さんは毎朝、煙突の下で羽を掃き集めている。",
            "役場は煙突を壊す予算を組んだが、鳩が巣立つ六月まで待つことにした。",
            "番台にはいまも桶が積まれ、鳩の餌を持った子どもが上がり込む。",
            "煙突のてっぺんには見張りの鳩が一羽いて、岸本さんはそれを番頭と呼び、雨の日には傘をさして見上げている。",
            "銭湯の常連だった人たちは週に一度集まり、湯のない湯船に座って、鳩の数を数えるのが新しい習わしになった。",
        ],
        "港の時計台、十分進んだまま七年",
        "牧野健吾<span>2023年11月27日 5時00分</span>",
        [
            "漁港の時計台は七年前の台風から十分進んでいる。",
            "船はその時刻に合わせて出るので、直すと遅れると漁師が言う。",
            "修理を頼まれた職人は三度来て、三度とも魚をもらって帰った。",
            "来月には新しい針が届くが、組合は箱を開けるかどうか決めていない。",
        ],
    ),
    "ko": (
        "폐교 운동장에 심은 밀, 첫 빵이 되다",
        "윤가람<span>2024년 5월 2일</span>",
        [
            "문 닫은 학교 운동장에 마을 사람들이 밀을 심은 지 세 해 만에 첫 빵이 나왔다.",
            "교실이던 방에는 화덕이 놓였고 칠판에는 반죽 시간이 적혀 있다.",
            "졸업생들은 빵값 대신 교가를 한 절씩 부르고 간다.",
            "올가을에는 운동장 절반에 보리를 심기로 했다.",
            "운동장 한쪽에는 허수아비 대신 옛 교장 선생님의 양복이 걸려 있어 참새가 얼씬도 하지 않는다.",
            "밀을 베는 날이면 졸업 사진에 있던 얼굴들이 하나둘 돌아와 낫을 갈고 막걸리를 나눈다.",
            "빵을 굽는 사람은 그 학교의 마지막 졸업생으로, 반죽이 부푸는 동안 풍금을 친다.",
        ],
        "섬 우체부의 배가 은퇴한다",
        "서진호<span>2023년 12월 14일 오전 9시</span>",
        [
            "스물여섯 해 동안 편지를 나른 나무배가 이달 말 은퇴한다.",
            "우체부는 배에 편지보다 배추를 더 많이 실었다고 말한다.",
            "새 배는 두 배 빠르지만 갑판에 평상을 놓을 자리가 없다.",
            "옛 배는 선착장 옆에서 도서관이 된다.",
        ],
    ),
}


@pytest.mark.parametrize("language", IN_SIGNS)
def test_the_head_of_another_story_is_known_by_a_day_in_words_and_short_sentences(language):
    title, signed, lines, head, theirs, told = IN_SIGNS[language]
    own = [" ".join(lines[at : at + 3]) for at in range(0, len(lines), 3)]
    html = (
        f"<html lang='{language}'><title>{title}</title><body><div class='col'><h1 class='big bold'>{title}</h1><div class='mt-4 grey'>{signed}</div>"
        f"<div class='prose'>{''.join(map('<p>{}</p>'.format, own))}</div><section class='mt-12'><h2 class='big bold'>{head}</h2>"
        f"<div class='mt-4 grey'>{theirs}</div><div class='prose'>{''.join(map('<p>{}</p>'.format, told))}</div></section></div></body></html>"
    )
    text = clean_page(html).text
    assert [line for line in own if line not in text] == []
    assert [line for line in (head, *told) if line in text] == []
