"""Readers' comments below a heading that counts them or has words for comments; what is counted and is no comment stays none."""

import pytest

from pipelines.dump import clean_dump
from pipelines.types import Rules

STORY = (
    "The first tram of the day leaves Mill Lane at ten past four, unless the baker has not come out of his door yet, in which case it waits.",
    "The driver, who has had the early shift for nineteen years, says that a city which cannot wait two minutes for its bread has other troubles.",
    "The company has written to him three times about it. He keeps the letters under the seat, where the flour from the baker's apron settles on them.",
)
SAID = ("Finally a tram with manners.", "It never waits for my mother!")
HEADS = [
    ("Komentari 2", ("Lala pre 3 sata", "Sremac pre 2 sata"), ("Lala", "Sremac")),
    ("Sharhlar (2)", ("Dilnoza, 13.10.2023, 11:18", "mirzo.k, 14.10.2023, 06:52"), ("Dilnoza", "mirzo.k")),
    ("2 reflexiones", ("**Marta (Lugo)** _18 de marzo de 2016, 9:40_", "**xoan29** _19 de marzo de 2016, 0:58_"), ("Marta", "xoan29")),
    ("प्रतिक्रिया दिनुहोस्", ("गोपाल अधिकारी (५ वर्ष अगाडि)", "Pokhareli Maila (५ वर्ष अगाडि)"), ("गोपाल अधिकारी", "Pokhareli Maila")),
    ("コメント2件", ("桂花 9月12日", "城南旧人 9月12日"), ("桂花", "城南旧人")),
    ("Коментари (2) - Напиши коментар", ("1. Карлъка", "2. анонимен"), ("Карлъка", "анонимен")),
    ("Replies: 2", ("#2 3-11-2008 10:31 PM\n\nkuihkarah", "#3 3-11-2008 11:02 PM\n\nanak_timah"), ("kuihkarah", "anak_timah")),
    ("2 Bình luận", ("Phụ huynh lớp 4B · 19/07/2023 10:02", "Cô Ba · 20/07/2023 08:10"), ("Phụ huynh lớp 4B", "Cô Ba")),
    ("답글 2", ("서귀포삼촌\n\n2026-04-07 12:30:55", "고등어\n\n2026-04-07 13:05:10"), ("서귀포삼촌", "고등어")),
]  # fmt: skip


def cleaned(*below):
    head = ("News | Sport | Weather", "The tram that waits for the baker", "By Ruth Idle", "12 May 2024")
    return clean_dump("\n\n".join((*head, *STORY, *below, "© The Mill Lane Messenger")), Rules())


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(("heading", "heads", "names"), HEADS)
def test_what_stands_signed_below_a_heading_of_comments_is_a_comment(heading, heads, names, count):
    heading = heading.replace("2", str(count))
    units = [part for head, said in zip(heads[:count], SAID, strict=False) for part in (head, said)]
    article = cleaned(heading, *units)
    assert [comment.text for comment in article.comments] == list(SAID[:count])
    assert [comment.author for comment in article.comments] == list(names[:count])
    assert [line for line in STORY if line not in article.text] == []
    assert not [line for line in SAID if line in article.text]


FEET = [
    ("Commenti", "Gianluca", "30 gennaio 2024, 12:50   Rispondi"),
    ("Komentar", "Kang Asep", "5 September 2023 12:30   Balas"),
    ("Σχόλια", "Περαστικός", "27.11.2023 13:15   Απάντηση"),
]


@pytest.mark.parametrize(("heading", "name", "foot"), FEET)
def test_a_comment_may_have_its_name_above_and_its_time_below(heading, name, foot):
    article = cleaned(heading, f"1. {name}:", SAID[0], foot)
    assert [(comment.author, comment.text) for comment in article.comments] == [(name, SAID[0])]


def test_a_form_between_heading_and_comment_is_passed():
    article = cleaned(
        "Your say (1)", "Log in to write a comment of your own.", "Shep fan, Otorohanga 7/07/2023 8:02 am", SAID[0]
    )
    assert [(comment.author, comment.text) for comment in article.comments] == [("Shep fan", SAID[0])]


NONE = [
    ("Also in Rural (2)", "Wool cheque covers shearing for the first time", "Bridge to Mangapohue closed by slip"),
    ("3 photos", "The tram at ten past four", "The baker comes out of his door", "The letters under the seat"),
    ("Related stories", "Mlýn, 12.5.2024", "The mill stands still until the miller is found.", "Pekař, 13.5.2024", "The baker has been found."),
    ("Page 1 of 2", "Mill Lane Messenger, 12 May 2024", "The first tram of the day, and what the others say of it."),
]  # fmt: skip


@pytest.mark.parametrize("lines", NONE)
def test_a_list_that_is_counted_or_dated_is_no_thread(lines):
    assert cleaned(*lines).comments == ()


def test_what_is_the_same_below_each_comment_is_a_button_in_any_language():
    article = cleaned("Komentari 2", "Lala pre 3 sata", SAID[0], "Zuneko", "Sremac pre 2 sata", SAID[1], "Zuneko")
    assert [comment.text for comment in article.comments] == list(SAID)
