"""Languages are told from the text; what the page declares only helps where the text is short or close."""

import pytest

from pipelines.language import language_of

SENTENCES = {
    "en": "The council decided on Tuesday to buy the old mill and to open it for visitors from the spring.",
    "de": "Der Gemeinderat hat am Dienstag beschlossen, die alte Mühle zu kaufen und ab dem Frühjahr zu öffnen.",
    "fr": "Le conseil municipal a décidé mardi d'acheter le vieux moulin et de l'ouvrir aux visiteurs dès le printemps.",
    "es": "El ayuntamiento decidió el martes comprar el viejo molino y abrirlo a los visitantes en primavera.",
    "pt": "A câmara decidiu na terça-feira comprar o velho moinho e abri-lo aos visitantes na primavera.",
    "it": "Il consiglio comunale ha deciso martedì di comprare il vecchio mulino e di aprirlo ai visitatori in primavera.",
    "nl": "De gemeenteraad besloot dinsdag de oude molen te kopen en hem vanaf het voorjaar voor bezoekers te openen.",
    "sv": "Kommunfullmäktige beslutade på tisdagen att köpa den gamla kvarnen och öppna den för besökare till våren.",
    "pl": "Rada gminy postanowiła we wtorek kupić stary młyn i wiosną otworzyć go dla zwiedzających.",
    "cs": "Zastupitelstvo v úterý rozhodlo, že koupí starý mlýn a na jaře ho otevře návštěvníkům.",
    "hu": "A képviselő-testület kedden úgy döntött, hogy megveszi a régi malmot, és tavasszal megnyitja a látogatók előtt.",
    "fi": "Kunnanvaltuusto päätti tiistaina ostaa vanhan myllyn ja avata sen kävijöille keväällä.",
    "ro": "Consiliul local a hotărât marți să cumpere moara veche și să o deschidă vizitatorilor la primăvară.",
    "el": "Το δημοτικό συμβούλιο αποφάσισε την Τρίτη να αγοράσει τον παλιό μύλο και να τον ανοίξει την άνοιξη.",
    "ru": "Во вторник совет решил купить старую мельницу и весной открыть её для посетителей.",
    "uk": "У вівторок рада вирішила купити старий млин і навесні відкрити його для відвідувачів.",
    "bg": "Общинският съвет реши във вторник да купи старата мелница и да я отвори за посетители през пролетта.",
    "tr": "Belediye meclisi salı günü eski değirmeni satın almaya ve baharda ziyaretçilere açmaya karar verdi.",
    "az": "Bələdiyyə şurası çərşənbə axşamı köhnə dəyirmanı almağa və yazda ziyarətçilər üçün açmağa qərar verdi.",
    "ar": "قرر المجلس البلدي يوم الثلاثاء شراء الطاحونة القديمة وفتحها أمام الزوار في الربيع.",
    "fa": "شورای شهر روز سه‌شنبه تصمیم گرفت آسیاب قدیمی را بخرد و از بهار آن را به روی بازدیدکنندگان باز کند.",
    "ur": "کونسل نے منگل کو فیصلہ کیا کہ پرانی چکی خریدی جائے اور اسے بہار میں لوگوں کے لیے کھول دیا جائے۔",
    "ckb": "ئەنجوومەنی شار ڕۆژی سێشەممە بڕیاری دا ئاشە کۆنەکە بکڕێت و لە بەهاردا بۆ میوانان بیکاتەوە.",
    "kmr": "Encumena bajêr roja sêşemê biryar da ku aşê kevn bikire û di biharê de ji bo mêvanan veke.",
    "kmr-Arab": "ئەنجومەنێ باژێری ل ڕۆژا سێشەمبێ بڕیار دا کو ئاشێ کەڤن ژ خودانی بکڕیت و ل بهارێ بۆ مێڤانان ڤەکەت.",
    "ug": "شەھەر كېڭىشى سەيشەنبە كۈنى كونا تۈگمەننى سېتىۋېلىپ، ئەتىيازدا زىيارەتچىلەرگە ئېچىشنى قارار قىلدى.",
    "he": "מועצת העיר החליטה ביום שלישי לקנות את הטחנה הישנה ולפתוח אותה למבקרים באביב.",
    "hi": "नगर परिषद ने मंगलवार को पुरानी चक्की खरीदने और वसंत में उसे आगंतुकों के लिए खोलने का फैसला किया।",
    "bn": "পৌরসভা মঙ্গলবার পুরোনো কলটি কিনে বসন্তে দর্শনার্থীদের জন্য খুলে দেওয়ার সিদ্ধান্ত নিয়েছে।",
    "th": "สภาเมืองตัดสินใจเมื่อวันอังคารว่าจะซื้อโรงสีเก่าและเปิดให้ผู้เข้าชมในฤดูใบไม้ผลิ",
    "vi": "Hội đồng thị trấn hôm thứ Ba đã quyết định mua cối xay cũ và mở cửa đón khách vào mùa xuân.",
    "id": "Dewan kota pada hari Selasa memutuskan untuk membeli penggilingan tua itu dan membukanya bagi pengunjung.",
    "ko": "시의회는 화요일에 오래된 방앗간을 사들여 봄부터 방문객에게 개방하기로 결정했다.",
    "ja": "町議会は火曜日、古い水車小屋を買い取り、春から見学者に公開することを決めた。",
    "zh-Hans": "镇议会星期二决定买下这座旧磨坊，并在春天向游客开放，让孩子们学习过去的农业生产。",
    "zh-Hant": "鎮議會星期二決定買下這座舊磨坊，並在春天向遊客開放，讓孩子們學習過去的農業生產。",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_one_sentence_is_enough_to_know_its_language(language, text):
    tag, sure = language_of(text)
    assert tag == language
    assert sure > 0.5


NEIGHBOURS = [
    ("ckb", "حکومەتی هەرێمی کوردستان"),
    ("ckb", "سەرۆك وەزیران لەگەڵ باڵیۆزی ئەمریكا كۆبووەوە"),
    ("ckb", "حکومه‌تی هه‌رێمی کوردستان بڕیاری دا مووچه‌ی فه‌رمانبه‌ران دابه‌ش بکات"),
    ("kmr", "Li bajarê Amedê berf barî û rê hatin girtin"),
    ("kmr", "Hilbijartinên herêmî dê di meha Adarê de bên kirin"),
    ("kmr-Arab", "ل باژێرێ دهوکێ بەفر باری و رێ هاتنە گرتن ژ بەر سەرمایێ"),
    ("fa", "قیمت نفت در بازارهای جهانی کاهش یافت"),
    ("fa", "رئيس جمهور افغانستان با سفير هند ديدار كرد"),
    ("ar", "انخفاض أسعار النفط في الأسواق العالمية"),
    ("ur", "عالمی منڈی میں تیل کی قیمتوں میں کمی"),
    ("ps", "د افغانستان حکومت وايي چې د ښوونځيو پرانيستل به وځنډيږي"),
    ("sd", "سنڌ حڪومت نئين اسڪولن جي تعمير جو اعلان ڪيو آهي"),
    ("nb", "Flere hundre mennesker måtte forlate hjemmene sine etter raset"),
    ("nn", "Fleire hundre menneske måtte forlate heimane sine etter raset"),
    ("da", "Flere hundrede mennesker måtte forlade deres hjem efter skredet"),
    ("sv", "Flera hundra människor tvingades lämna sina hem efter skredet"),
    ("sr", "Председник владе је рекао да ће избори бити одржани на време"),
    ("sr-Latn", "Vreme će sutra biti lepo, a zatim se očekuje sneg u celoj zemlji"),
    ("hr", "Tijekom tjedna očekuje se snijeg u cijeloj zemlji, priopćio je zavod"),
    ("mk", "Премиерот рече дека изборите ќе се одржат навреме"),
    ("gl", "Centos de veciños tiveron que deixar as súas casas despois do incendio"),
    ("pt", "Centenas de moradores tiveram de deixar as suas casas depois do incêndio"),
    ("es", "Cientos de vecinos tuvieron que dejar sus casas después del incendio"),
    ("id", "Perdana menteri mengatakan pemilu akan diadakan tepat waktu"),
    ("ms", "Perdana Menteri berkata pilihan raya akan diadakan tepat pada masanya"),
    ("am", "ጠቅላይ ሚኒስትሩ ምርጫው በጊዜው እንደሚካሄድ ተናገሩ"),
    ("ti", "ቀዳማይ ሚኒስተር ምርጫ ኣብ ግዜኡ ከምዝካየድ ተዛሪቡ"),
]


@pytest.mark.parametrize(("language", "headline"), NEIGHBOURS)
def test_a_headline_is_told_from_its_neighbours_whatever_the_template_declares(language, headline):
    assert language_of(headline)[0] == language
    assert language_of(headline * 2, ("en-US",))[0] == language


@pytest.mark.parametrize("language", ["de", "tr", "ckb", "kmr", "ja"])
def test_a_templates_wrong_declaration_loses_against_the_text(language):
    assert language_of(SENTENCES[language] * 3, ("en-US", "en"))[0] == language


@pytest.mark.parametrize(
    ("text", "hints", "expected"),
    [
        ("Ok", (), None),
        ("", (), None),
        ("12.04.2026 10:30", ("de",), "de"),
        ("Ok", ("tr-TR",), "tr"),
        ("???", ("not a language",), None),
    ],
)
def test_a_few_letters_give_no_more_than_what_is_declared(text, hints, expected):
    tag, sure = language_of(text, hints)
    assert tag == expected
    assert sure < 0.5


def test_between_close_languages_the_declared_one_is_taken():
    text = "Danas je grad otvorio novi most preko rijeke i ljudi su došli iz svih sela."
    assert language_of(text, ("bs-BA",))[0] == "bs"
    assert language_of(text, ("hr",))[0] == "hr"


def test_persian_with_arabic_quotations_is_not_kurdish():
    assert language_of(SENTENCES["fa"] + " " + SENTENCES["ar"])[0] == "fa"


def test_turkish_with_circumflexes_is_not_kurmanji():
    assert (
        language_of("Kâğıt fabrikasının hikâyesi, rûhî ve tarihî bir eserdir; bu yıl da ziyaretçilere açıldı.")[0]
        == "tr"
    )


def test_french_with_circumflexes_is_not_kurmanji():
    assert (
        language_of(
            "La fête du village, où même les enfants sont dûs, a eu lieu dans la forêt à côté du vieux château."
        )[0]
        == "fr"
    )


def test_numbers_and_addresses_do_not_count_as_text():
    assert language_of("https://example.org/the/news/of/the/day 2026 https://example.org/and/more") == (None, 0.0)


def test_a_megabyte_is_read_no_further_than_its_beginning():
    assert language_of(SENTENCES["de"] * 10_000)[0] == "de"
