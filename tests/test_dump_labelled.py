"""A label and a headline between the paragraphs of a dump lead to another story, in languages without cue words, too; facts and answers stay."""

import pytest

from pipelines.dump import clean_dump
from pipelines.types import Rules

FAROESE = [
    "Bygdin á Nesi fekk í gjár aftur sín gamla bát, sum hevur ligið undir eini flagtekju í fjøruti ár og er nú tættur.",
    "Tríggir menn úr bygdini settu bátin á flot um morgunin, og børnini fingu frí úr skúlanum fyri at síggja, um hann lak.",
    "Hann lak eitt sindur, segði bátasmiðurin, men ikki meira enn ein bátur eigur at leka, tá ið hann hevur sovið so leingi.",
    "Í summar skal báturin sigla við ferðafólki út um Nes, og tann fyrsti túrurin er longu seldur til gamla eigaran.",
]
ENGLISH = [
    "The village of Nes has its old boat again, which had lain under turf for forty years and was caulked over the winter.",
    "Three men pushed it into the water in the morning, and the school closed for an hour so that the children could see it leak.",
    "It leaked a little, said the builder, but no more than a boat should that has slept for so long in the dark.",
    "In summer the boat will carry visitors around the point, and the first trip has been sold to its former owner.",
]


def dump_of(title, paragraphs, line):
    above, below = paragraphs[:2], paragraphs[2:]
    return "\n\n".join((title, *above, line, *below)) + "\n"


@pytest.mark.parametrize(
    "line",
    [
        "Hygg eisini: Skúlin í Vági fær nýtt tak av gleri",
        "SÍGGJ | Hví klokkan í kirkjuni gongur skeivt",
        "Onnur tíðindi: kavin fór av fjøllunum mitt í mars",
    ],
)
def test_a_headline_behind_a_label_nobody_listed_goes(line):
    article = clean_dump(dump_of("Báturin á Nesi flýtur aftur", FAROESE, line), Rules())
    assert line not in article.text
    assert [one for one in FAROESE if one not in article.text] == []
    assert next(block.reason for block in article.blocks if block.text == line) == "related-stories"


@pytest.mark.parametrize(
    "line",
    [
        "Related: the boat had a sister, which sank in the same harbour before anybody had given her a name.",
        "Length: eleven metres",
        "The builder: how the old boat of the village was caulked",
        "Departures: Nes 9.15, Vik 10.40, Sund 12.05",
    ],
)
def test_a_sentence_a_fact_and_a_heading_of_the_article_stay(line):
    article = clean_dump(dump_of("The boat of Nes floats again", ENGLISH, line), Rules())
    (block,) = [block for block in article.blocks if block.text == line]
    assert block.reason != "related-stories"


def test_many_labels_are_the_authors_own_list():
    facts = [
        "Keel: laid by men from three farms",
        "Mast: cut where the church stands today",
        "Sail: sewn by whoever had time",
        "Oars: borrowed and never given back",
    ]
    article = clean_dump(
        "\n\n".join(
            ("The boat of Nes floats again", *(part for pair in zip(ENGLISH, facts, strict=True) for part in pair))
        ),
        Rules(),
    )
    assert not any(block.reason == "related-stories" for block in article.blocks)
