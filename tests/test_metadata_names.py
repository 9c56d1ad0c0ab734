"""The names in a byline, in the languages of the archive."""

import lxml.html
import pytest

from pipelines.metadata import read_metadata
from pipelines.metadata.authors import is_name, listed_names, names_in
from pipelines.metadata.openings import dateline_names

BYLINES = [
    ("By Ana Ruiz, Tom Hill and Mary O'Neil | 3 May 2021", ("Ana Ruiz", "Tom Hill", "Mary O'Neil")),
    ("Written by: Ana Ruiz & Tom Hill", ("Ana Ruiz", "Tom Hill")),
    ("Posted on May 5, 2024 by Ana Ruiz", ("Ana Ruiz",)),
    ("ByAna Ruiz", ("Ana Ruiz",)),
    ("BY ANA RUIZ", ("ANA RUIZ",)),
    ("By Ana Ruiz in Lima", ("Ana Ruiz",)),
    ("By Khalid al-Sabah in Basra", ("Khalid al-Sabah",)),
    ("Ana Ruiz, Reporter, CTV", ("Ana Ruiz",)),
    ("Ana Ruiz, Reporter, CTV and Tom Hill", ("Ana Ruiz", "Tom Hill")),
    ("Ana Ruiz Senior Harbour Correspondent", ("Ana Ruiz",)),
    ("Ana Ruiz, MD, PhD", ("Ana Ruiz, MD, PhD",)),
    ("Tom Hill, Jr.", ("Tom Hill Jr.",)),
    ("Ana Ruiz May 3, 2021 · 5 min read", ("Ana Ruiz",)),
    ("Ana Ruiz ana.ruiz@comb.example @anaruiz", ("Ana Ruiz",)),
    ("Ludwig van Hollen and Vincent de Vries", ("Ludwig van Hollen", "Vincent de Vries")),
    ("Medically reviewed by Ana Ruiz", ()),
    ("Photos by Tom Hill", ()),
    ("Staff writer", ()),
    ("Admin", ()),
    ("Written by", ()),
    ("by the way", ()),
    ("", ()),
    ("News Desk", ("News Desk",)),
    ("Ana Ruiz, Thursday 3 May 2021", ("Ana Ruiz",)),
    ("كتبت: سلمى الحداد الجمعة 11 أبريل 2025", ("سلمى الحداد",)),
    ("Автор: Иван Петров, пятница, 11 апреля 2025", ("Иван Петров",)),
    ("Ana Sunday May 3, 2021", ("Ana",)),
    ("Von Jürgen Groß und Eva Klein, Redakteurin", ("Jürgen Groß", "Eva Klein")),
    ("Par Jean Dubois et Marie Lefort", ("Jean Dubois", "Marie Lefort")),
    ("Por Juan Pérez y María López", ("Juan Pérez", "María López")),
    ("di Mario Rosso e Luca Bianchi", ("Mario Rosso", "Luca Bianchi")),
    ("Di Stefano", ("Di Stefano",)),
    ("Przez Anna Nowak i Jan Kowal", ("Anna Nowak", "Jan Kowal")),
    ("Автор: Иван Петров и Анна Смирнова", ("Иван Петров", "Анна Смирнова")),
    ("Haber: Ali Yılmaz ve Ayşe Demir", ("Ali Yılmaz", "Ayşe Demir")),
    ("Nivîskar: Azad Demir û Leyla Şêxo", ("Azad Demir", "Leyla Şêxo")),
    ("نووسینی: ئازاد کەریم و شێرزاد حەسەن", ("ئازاد کەریم", "شێرزاد حەسەن")),
    ("بقلم: أحمد علي ومحمد حسن", ("أحمد علي", "محمد حسن")),
    ("بقلم سامي يوسف وليد", ("سامي يوسف وليد",)),
    ("نویسنده: علی رضایی و مریم احمدی", ("علی رضایی", "مریم احمدی")),
    ("מאת יעל כהן ודני לוי", ("יעל כהן", "דני לוי")),
    ("作者：王小明、李華", ("王小明", "李華")),
    ("記者王小明／台北報導", ("王小明",)),
    ("文 山田太郎・佐藤花子", ("山田太郎", "佐藤花子")),
    ("ジョン・スミス", ("ジョン・スミス",)),
    ("홍길동 기자", ("홍길동",)),
    ("Oleh Budi Santoso dan Siti Aminah", ("Budi Santoso", "Siti Aminah")),
    ("Пише: Драгана Милић Објављено: 17.05.2024", ("Драгана Милић",)),
    ("Аутор Драгана Милић", ("Драгана Милић",)),
    ("Avtor: Maja Novak", ("Maja Novak",)),
    ("Автор: Мария Петрова", ("Мария Петрова",)),
    ("Autori: Arta Krasniqi dhe Besnik Hoxha", ("Arta Krasniqi", "Besnik Hoxha")),
    ("Аўтар: Янка Купалін", ("Янка Купалін",)),
    ("Додав: Оксана Рижук 19-05-2026, 10:32", ("Оксана Рижук",)),
    ("Dodała: Anna Nowak 12.05.2024", ("Anna Nowak",)),
    ("Höfundur: Anna Jónsdóttir", ("Anna Jónsdóttir",)),
    ("Anna Jónsdóttir skrifar", ("Anna Jónsdóttir",)),
    ("Egileak: Ane Etxeberria eta Jon Ibarra", ("Ane Etxeberria", "Jon Ibarra")),
    ("Submetido por João Silva em 12 maio 2024", ("João Silva",)),
    ("Enviado por Ana López el 12 de mayo 2024", ("Ana López",)),
    ("Posté par Jean Dubois le 12 mai 2024", ("Jean Dubois",)),
    ("Inviato da Mario Rosso il 12 maggio 2024", ("Mario Rosso",)),
    ("Eingereicht von Eva Klein am 12.05.2024", ("Eva Klein",)),
    ("Por Itzel Barragán Cruz 12 de marzo", ("Itzel Barragán Cruz",)),
    ("09.09.2026 ავტორი: ნინო ხვისტანი", ("ნინო ხვისტანი",)),
    ("Հեղինակ՝ Անի Սարգսյան և Արամ Պետրոսյան", ("Անի Սարգսյան", "Արամ Պետրոսյան")),
    ("Müəllif: Leyla Məmmədova və Rauf Əliyev", ("Leyla Məmmədova", "Rauf Əliyev")),
    ("Muallif: Dilnoza Karimova", ("Dilnoza Karimova",)),
    ("Сэтгүүлч Б.Болд", ("Б.Болд",)),
    ("لیکوال: احمد شاه", ("احمد شاه",)),
    ("लेखक: राम थापा र सीता राई", ("राम थापा", "सीता राई")),
    ("எழுதியவர்: கவிதா ராஜன்", ("கவிதா ராஜன்",)),
    ("രാജേഷ് കുമാർ അപ്ഡേറ്റ്: 17 മെയ് 2024", ("രാജേഷ് കുമാർ",)),
    ("ලියන ලද්දේ නිමල් පෙරේරා", ("නිමල් පෙරේරා",)),
    ("ដោយ៖ សុខ ចាន់ធី", ("សុខ ចាន់ធី",)),
    ("ໂດຍ: ສົມພອນ", ("ສົມພອນ",)),
    ("ရေးသားသူ - မောင်မောင် | မေ ၁၇၊ ၂၀၂၄", ("မောင်မောင်",)),
    ("เขียนโดย กมลชนก ศรีวงค์", ("กมลชนก ศรีวงค์",)),
    ("Isinulat ni Maria Santos", ("Maria Santos",)),
    ("Geskryf deur Anna Botha", ("Anna Botha",)),
    ("Waxaa qoray: Axmed Cali", ("Axmed Cali",)),
    ("Miktub minn Maria Borg", ("Maria Borg",)),
    ("Ysgrifennwyd gan Elin Jones", ("Elin Jones",)),
    ("ኅዳር 3 በ ሰላማዊት ታደሰ", ("ሰላማዊት ታደሰ",)),
    ("ጸሐፊ፦ ሰላማዊት ታደሰ", ("ሰላማዊት ታደሰ",)),
    ("周砚秋字号：大 中 小", ("周砚秋",)),
    ("2026年03月17日 08:26来源：江湾晚报作者：周砚秋字号：大 中 小", ("周砚秋",)),
    ("記者游佩珊／宜蘭報導", ("游佩珊",)),
]


