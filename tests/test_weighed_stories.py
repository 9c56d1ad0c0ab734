"""Other stories that nothing announces: told by all that speaks for them together, in several languages; parts of an article stay."""

import pytest

from pipelines.html import clean_page
from pipelines.story_words import MOST_FEWER, Tally, compared, stems_of

NEWS = {
    "de": (
        "Die Schleuse von Mahlow bekommt ein zweites Tor",
        [
            "Seit dem Hochwasser im Februar schließt das alte Schleusentor von Mahlow nicht mehr, und die Schiffer warten oft bis zum Abend.",
            "Das Wasseramt hat nun ein zweites Schleusentor bestellt, das in einer Werft bei Rathen aus Eichenholz und Stahl gebaut wird.",
            "Die Schiffer, sagt der Schleusenwärter Ole Brandt, hätten dem Wasseramt drei Briefe geschrieben und auf keinen eine Antwort bekommen.",
            "Im Herbst soll das Tor mit einem Kran eingesetzt werden; bis dahin öffnet Brandt das alte Schleusentor mit der Hand, zweimal am Tag.",
        ],
    ),
    "es": (
        "El faro de Punta Larga busca quien lo pinte",
        [
            "El faro de Punta Larga lleva nueve inviernos sin pintura, y la sal ha dejado la torre del color de los huesos viejos.",
            "La autoridad del puerto ofrece el trabajo a quien sepa colgarse de una cuerda, porque el andamio no cabe en la roca del faro.",
            "Se han presentado dos escaladores y una maestra jubilada, que pintó la torre con su padre en 1974 y conserva la brocha.",
            "El puerto decidirá en mayo; la pintura, blanca y en cuarenta cubos, espera desde marzo en la cocina de la torre del faro.",
        ],
    ),
    "uk": (
        "Трамвай номер три знову їде через річку",
        [
            "Після чотирьох років ремонту трамвай номер три знову їде через річку, хоча міст дозволяє йому лише десять кілометрів на годину.",
            "Водійка трамвая Леся Гай каже, що на мосту тепер встигає порахувати рибалок, і що пасажири рахують разом із нею.",
            "Міст тримають нові опори, які привезли баржею з верхів'я річки, бо дорога до мосту завузька для вантажівок.",
            "Мерія обіцяє другу колію до зими, а рибалки просять, щоб трамвай на мосту не дзвонив уранці.",
        ],
    ),
    "ar": (
        "مكتبة القطار تعود إلى محطة الوادي",
        [
            "عادت مكتبة القطار إلى محطة الوادي بعد غياب دام ست سنوات، وفيها أربعة آلاف كتاب رتبت على رفوف من خشب الجوز.",
            "تقف عربة المكتبة في المحطة ثلاثة أيام كل شهر، ثم يجرها قطار البضائع إلى القرى التي تقع خلف الجبل.",
            "تقول أمينة المكتبة سلمى حداد إن أكثر الكتب طلبا في القرى هي كتب الطبخ وقصص البحر، مع أن البحر بعيد.",
            "وتأمل إدارة القطار أن تضيف عربة ثانية في الخريف تكون قاعة للقراءة وفيها مدفأة للشتاء.",
        ],
    ),
}


def paragraphs(lines):
    return "".join(f"<p>{line}</p>" for line in lines)


def cleaned(language, body):
    title = NEWS[language][0]
    return clean_page(f"<html lang='{language}'><head><title>{title}</title></head><body>{body}</body></html>")


OTHER = {"de": "es", "es": "de", "uk": "ar", "ar": "uk"}
"""Whose news is the stranger."""


