"""Lines in which a medium speaks of itself are told by their parts in many languages; sentences with some of these parts stay."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from pipelines.pitches import PARTS, Medium, pitch_in

TIDE = Medium(name="Kelmouth Tide", site="kelmouthtide.org", authors=("Maren Oldershaw",))
TABLES = {entry.name: tomllib.loads(entry.read_text(encoding="utf-8")).get("pitch", {})
          for entry in (files("pipelines") / "cue_words").iterdir() if entry.name.endswith(".toml")}  # fmt: skip

FOLLOW = [
    "Join the Kelmouth Tide channel on WhatsApp for the harbour's latest",
    "Folgen Sie uns auf Instagram und Facebook",
    "Rejoignez notre chaîne WhatsApp pour ne rien manquer",
    "Sigue nuestro canal de Telegram y recibe las noticias al instante",
    "Entre no nosso grupo de WhatsApp e receba as notícias do porto",
    "Iscriviti al nostro canale Telegram",
    "Volg ons ook op Instagram voor het laatste nieuws",
    "Följ oss på Facebook så missar du inget",
    "Følg oss på Instagram",
    "Følg os på Facebook",
    "Seuraa meitä Instagramissa",
    "Fylgstu með okkur á Facebook",
    "Liitu meie Telegrami kanaliga",
    "Pievienojies mūsu WhatsApp kanālam",
    "Sekite mus Facebook",
    "Obserwuj nas w Google News",
    "Sledujte nás na Instagramu",
    "Pridajte sa do našej skupiny na Facebooku",
    "Spremljajte nas tudi na Facebooku",
    "Pratite nas na Viberu",
    "Запратите нас на Инстаграму",
    "Следете не на Фејсбук",
    "Последвайте ни във Фейсбук",
    "Urmăriți-ne pe canalul nostru de WhatsApp",
    "Kövess minket az Instagramon is",
    "Ακολουθήστε μας στο Facebook",
    "Na ndiqni në Instagram",
    "Bizi Instagram'da takip edin",
    "Bizi Telegram kanalımızda izləyin",
    "لە تێلێگرام بەشداری کەناڵەکەمان بکەن",
    "ما را در تلگرام دنبال کنید",
    "تابعوا صفحتنا على فيسبوك",
    "הצטרפו לקבוצת הוואטסאפ שלנו",
    "Подписывайтесь на наш канал в Telegram",
    "Підписуйтесь на наш канал у Вайбері",
    "გამოიწერეთ ჩვენი არხი იუთუბზე",
    "Միացեք մեր խմբին ֆեյսբուքում",
    "हमारे व्हाट्सएप चैनल से जुड़ें",
    "आमच्या टेलिग्राम चॅनेलला जॉइन व्हा",
    "हाम्रो फेसबुक पेज लाइक गर्नुहोस्",
    "আমাদের ফেসবুক পেজে যুক্ত থাকুন",
    "எங்கள் டெலிகிராம் சேனலில் இணையுங்கள்",
    "మా వాట్సాప్ ఛానల్‌లో చేరండి",
    "ನಮ್ಮ ಫೇಸ್‌ಬುಕ್ ಪುಟವನ್ನು ಫಾಲೋ ಮಾಡಿ",
    "ഞങ്ങളുടെ വാട്സാപ് ചാനൽ ഫോളോ ചെയ്യൂ",
    "અમારી વોટ્સએપ ચેનલ સાથે જોડાઓ",
    "ہمارے فیسبک پیج کو فالو کریں",
    "የፌስቡክ ገጻችንን ይከተሉ",
    "关注我们的微信公众号",
    "公式LINEアカウントを友だち追加",
    "카카오톡 채널에서 저희를 구독하세요",
    "Theo dõi chúng tôi trên Facebook",
    "ติดตามข่าวของเราได้ที่เฟซบุ๊ก",
    "Ikuti saluran WhatsApp kami",
    "Sertai saluran Telegram kami",
    "Jiunge na chaneli yetu ya WhatsApp",
    "Jarraitu gaitzazu gure Telegram kanalean",
    "Segueix-nos al nostre canal de WhatsApp",
    "Follegt eis op Instagram",
    "Swiv nou sou Facebook",
    "Fylg okkum á Facebook",
    "Folgje ús op Instagram",
    "Каналимизга обуна бўлинг",
    "Биздин Telegram каналга катталыңыз",
    "Манай Facebook хуудсыг дагаарай",
    "Dilynwch ni ar Facebook",
    "Lean sinn ar Instagram",
    "Segwina fuq Facebook",
    "Biziň Telegram kanalymyza goşulyň",
    "Dukurikire ku rubuga rwacu rwa Facebook",
    "Silandele ku-Facebook",
    "ຕິດຕາມພວກເຮົາທາງເຟສບຸກ",
    "Slå på våra notiser – följ „Hamnnytt“ hos oss",
    "Abonnéiert eise Bréif «Um Quai», all Dag um siwen",
    "Становитесь нашими друзьями во ВКонтакте!",
    "Aktivieren Sie unsere Benachrichtigungen und folgen Sie dem Hafen",
]


@pytest.mark.parametrize("line", FOLLOW)
def test_who_asks_to_be_followed_is_the_medium(line: str) -> None:
    pitch = pitch_in(line, TIDE)
    assert pitch is not None
    assert pitch.reason == "newsletter"


OTHERS = [
    ("Download the Kelmouth Tide app today", "newsletter"),
    ("Laden Sie unsere App herunter", "newsletter"),
    ("Téléchargez notre application pour suivre les marées", "newsletter"),
    ("Lataa sovelluksemme ja lue uutiset heti", "newsletter"),
    ("Установите наше приложение", "newsletter"),
    ("下载我们的客户端", "newsletter"),
    ("Spotted an error in this article? Let us know", "correction-note"),
    ("Haben Sie einen Fehler im Text entdeckt? Schreiben Sie uns", "correction-note"),
    ("Vous avez repéré une erreur dans cet article ? Signalez-la à la rédaction", "correction-note"),
    ("Zauważyłeś błąd w tekście? Napisz do redakcji", "correction-note"),
    ("Нашли ошибку в тексте? Сообщите нам", "correction-note"),
    ("Huomasitko jutussa virheen? Kerro meille", "correction-note"),
    ("記事の誤りは編集部までご連絡ください", "correction-note"),
    ("Schreiben Sie unserer Autorin: maren@kelmouthtide.org", "correction-note"),
    ("Contact: desk@kelmouthtide.org", "correction-note"),
    ("Escriba a nuestra redacción: +34 600 000 000", "correction-note"),
    ("Anzeige – der Text geht weiter", "advertisement"),
    ("Reklam – yazının devamı altında", "advertisement"),
    ("Přetisk bez souhlasu redakce je zakázán", "copyright"),
    ("La reproducción sin permiso está prohibida", "copyright"),
    ("Перепечатка без разрешения запрещена", "copyright"),
    ("This story was first published in the Kelmouth Tide of March 3", "copyright"),
    ("Dieser Text wurde mit Hilfe von künstlicher Intelligenz erstellt", "copyright"),
    ("Alle Kolumnen von Maren Oldershaw", "related-stories"),
    ("Find all columns by Maren Oldershaw", "related-stories"),
    ("Læs alle vores klummer her", "related-stories"),
    ("Artikkelia päivitetty 4.5. klo 12.40", "correction-note"),
    ("Did you try this recipe? Tag us!", "share-widget"),
    ("Redaksjonen følger Vær Varsom-plakaten, og vi retter feil", "copyright"),
    ("Unterstützen Sie unabhängigen Journalismus mit einer Spende", "newsletter"),
    ("(With agency inputs)", "byline"),
    ("Wenn Ihnen der Brief gefällt, können Sie mir einen Kaffee spendieren", "newsletter"),
    ("Cette lettre vous plaît ? Offrez-moi un café !", "newsletter"),
    ("Soutenez notre journal à partir de 3 € par mois", "newsletter"),
    ("Vous recevez cette lettre parce que vous êtes inscrit. Se désinscrire de notre liste", "newsletter"),
    ("Вы получили это письмо от нас. Отписаться от рассылки новостей", "newsletter"),
    ("Klikněte zde pro celou tabulku okresního přeboru", "related-stories"),
    ("Для просмотра всей таблицы нажмите здесь", "related-stories"),
    ("Avez-vous une photo du port ? Appelez la rédaction au 0555 010 010", "correction-note"),
]


@pytest.mark.parametrize(("line", "reason"), OTHERS)
def test_a_line_of_the_medium_has_its_reason(line: str, reason: str) -> None:
    pitch = pitch_in(line, TIDE)
    assert pitch is not None
    assert pitch.reason == reason


HONEST = [
    "The band asks its fans to follow it on Instagram.",
    "The minister posted the letter on Telegram on Sunday night.",
    "Der Minister schrieb auf Telegram, die Brücke werde im Mai geöffnet.",
    "Police ask witnesses to call 555 0100 or to write to tips@police.example.",
    "The app can be downloaded free of charge in both stores.",
    "“Follow us on WhatsApp,” the fishermen call to the tourists on the pier.",
    "«Suivez-nous sur Facebook», lance le pêcheur aux touristes.",
    "In the third act the doctor finds a mistake in the old text of the contract.",
    "Министр написал об этом в своем телеграм-канале в воскресенье.",
    "Подписчики его канала узнали о смерти из соцсетей.",
    "El alcalde abrió un canal de WhatsApp para los vecinos del puerto.",
    "Le maire a ouvert un groupe WhatsApp pour les habitants du port.",
    "Bürgermeisterin und Rat folgen dem Vorschlag der Anwohner.",
    "Yhtiö julkaisi sovelluksen, jolla voi varata saunan.",
    "他在微博上写道，桥将在五月开放。",
    "彼は記事の中で港の歴史を書いた。",
    "उन्होंने फेसबुक पर लिखा कि पुल मई में खुलेगा।",
    "كتب الوزير على فيسبوك أن الجسر سيفتح في مايو.",
    "שר התחבורה כתב בפייסבוק שהגשר ייפתח במאי.",
    "The Kelmouth Tide reported the sinking in 1911.",
    "All readers of the series know how it ends.",
    "She corrected the map in 1904.",
    "Hundreds of subscribers wrote to the library in protest.",
    "Further information may be had by calling the harbour office: 0555 010 010",
    "Annual subscription: 189 euros",
    "Advertisements for soap continue to hang in the old station.",
    "He had to click here and there until the harbour appeared on the screen.",
    "«Offrez-moi un café», dit le gardien à qui veut voir le phare.",
    "She bought me a coffee and said nothing about the boat.",
    "Readers who want to leave the library must sign the book.",
    "Sie wollte sich vom Chor abmelden, aber niemand nahm das Formular.",
    "Is the harbour office on Facebook? Nobody there knows.",
]


@pytest.mark.parametrize("line", HONEST)
def test_a_sentence_of_the_story_is_no_pitch(line: str) -> None:
    assert pitch_in(line, TIDE) is None


def test_many_languages_say_it() -> None:
    assert len([name for name, parts in TABLES.items() if {"follow", "us", "channel"} <= set(parts)]) >= 60


@pytest.mark.parametrize("name", sorted(TABLES))
def test_words_are_listed_by_known_parts(name: str) -> None:
    assert set(TABLES[name]) <= PARTS


@pytest.mark.parametrize(
    ("line", "medium"),
    [
        ("Lataa Rannan Viestin sovellus", Medium(name="Rannan Viesti")),
        ("Haliç Manşeti'nin sayfası", Medium(name="Haliç Manşet", site="halicmanset.com.tr")),
        ("The Delta Post", Medium(site="deltapost.ng")),
        ("本站由海風日報出版", Medium(name="海風日報")),
    ],
)
def test_a_medium_is_named_with_any_ending(line: str, medium: Medium) -> None:
    assert medium.is_named(line)


@pytest.mark.parametrize("line", ["The tide comes at six", "Kelmouth is a harbour town", "Die Post kam"])
def test_a_part_of_its_name_is_not_its_name(line: str) -> None:
    assert not Medium(name="Kelmouth Tide", site="kelmouthtide.org").is_named(line)