LABELLED = [
    ("نشر في: 19 أكتوبر 2025 - 09:15", ()),
    ("تاريخ النشر: 7 سبتمبر 2025", ()),
    ("Giriş Tarihi: 02.11.2025 21:48", ()),
    ("Giriş: 02.11.2025", ()),
    ("کد خبر: ۴۶۰۱۲۲", ()),
    ("प्रकाशित: 3 मई 2021", ()),
    ("প্রকাশিত: ৩ মে ২০২১", ()),
    ("Cập nhật: 8/3/2025", ()),
    ("Þann: 3. maí 2021 3.5.2021", ()),
    ("来源：江湾晚报", ()),
    ("2025-03-27 09:16 来源：江湾晚报 作者：林晓禾 字号：大 中 小", ("林晓禾",)),
    ("Ayşe Gündoğdu Giriş", ("Ayşe Gündoğdu",)),
    ("Ayşe Gündoğdu Giriş: 15.02.2026 - 19:48", ("Ayşe Gündoğdu",)),
    ("Deniz Akyüz Son Güncelleme: 03.03.2026", ("Deniz Akyüz",)),
    ("Haber: Ayşe Gündoğdu Giriş: 15.02.2026 Güncelleme: 16.02.2026", ("Ayşe Gündoğdu",)),
    ("کد خبر: ۴۵۸۷۲۱ تاریخ انتشار: ۱۸ اسفند ۱۴۰۴ - ۱۰:۲۵ نویسنده: مریم رضایی", ("مریم رضایی",)),
    ("خبرنگار: سعید کاظمی", ("سعید کاظمی",)),
    ("Nguyễn Hải Đăng 8/3/2025", ("Nguyễn Hải Đăng",)),
]