def shapes(language):
    """Every way in which a stranger stands on the page, by name."""
    title, own = NEWS[language]
    head, lines = NEWS[OTHER[language]]
    text, told = paragraphs(own), paragraphs(lines)
    return {
        "a box below, its headline in bold": f"<div><h1>{title}</h1><div>{text}</div></div><div><p><b>{head}</b></p>{told}</div>",
        "tables of one kind": f"<table><tr><td><b>{title}</b></td></tr><tr><td>{text}</td></tr></table>"
        f"<table><tr><td><b>{head}</b></td></tr><tr><td>Lea Ott, 3.1.2019</td></tr><tr><td>{told}</td></tr></table>",
        "a box among the paragraphs": f"<div><h1>{title}</h1>{paragraphs(own[:3])}<div class='q1'><h3>{head}</h3>{told}</div>"
        f"{paragraphs(own[3:])}</div>",
        "signed, in the element of the paragraphs": f"<div><h1>{title}</h1><p>Ida Falk, 4.5.2024</p>{text}<hr><h2>{head}</h2>"
        f"<p>Lea Ott, 3.1.2019</p>{told}</div>",
        "a copy of the article's head, in the element of its own": f"<div><h1 class='t4 b'>{title}</h1><div class='m'><span>Ida Falk</span> "
        f"<span>4.5.2024</span></div><div class='prose'>{text}</div><section class='u'><h2 class='t4 b'>{head}</h2><div class='m'>"
        f"<span>Lea Ott</span> <span>3.1.2019</span></div><div class='prose'>{told}</div></section></div>",
        "cells of one table, the headline with its day": f"<table><tr><td><span>{title}</span><br><span>4.5.2024</span>{text}</td>"
        f"<td><span>{head}</span><br>{told}</td></tr></table>",
        "a column above the article": f"<div class='l'><h2>{head}</h2><p>Lea Ott</p>{told}</div><div class='m'><h1>{title}</h1>{text}</div>",
    }


@pytest.mark.parametrize("language", NEWS)
@pytest.mark.parametrize("shape", shapes("de"))
def test_a_story_in_other_words_goes_whole(language, shape):
    other = OTHER[language]
    article = cleaned(language, shapes(language)[shape])
    told = {block.text: block for block in article.blocks}
    assert [line for line in NEWS[language][1] if line not in article.text] == []
    assert [line for line in (NEWS[other][0], *NEWS[other][1]) if line in article.text] == []
    assert {told[line].reason for line in NEWS[other][1]} == {"trailing-story"}


def test_what_spoke_for_it_is_said_in_words_and_shares():
    article = cleaned("de", shapes("de")["signed, in the element of the paragraphs"])
    line = NEWS["es"][1][0]
    evidence = next(block.evidence for block in article.blocks if block.text == line)
    assert evidence.startswith(f"below another headline: {NEWS['es'][0]}")
    assert "of its words stand in the article" in evidence
    assert "signed or dated below its headline" in evidence


TITLE, OWN = (
    "A mill that grinds at night",
    [
        "The mill at Upper Dell grinds at night, because the stream is the dairy's by day and the miller's after eight.",
        "Nora Pike took over the mill from an uncle who had let the wheel rot and kept hens in the hopper of the mill.",
        "It took her four winters and a borrowed crane to hang a new wheel, of larch, and the dairy paid for a third of it.",
        "Now the mill sells forty sacks of flour a month, and the hens have moved to the loft above the dairy.",
    ],
)
PARTS = {
    "a section under a heading": "<h2>Flour for the dairy</h2>",
    "a box with a label": "<div class='k2'><h3>What Nora Pike says</h3>",
    "an annex in a box of its own": "</div><div class='part'><h2>How the wheel was hung</h2>",
}
MORE = [
    "“The stream belongs to whoever gets up first,” Nora Pike says of the dairy, “and the dairy has cows to wake it.”",
    "She has hung the old wheel's hub above the door of the mill, where the hens sit on it when the crane is gone.",
]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_takes_up_the_words_of_the_article_stays(part):
    html = f"<html lang='en'><title>{TITLE}</title><body><div><h1>{TITLE}</h1>{paragraphs(OWN)}{PARTS[part]}{paragraphs(MORE)}</div></body></html>"
    text = clean_page(html).text
    assert [line for line in (*OWN, *MORE) if line not in text] == []


