"""A second story below an article, behind labels of any wording or none; the article's own parts stay."""

import pytest

from pipelines.dump import clean_dump
from pipelines.types import Rules

OWN = (
    "The ferry to Hallow Ness stopped running in October, when the slipway cracked from end to end after the second storm of the week.",
    "Since then the island's forty people have crossed in Idris Vane's fishing boat, which carries nine of them and a crate of bread.",
    "He charges nothing for the crossing, keeps no timetable, and leaves the island when the last of those who waved has come down.",
    "The islanders have begun to wave from further up, says Idris Vane, because the boat waits for everybody who has waved once.",
)
OTHER = (
    "Bakers in Marrow Street have sold a loaf shaped like a hare every spring for two hundred years without anybody asking why.",
    "A student of folklore has now found the receipt of a carter who paid his rent in hares, and could not be paid back in cash.",
    "The guild of bakers has decided to hang the receipt in the window, between the price list and the cat, and to go on baking hares.",
    "Customers ask for the ears of the hare first, said the master baker, who has burned more ears than he likes to admit to the guild.",
    "A rival bakery two streets on has answered with a loaf shaped like a carter, which nobody has been willing to cut into so far.",
    "The student has asked the bakers for a hare without ears, to take to her professor, and has been told that hares have ears.",
)
TITLE, STRANGER = "Forty islanders and one small boat", "Why the bakers of Marrow Street bake hares"
TOP = ("News | Sea | Weather", TITLE, "By Ruth Idle", "9 February 2023")
BEHIND = [
    ("À lire ensuite", STRANGER, "Bakers and hares have gone together here for two centuries.", "Un reportage de Fabien Roussel | 29 janvier 2023"),
    ("Articolo successivo", STRANGER, "di Ermanno Sciarra", "17 giugno 2022"),
    ("下一篇", STRANGER, "记者 邱远山　2022-04-16 18:20"),
    ("---", STRANGER, "Ji aliyê Rojhat Aslan ve, 4ê Adara 2022an"),
    ("Sonraki haber", STRANGER, "Ayşe Demir", "5 Haziran 2022 10:15"),
    ("Iš archyvo", STRANGER, "Rūta Kazlauskaitė, 2022-11-03"),
    ("Follow the Ness Mail for more", "Seuraavaksi", STRANGER, "Aino Salmi 3.11.2022 klo 9.30"),
    (STRANGER, "Constance Adeyemi", "13 May 2022"),
]  # fmt: skip


def cleaned(*lines):
    return clean_dump("\n\n".join((*TOP, *lines, "© The Ness Mail")), Rules())


@pytest.mark.parametrize("paragraphs", [2, 4])
@pytest.mark.parametrize("behind", BEHIND)
def test_a_longer_story_behind_a_label_of_any_wording_leaves_the_text(behind, paragraphs):
    article = cleaned(*OWN[:paragraphs], *behind, *OTHER)
    assert [line for line in OWN[:paragraphs] if line not in article.text] == []
    assert not [line for line in (STRANGER, *OTHER) if line in article.text]
    told = {block.text: block.reason for block in article.blocks}
    assert {told[line] for line in OTHER} == {"trailing-story"}


SIGNED = [
    ("ni Remedios Dimaunahan", "ni Juanito Ferrancullo"),
    ("Hallfríður Egilsdóttir skrifar:", "Kári Sveinbjörnsson skrifar:"),
    ("【島日報專訊】記者歐陽靜雯", "記者鄧兆安"),
    ("na Wanjiru Kamau | 9 Februari 2023", "na Baraka Mushi"),
    ("gan Heledd Rowlands", "gan Iestyn Prys-Davies"),
    ("රචනය නිමල් පෙරේරා", "රචනය සුනිල් සිල්වා"),
]


@pytest.mark.parametrize(("own", "other"), SIGNED)
def test_a_story_signed_in_the_form_of_the_article_leaves_the_text(own, other):
    lines = (TITLE, own, *OWN[:2], "Share this", STRANGER, other, *OTHER)
    article = clean_dump("\n\n".join(("News | Sea | Weather", *lines, "© The Ness Mail")), Rules())
    assert [line for line in OWN[:2] if line not in article.text] == []
    assert not [line for line in OTHER if line in article.text]


def test_the_short_sentence_that_the_article_ends_with_stays():
    last = "Nobody has been left behind."
    article = cleaned(*OWN[:2], last, "Share | Print", STRANGER, "By Constance Adeyemi, 13 May 2022", *OTHER)
    assert last in article.text
    assert not [line for line in OTHER if line in article.text]


def test_parts_signed_by_several_writers_stay():
    parts = ("By the slipway", "By Ruth Idle"), ("On the boat", "By Dana Peretz")
    lines = [line for part, paragraph in zip(parts, OWN[2:], strict=True) for line in (*part, paragraph)]
    article = cleaned(*OWN[:2], *lines)
    assert [line for line in OWN if line not in article.text] == []


def test_a_longer_story_below_a_bare_headline_is_told_by_its_words():
    article = cleaned(*OWN, STRANGER, *OTHER)
    assert [line for line in OWN if line not in article.text] == []
    assert not [line for line in (STRANGER, *OTHER) if line in article.text]
    evidence = next(block.evidence for block in article.blocks if block.text == OTHER[0])
    assert STRANGER in evidence
    assert "of its words" in evidence


INSET = [
    ("Read more", "Bakers' guild hangs a carter's receipt in its window"),
    ("The boat at the slipway, minutes before dawn", "Photo: Dana Peretz"),
    ("RELATED: Bakers' guild hangs a receipt",),
    ("Weiterlesen", "Warum die Bäcker der Marrow Street Hasen backen", "Follow us for more of the Ness"),
]


@pytest.mark.parametrize("lines", INSET)
def test_the_article_goes_on_below_an_inset(lines):
    article = cleaned(*OWN[:2], *lines, *OWN[2:])
    assert [line for line in OWN if line not in article.text] == []


PARTS = [
    ("What the island pays", "The islanders pay Idris Vane in bread, which is why the boat smells of it, and why his crew of one has grown round."),
    ("* * *", "In the spring the boat carried the island's piano to the tuner and back, with nine islanders holding on to it, as Idris Vane tells it."),
    ("Monday, 6 March 2023", "The boat carried fourteen islanders today, five more than it may, because the wind had turned and nobody wanted to wait."),
    ("2. The boat itself", "It was built in 1961 for herring, and Idris Vane has painted it once for each of the islanders who has crossed in it since."),
    ("Document: the letter to the islanders", "To the people of Hallow Ness. The slipway will be mended when the council has the means. Until then the boat of Mr Vane is thanked."),
]  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_a_further_part_of_the_article_stays(part):
    article = cleaned(*OWN, *part, *OWN[2:3])
    assert [line for line in (*OWN, part[1]) if line not in article.text] == []


def test_the_entries_of_a_diary_stay():
    days = [(f"{day} March 2023", f"Entry of the boat: {number} islanders crossed with Idris Vane, and the slipway was looked at by the council again.")
            for number, day in enumerate(range(3, 9), start=4)]  # fmt: skip
    article = cleaned(*OWN[:2], *(line for entry in days for line in entry), OWN[3])
    assert [text for _, text in days if text not in article.text] == []