@pytest.mark.parametrize(("line", "names"), LABELLED)
def test_the_label_of_a_date_or_a_number_is_nobody(line, names):
    assert names_in(line) == names


@pytest.mark.parametrize(("byline", "names"), BYLINES)
def test_the_names_in_a_byline(byline, names):
    assert names_in(byline) == names


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Wanjiru Kamau, Nakuru", ("Wanjiru Kamau",)),
        ("Por Lucía Ferrand, Tucumán", ("Lucía Ferrand",)),
        ("بقلم سمر الخطيب، حمص", ("سمر الخطيب",)),
        ("By Wanjiru Kamau, Otieno Odhiambo and Pelé", ("Wanjiru Kamau", "Otieno Odhiambo", "Pelé")),
        ("Chas. Penrose", ("Chas. Penrose",)),
        ("Engr. Tunde Afolayan, Prof. Ife Balogun", ("Engr. Tunde Afolayan", "Prof. Ife Balogun")),
        ("Ilze Kalniņa, Vidzemes Balss žurnāliste", ("Ilze Kalniņa",)),
        ("Марина Лешић, дописница из Лознице", ("Марина Лешић",)),
        ("Tea Kovač, dopisnica", ("Tea Kovač",)),
        ("গোলাম রব্বানী, জেলা প্রতিনিধি", ("গোলাম রব্বানী",)),
        ("மதுரை நிருபர்", ()),
        ("नागपुर ब्यूरो", ()),
        ("Accra Correspondent", ()),
        ("Tekstas: Rasa Jonė; nuotraukos: Tomas Vilkas", ("Rasa Jonė",)),
        ("Text: Pia Holm, Bilder: Nils Berg", ("Pia Holm",)),
        ("Szöveg: Kiss Anna · Képek: Nagy Béla", ("Kiss Anna",)),
        ("Text: Låt: Pia Holm", ("Pia Holm",)),
        ("文：沈若溪 2026年3月2日", ("沈若溪",)),
        ("글 한도윤 2026년 3월 2일", ("한도윤",)),
        ("更新 2026年3月2日", ()),
        ("記者 沈若溪 攝影 梁一帆", ("沈若溪",)),
    ],
)
def test_where_a_name_ends(byline, names):
    assert names_in(byline) == names