BRIEFS = {
    "A goose holds up the bus at Harrow Gate": [
        "Passengers waited eleven minutes in the rain: a goose lay on the road and would not be talked to by anybody on board.",
        "Traffic moved again when somebody found a biscuit.",
    ],
    "Choir looks for a tenor who can row": [
        "Practice is on an island, no ferry sails there on weekdays, and both tenors of last season now live inland with their families.",
        "Two men have applied, and one sings.",
    ],
    "Library clock is sold by weight": [
        "Ninety kilos of brass went to a collector in Lisbon, where it strikes thirteen on certain Thursdays and nobody knows which.",
        "He has a garden for such things.",
    ],
}


def test_short_stories_under_one_label_go_whole():
    items = "".join(
        f"<div class='w'><h2 class='k'>{head}</h2></div>{paragraphs(lines)}" for head, lines in BRIEFS.items()
    )
    body = f"<div><h1>{TITLE}</h1><div>{paragraphs(OWN + MORE)}</div><div class='m4'><div class='l'>Vesna kim</div>{items}</div></div>"
    article = clean_page(f"<html lang='en'><title>{TITLE}</title><body>{body}</body></html>")
    told = {block.text: block.evidence for block in article.blocks if block.reason == "trailing-story"}
    assert [line for line in OWN + MORE if line not in article.text] == []
    assert [line for head, lines in BRIEFS.items() for line in (head, *lines) if line not in told] == []
    assert set(told.values()) == {"3 headlines with their texts below “Vesna kim”, in other words"}


def test_questions_and_parts_of_the_article_under_one_label_stay():
    asked = "".join(
        f"<h3>{head}</h3><p>{line}</p>"
        for head, line in zip(("Who owns the stream by day?", "Why does the mill grind at night?"), MORE, strict=True)
    )
    told = "".join(
        f"<h3>{head}</h3><p>{line}</p>"
        for head, line in zip(
            ("What the dairy says of the stream", "Where the hub of the wheel hangs"), MORE, strict=True
        )
    )
    for part in (asked, told):
        body = f"<div><h1>{TITLE}</h1><div>{paragraphs(OWN)}</div><div class='m4'><div class='l'>In short</div>{part}</div></div>"
        text = clean_page(f"<html lang='en'><title>{TITLE}</title><body>{body}</body></html>").text
        assert [line for line in (*OWN, *MORE) if line not in text] == []


def test_a_text_beside_cards_of_a_shop_stays():
    card = "Price from {} to {} euros. Buy gift card. This product has several variants, and the options may be chosen on the product page of the shop."
    cards = "".join(f"<p>{card.format(low, low + 40)}</p>" for low in (20, 60))
    body = f"<div><h1>{TITLE}</h1><div>{cards}</div></div><section><h4>What the mill sells on Saturdays in the yard</h4>{paragraphs(OWN)}</section>"
    text = clean_page(f"<html lang='en'><title>{TITLE}</title><body>{body}</body></html>").text
    assert [line for line in OWN if line not in text] == []


QUAY, DRILLED = (
    [
        "The harbour of Saltby has sunk by a hand since the drought, and Peg Orley ties her boat to the chimney of the customs house.",
        "In the summer the sea took the fish market, two sheds and the bench on which the pilots of Saltby used to sleep at noon.",
        "The county offered sandbags. Sixty families filled them; nineteen did not, and a geographer has now come to ask them why.",
        "“You live with a thing,” says Peg Orley, who is eighty, and bails the kitchen with a saucepan before breakfast.",
    ],
    [
        "In 2019 a surveyor bored fourteen holes into the football ground, and in nine of them he struck water at the depth of a knee.",
        "He proposed a drain below the main street, at six million crowns, and the families of Saltby voted it down by three.",
        "Blind crabs have appeared in the kitchen, and nobody admits to having put them there.",
    ],
)
CREDITS = {
    "dots behind the label": "<div class='q7'>The football ground, bored in 2019.<span>Credit...Lea Ott for The Saltby Review</span></div>",
    "a colon behind the label": "<p>Der Platz im Jahr 2019. Foto: Lea Ott</p>",
    "a line of its own": "<p>Photo by Lea Ott, 2019</p>",
    "a figure": "<figure><img src='g.jpg'><div class='date'>The ground in 2019</div></figure>",
}


@pytest.mark.parametrize("credit", CREDITS)
def test_a_pictures_credit_signs_no_story(credit):
    title = "The harbour that sank a hand"
    text, told = ("".join(f"<div class='x5'>{line}</div>" for line in lines) for lines in (QUAY, DRILLED))
    first, rest = told.split("</div>", 1)
    body = f"<div><h1>{title}</h1>{text}<h2>A map of what lies below</h2>{first}</div>{CREDITS[credit]}{rest}</div>"
    cleaned_text = clean_page(f"<html lang='en'><title>{title}</title><body>{body}</body></html>").text
    assert [line for line in QUAY + DRILLED if line not in cleaned_text] == []


SHORT = {
    "kat": (
        "მელას სადგურზე საკუთარი სკამი აქვს",
        ["რკინიგზის პატარა სადგურზე მელა ყოველ საღამოს ერთსა და იმავე სკამზე წვება.", "სადგურის უფროსმა სკამს ფირფიტა დაუმაგრა და მგზავრებს სთხოვა, სხვაგან დასხდნენ.",
         "მგზავრები თანახმა არიან, რადგან მელა მატარებლის მოსვლას ყველაზე ადრე იგებს.", "მელამ სკამიდან ერთხელ მთელი მატარებელი გააჩერა, რადგან მემანქანემ მას თავი დაუკრა.", "ზამთარში სადგურის უფროსი სკამს ღუმელთან მიაჩოჩებს, მელა კი ზედ წევს."],
        "ზღვისპირა სკოლაში გაკვეთილი მოქცევით იწყება",
        ["მასწავლებელი ყოველ დილით წყლის დონეს კითხულობს და ზარს მხოლოდ შემდეგ რეკავს.", "მშობლებმა ცხრილი მაცივრებზე გააკრეს, თუმცა მეთევზეები ისედაც ხვდებიან.", "მომავალ წელს იგივეს ცდას ფოსტაც აპირებს, მაგრამ ჯერ მხოლოდ ღია ბარათებით."],
    ),
    "tel": (
        "గడియారపు గోపురానికి కొత్త కాపలాదారు",
        ["పాత గడియారపు గోపురంలో గుడ్లగూబ పదేళ్లుగా ముల్లు మీద కూర్చుంటోంది.", "గోపురం కాపలాదారు రంగయ్య గుడ్లగూబ కోసం ముల్లును రాత్రిపూట ఆపేస్తాడు.",
         "ఊరి వాళ్లకు గోపురం గడియారం రాత్రి ఆగిపోతుందని తెలుసు, ఎవరూ ఫిర్యాదు చేయరు.", "ఒక రాత్రి రంగయ్య నిద్రపోయాడు, గుడ్లగూబ ముల్లును పన్నెండు దగ్గర ఆపి ఊరిని కాపాడింది.", "ఇప్పుడు గుడ్లగూబ పిల్లలు పెరిగాయి, గోపురంలో ముల్లు చాలడం లేదని రంగయ్య చెప్పాడు."],
        "నది దాటే పడవకు టికెట్టుగా పాట పాడాలి",
        ["రేవు దగ్గర నావికుడు డబ్బు తీసుకోవడం మానేసి ఒక చరణం వినిపించమంటున్నాడు.", "స్వరం బాగోలేని ప్రయాణికులకు తెడ్డు ఇస్తారు, వాళ్లు మౌనంగా తోయాలి.", "పంచాయతీ సభ్యులు వచ్చే వారం సొంత నాటకంతో వస్తామని మాట ఇచ్చారు."],
    ),
}  # fmt: skip
"""Own headline and sentences, another's: none has fifteen words, as in languages that write many words as one."""