@pytest.mark.parametrize(
    ("paragraph", "names"),
    [
        ("海州新闻网5月9日电（记者 沈若溪）清晨的码头上，", ("沈若溪",)),
        ("本报讯（记者沈若溪、梁一帆）昨日，", ("沈若溪", "梁一帆")),
        ("〔記者溫若晴／花蓮報導〕花蓮港今晨", ("溫若晴",)),
        ("記者溫若晴花蓮報導", ("溫若晴",)),
        ("[부산=바다통신] 한도윤 기자 = 부산항에서", ("한도윤",)),
        ("(제주=섬통신) 한도윤·고은별 기자 = 제주", ("한도윤", "고은별")),
        ("【ロンドン＝森川澪】英政府は", ("森川澪",)),
        ("【ロンドン共同】英政府は", ()),
        ("【パリ＝時事】仏政府は", ()),
        ("记者在码头看到，货轮已经离港。", ()),
        ("他对到场的（记者）表示，货轮已经离港。", ()),
        ("기자 회견은 오전에 열렸다.", ()),
    ],
)
def test_who_the_dateline_of_a_story_names(paragraph, names):
    assert dateline_names(paragraph) == names


def test_a_name_is_given_once_whatever_its_case():
    assert names_in("Ana Ruiz, ANA RUIZ and Ana  Ruiz") == ("Ana Ruiz",)


def test_direction_and_control_signs_are_not_part_of_a_name():
    assert names_in("By \u202eAna\u0000 Ruiz\u200f") == ("Ana Ruiz",)


def test_the_joiners_of_persian_spelling_stay():
    assert names_in("نویسنده: مهدی‌نژاد رضایی") == ("مهدی‌نژاد رضایی",)


@pytest.mark.parametrize(
    "word", ["https://comb.example/ana", "12 May", "ana@comb.example", "Read more", "a" * 80, "Senior Staff Writer"]
)
def test_what_is_no_name(word):
    assert not is_name(word)


def test_a_bodys_name_in_a_field_is_not_taken_apart():
    assert listed_names("Centre for Tides and Winds") == ("Centre for Tides and Winds",)
    assert listed_names("https://comb.example/people/ana") == ()


def test_a_hostile_byline_costs_little():
    assert len(names_in("By " + "Ana Ruiz and " * 100_000)) == 1


@pytest.mark.parametrize(
    ("language", "line", "name"),
    [
        ("af", "Geskryf deur Anna Botha", "Anna Botha"),
        ("am", "ኅዳር 3 ቀን 2018 በ ሰላማዊት ታደሰ", "ሰላማዊት ታደሰ"),
        ("hy", "Հեղինակ՝ Անի Սարգսյան", "Անի Սարգսյան"),
        ("ka", "ავტორი: ნინო ხვისტანი", "ნინო ხვისტანი"),
        ("km", "ដោយ៖ សុខ ចាន់ធី", "សុខ ចាន់ធី"),
        ("my", "ရေးသားသူ - မောင်မောင်", "မောင်မောင်"),
        ("pt", "Submetido por João Silva em 12 maio 2024", "João Silva"),
        ("sr", "Аутор Драгана Милић", "Драгана Милић"),
        ("th", "เขียนโดย กมลชนก ศรีวงค์", "กมลชนก ศรีวงค์"),
        ("uk", "Додав: Оксана Рижук 19-05-2026, 10:32", "Оксана Рижук"),
    ],
)
def test_a_byline_below_the_headline_names_the_author(language, line, name):
    text = (
        "<p>The lamp at the end of the pier was mended in the night, and the boats came home before the fog did.</p>"
        * 4
    )
    page = f"<html lang={language}><article><h1>The lamp is lit again</h1><div>{line}</div>{text}</article></html>"
    assert read_metadata(lxml.html.document_fromstring(page)).authors == (name,)