@pytest.mark.parametrize("language", SHORT)
def test_sentences_of_few_words_are_compared_as_paragraphs_are(language):
    title, own, other, lines = SHORT[language]
    body = f"<h1>{title}</h1>{paragraphs(own)}<h1>{other}</h1><p><i>Ilke Noor, 3.11.2019</i></p>{paragraphs(lines)}"
    article = clean_page(f"<html lang='{language[:2]}'><title>{title}</title><body>{body}</body></html>")
    assert article.text.split("\n\n") == own
    assert {block.reason for block in article.blocks if block.text in (other, *lines)} == {"trailing-story"}


def test_custom_elements_named_as_the_headline_begin_a_story():
    title, own, other, lines = TITLE, OWN, *next(iter(BRIEFS.items()))
    head, text = "<x-head>{}</x-head><x-meta>{}</x-meta>", "<x-par>{}</x-par>"
    parts = [head.format(title, "Ida Marsh, 4 May 2019"), *map(text.format, own), head.format(other, "Tom Reed, 2 May 2019"), *map(text.format, [*lines, *MORE_OF_THE_GOOSE])]  # fmt: skip
    article = clean_page(
        f"<html lang='en'><title>{title}</title><body><x-story>{''.join(parts)}</x-story></body></html>"
    )
    assert article.text.split("\n\n") == own


MORE_OF_THE_GOOSE = [
    "The driver has asked for a bell, and the depot for biscuits, which are to be paid from petty cash until June."
]


def test_a_line_that_links_elsewhere_heads_nothing():
    link = "<div><a href='/other'>Lur tevan: zuneko malfi teranto belan sava</a></div>"
    text = clean_page(
        f"<html lang='en'><title>{TITLE}</title><body><div><h1>{TITLE}</h1>{paragraphs(OWN)}{link}{paragraphs(FEW_WORDS_AGAIN)}</div></body></html>"
    ).text
    assert [line for line in (*OWN, *FEW_WORDS_AGAIN) if line not in text] == []


FEW_WORDS_AGAIN = [
    "A school class from Lower Sall came to look in October, wrote down everything that creaked, and left a list on the table.",
    "Seventeen things creak, says the list, and the eighteenth is a bat.",
]


def test_parts_that_letters_number_behind_a_word_stay():
    days = "".join(
        f"<p><strong>Round {letter}: {told}</strong></p>{paragraphs([line])}"
        for letter, told, line in zip("AB", ("eight sacks and an early supper at home", "four sacks and the long way back"), FEW_WORDS_AGAIN, strict=True)
    )  # fmt: skip
    text = clean_page(
        f"<html lang='en'><title>{TITLE}</title><body><div><h1>{TITLE}</h1>{paragraphs(OWN)}{days}</div></body></html>"
    ).text
    assert [line for line in (*OWN, *FEW_WORDS_AGAIN) if line not in text] == []


def test_the_label_above_a_story_goes_with_it():
    title, own, other, lines = SHORT["tel"]
    head = f"<div class='r4'>Zuneko ↓</div><h1>{other}</h1><p><i>Ilke Noor, 3.11.2019</i></p>"
    body = f"<h1>{title}</h1>{paragraphs(own)}{head}{paragraphs(lines)}"
    reasons = {block.text: block.reason for block in cleaned_as("te", title, body).blocks}
    assert reasons["Zuneko ↓"] == reasons[other] == "trailing-story"


def cleaned_as(language, title, body):
    return clean_page(f"<html lang='{language}'><head><title>{title}</title></head><body>{body}</body></html>")


def test_an_item_of_a_list_that_is_as_long_as_a_paragraph_heads_nothing():
    items = [
        "Bring to the mill on a Monday: sacks of no more than forty kilos, tied twice, each with a name on it",
        "Bring on any other day: nothing at all, since the floor is wet and the hens take what stands about in it",
        *FEW_WORDS_AGAIN,
    ]
    listed = "".join(f"<li>{item}</li>" for item in items)
    text = cleaned_as(
        "en", TITLE, f"<div><h1>{TITLE}</h1>{paragraphs(OWN)}<ol><li>Rules<ul>{listed}</ul></li></ol></div>"
    ).text
    assert [item for item in items if item not in text] == []


def test_a_story_that_is_the_first_of_the_page_takes_nothing_from_its_end():
    title, own = TITLE, OWN
    other, lines = NEWS["es"]
    box = f"<section class='k4'><h2>{other}</h2><p>Por Ilke Noor, 3.11.2019</p>{paragraphs(lines)}</section>"
    article = cleaned_as(
        "en", title, f"{box}<main><h1>{title}</h1>{paragraphs(own)}</main><div class='z9'>Zuneko malfi</div>"
    )
    reasons = {block.text: block.reason for block in article.blocks}
    assert reasons[other] == "trailing-story"
    assert reasons["Zuneko malfi"] != "trailing-story"


def test_a_class_that_names_a_heading_begins_a_story():
    title, own, other, lines = SHORT["tel"]
    text = "".join(f"<div class='q-text'>{line}</div>" for line in own)
    head = f"<div class='q-h2'>{other}</div><div class='q-note'>Ilke Noor, 3.11.2019</div>"
    body = f"<h1>{title}</h1>{text}{head}" + "".join(f"<div class='q-text'>{line}</div>" for line in lines)
    assert cleaned_as("te", title, body).text.split("\n\n") == own


def test_common_words_tell_nothing_of_two_texts():
    """What an article shares with any text of its language is no sign that they are one."""
    for common in (
        "They were never there because after their which would have been through",
        "Они были потом также которые только после этого когда между другие",
        "Sie waren danach nicht mehr zwischen unter diese einer wurden durch",
        "كان هذا بعد التي وقد كانت إلى بين الذي حتى",
    ):
        assert len(stems_of(common)) <= 2, common
    assert list(stems_of("The ferry crossed Lantern harbour twice")) == ["ferry", "cross", "lante", "harbo", "twice"]
    assert list(stems_of("フェリーは川を渡った")) == ["フェ", "ェリ", "リー", "ーは", "は川", "川を", "を渡", "渡っ"]


def test_ten_words_say_less_than_a_thousand():
    own = Tally([{"mill", "bread"}, {"mill", "bread"}, {"flour", "grain"}, {"stone", "wheel"}])
    few, many = (Tally([{f"w{n}" for n in range(count)}]) for count in (2, 200))
    said = [compared(own, told, set(), set())["fewer than usual"] for told in (few, many)]
    assert 0 < said[0] < said[1] == MOST_FEWER


LETTER = "<tr><td class='t'><a href='/{name}'>{head}</a></td></tr>{rows}"


def rows(lines):
    return "".join(f"<tr><td class='x'>{line}</td></tr>" for line in lines)


def test_a_link_is_a_headline_where_the_text_below_speaks_of_it():
    title, own = NEWS["de"]
    other, lines = NEWS["es"]
    letter = LETTER.format(name="faro", head=other, rows=rows(lines))
    text = cleaned("de", f"<table><tr><td><h1>{title}</h1></td></tr>{rows(own)}{letter}</table>").text
    assert own[-1] in text
    assert not any(line in text for line in (other, *lines))
    inline = LETTER.format(name="faro", head=other, rows=rows(own[2:]))
    text = cleaned("de", f"<table><tr><td><h1>{title}</h1></td></tr>{rows(own[:2])}{inline}</table>").text
    assert [line for line in own if line not in text] == []


DIGEST = (
    ("Der Postbote von Ahm fährt jetzt mit dem Lastenrad der Gärtnerei", "Sein Wagen war dem Postboten im Januar in den Graben gerutscht; die Gärtnerei braucht ihr Rad erst im April."),
    ("Im Rathaus von Lund hängt seit gestern eine Uhr ohne Zeiger", "Der Uhrmacher hat die Zeiger nach Hause genommen, um sie zu putzen, und dann den Schlüssel zum Turm verlegt."),
    ("Der Bäcker von Tolm backt wieder mit Hefe aus dem eigenen Keller", "Die Hefe war dem Bäcker Jan Ritt im Winter erfroren; ein Vetter in Oslund hatte noch ein Glas davon."),
    ("Ein Pferd steht seit Dienstag auf der Verkehrsinsel in Brenn", "Das Pferd gehört niemandem, frisst die Geranien der Verkehrsinsel und lässt sich von keinem führen, sagt die Polizei."),
    ("Kino Apollo zeigt den Film, bei dem der Strom ausfiel, noch einmal", "Wer im Mai im Kino Apollo saß und das Ende des Films nicht sah, darf am Freitag mit der alten Karte hinein."),
)  # fmt: skip


ANSWERS = tuple(
    f"{who} {what} when the {thing} was still where the {where} is now, and has the {proof} to show for it to anybody who asks."
    for who, what, thing, where, proof in (
        ("My aunt", "fried eels", "smokehouse", "chandlery", "pan"),
        ("The verger", "mended nets", "ropewalk", "laundry", "needle"),
        ("A diver", "found coins", "mint", "bowling green", "purse"),
        ("Our teacher", "taught sums", "granary", "bandstand", "abacus"),
        ("The pilot", "painted buoys", "kiln", "turnstile", "brush"),
        ("Grandfather", "played cards", "brewery", "aquarium", "ace"),
        ("Somebody", "buried bees", "apiary", "cinema", "smoker"),
        ("The widow", "sold candles", "tannery", "lido", "mould"),
    )
)


def test_more_stories_than_a_page_can_have_are_one_series():
    title, own = NEWS["de"]
    boxes = "".join(
        f"<section class='a{n}'><div class='t{n}'><b>{text.split(' when ')[0]} for many years</b></div><p>{text}</p><p>{text[::-1].capitalize()}.</p></section>"
        for n, text in enumerate(ANSWERS)
    )
    text = cleaned("de", f"<main><h1>{title}</h1>{paragraphs(own)}</main>{boxes}").text
    assert [answer for answer in ANSWERS if answer not in text] == []


def test_briefs_below_an_article_go_one_after_the_other():
    title, own = NEWS["de"]
    signed = "<p class='sig'>Von Ilka Sommer, 3. Mai 2021</p>"
    briefs = "".join(f"<p><b>{head}</b></p>{signed * (at == 4)}<p>{line}</p>" for at, (head, line) in enumerate(DIGEST))
    article = cleaned("de", f"<div><h1>{title}</h1>{paragraphs(own)}{briefs}</div>")
    assert own[-1] in article.text
    assert [head for head, line in DIGEST if head in article.text or line in article.text] == []


@pytest.mark.parametrize("foot", ["© 2026 Paper", "Last changed 3 May 2026", "Tel. 01603 2026"])
def test_the_foot_of_the_page_signs_no_section(foot):
    title, own = NEWS["de"]
    last = NEWS["es"][1][0]
    body = f"<div><h1>{title}</h1>{paragraphs(own[:2])}<h2>Vom Turm auf dem Felsen</h2><p>{last}</p></div><footer><p>{foot}</p></footer>"
    assert last in cleaned("de", body).text
