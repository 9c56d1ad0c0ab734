"""A line's wording is recognised in many languages, and sentences are not taken for furniture."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from pipelines.cues import PLACES, as_written, cues_in
from pipelines.reasons import REASONS

TABLES = {entry.name: tomllib.loads(entry.read_text(encoding="utf-8"))
          for entry in (files("pipelines") / "cue_words").iterdir() if entry.name.endswith(".toml")}  # fmt: skip


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ADVERTISEMENT", "advertisement"),
        ("12 Comments", "comment-widget"),
        ("Sign up for our newsletter to hear from the harbour every Friday", "newsletter"),
        ("Read more: The lighthouse gets a new lamp", "related-stories"),
        ("Lesen Sie auch: Der Leuchtturm bekommt eine neue Lampe", "related-stories"),
        ("Publicité", "advertisement"),
        ("Deja un comentario", "comment-widget"),
        ("Todos os direitos reservados", "copyright"),
        ("Condividi su Facebook", "share-widget"),
        ("إقرأ أيضاً: المنارة", "related-stories"),
        ("إعلان", "advertisement"),
        ("بیشتر بخوانید: فانوس دریایی", "related-stories"),
        ("ڕیکلام", "advertisement"),
        ("Parve bike", "share-widget"),
        ("Yorum yap", "comment-widget"),
        ("קראו גם: המגדלור", "related-stories"),
        ("Читайте также: маяк", "related-stories"),
        ("Читайте також: маяк", "related-stories"),
        ("相关新闻", "related-stories"),
        ("責任編輯：林小梅", "byline"),
        ("関連記事：灯台の新しい灯り", "related-stories"),
        ("댓글 3", "comment-widget"),
        ("قواعد التعليق", "comment-policy"),
        ("تعليق واحد", "comment-widget"),
        ("À lire aussi : Le phare change de lampe", "related-stories"),
        ("記事をシェアする", "share-widget"),
        ("Soma pia: Taa mpya ya mnara", "related-stories"),
        ("በተጨማሪ ያንብቡ፦ የመብራት ቤቱ", "related-stories"),
        ("2 години тому", "byline"),
        ("لێدوان", "comment-widget"),
        ("Il vous reste 55 % de cet article à lire. La suite est réservée aux abonnés.", "paywall-notice"),
        ("Dieser Artikel ist exklusiv für unsere Leserinnen mit Abo", "paywall-notice"),
        ("Denne artikel er kun for abonnenter", "paywall-notice"),
        ("Para seguir leyendo, regístrate gratis", "paywall-notice"),
        ("Aby czytać dalej, kup dostęp", "paywall-notice"),
        ("この記事は有料会員限定です", "paywall-notice"),
        ("Jeden Freitag das Wichtigste aus dem Hafen in Ihrem Postfach", "newsletter"),
        ("Recevez chaque matin l'essentiel de la côte dans votre boîte mail", "newsletter"),
        ("Першими дізнавайтесь новини на нашому Telegram", "newsletter"),
        ("Bizi takip edin", "newsletter"),
        ("Dein Browser unterstützt das Video-Tag nicht", "media-player"),
        ("Twoja przeglądarka nie obsługuje odtwarzacza", "media-player"),
        ("Écouter cet article", "media-player"),
        ("기사 듣기", "media-player"),
        ("Додала: Оксана Рижук", "byline"),
        ("Submetido por João Silva", "byline"),
    ],
)
def test_a_line_of_furniture_is_recognised(line: str, reason: str) -> None:
    assert reason in {cue.reason for cue in cues_in(line)}


@pytest.mark.parametrize(
    "line",
    [
        "The harbour master opened the gates at six and the first boats went out with the tide.",
        "Der Hafenmeister öffnete die Tore um sechs, und die ersten Boote liefen mit der Flut aus.",
        "문화재를 지키는 일은 마을 사람들이 오랫동안 함께 해 온 일이라고 등대지기는 말했다.",
        "文化祭は港の広場で開かれ、子どもたちが灯台の絵を並べた。",
        "圖書館在星期六重新開放，孩子們排隊等候進入新的閱覽室。",
        "Смотритель маяка рассказал, что лампу меняют раз в десять лет.",
        "قال حارس المنارة إن المصباح يتغير مرة كل عشر سنوات.",
        "Eftir storminn kveikti vörðurinn aftur á perunni.",
        "Daga nan ya koma gida.",
        "Surat police find the lamp that was taken from the tower",
        "Potret warga pesisir di bawah mercusuar tua",
    ],
)
def test_a_sentence_is_no_furniture(line: str) -> None:
    assert cues_in(line) == ()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_names_its_language_and_known_reasons(name: str) -> None:
    table = TABLES[name]
    assert table["language"] == name.removesuffix(".toml")
    assert set(table) - {"language", "dates", "pitch"} <= set(REASONS)
    assert {place for reason, places in table.items() if reason in REASONS for place in places} <= set(PLACES)


def test_numbers_and_punctuation_do_not_hide_a_whole_line_cue() -> None:
    assert [(cue.reason, cue.whole_line) for cue in cues_in("» 3 Comments «")] == [("comment-widget", True)]


@pytest.mark.parametrize(
    ("line", "reason", "written"),
    [
        ("12 Comments", "comment-widget", "Comments"),
        ("READ MORE: The lighthouse gets a new lamp", "related-stories", "READ MORE"),
        ("إقرأ أيضاً: المنارة", "related-stories", "إقرأ أيضاً"),
        ("جميع الحقوق محفوظة", "copyright", "جميع الحقوق محفوظة"),
        ("関連記事：灯台の新しい灯り", "related-stories", "関連記事"),
        ("Lesen Sie auch: Der Leuchtturm", "related-stories", "Lesen Sie auch"),
    ],
)
def test_a_cue_is_quoted_as_the_line_spells_it(line: str, reason: str, written: str) -> None:
    cue = next(cue for cue in cues_in(line) if cue.reason == reason)
    assert as_written(line, cue) == written


NEW = {
    "sr": ("Прочитајте још: Нова лампа на светионику", "Oglas", "Čuvar svetionika kaže da se lampa menja svakih deset godina."),
    "hr": ("Pročitajte još: Nova lampa na svjetioniku", "Ostavite komentar", "Svjetioničar je rekao da se lampa mijenja svakih deset godina."),
    "sl": ("Preberite tudi: Nova svetilka na svetilniku", "Sorodne novice", "Svetilničar je povedal, da svetilko menjajo vsakih deset let."),
    "sk": ("Čítajte aj: Nová lampa na majáku", "Len pre predplatiteľov", "Strážca majáka povedal, že lampu menia raz za desať rokov."),
    "bg": ("Прочетете още: Нова лампа на фара", "Абонирайте се за нашия бюлетин", "Пазачът на фара каза, че лампата се сменя на десет години."),
    "mk": ("Прочитајте и: Нова ламба на светилникот", "Најчитани вести", "Чуварот на светилникот рече дека ламбата се менува на десет години."),
    "sq": ("Lexo edhe: Llamba e re e farit", "Më të lexuarat", "Rojtari i farit tha se llamba ndërrohet një herë në dhjetë vjet."),
    "be": ("Чытайце таксама: Новая лямпа на маяку", "Падзяліцца", "Наглядчык маяка расказаў, што лямпу мяняюць раз на дзесяць гадоў."),
    "nb": ("Les også: Ny lampe i fyret", "Saken fortsetter under annonsen", "Fyrvokteren forteller at lampen byttes hvert tiende år."),
    "is": ("Lestu líka: Ný pera í vitanum", "Mest lesið", "Vitavörðurinn sagði að skipt væri um peru á tíu ára fresti."),
    "et": ("Loe ka: Tuletorn sai uue lambi", "Sisuturundus", "Majakavaht rääkis, et lampi vahetatakse iga kümne aasta tagant."),
    "lv": ("Lasi arī: Bākai jauna lampa", "Pievienot komentāru", "Bākas sargs stāstīja, ka lampu maina reizi desmit gados."),
    "lt": ("Taip pat skaitykite: Nauja švyturio lempa", "Susiję straipsniai", "Švyturio sargas pasakojo, kad lempa keičiama kas dešimt metų."),
    "ca": ("Llegeix també: El far canvia de llum", "Comparteix a Facebook", "El faroner va dir que el llum es canvia cada deu anys."),
    "gl": ("Le tamén: O faro cambia de lámpada", "Todos os dereitos reservados", "O fareiro contou que a lámpada se cambia cada dez anos."),
    "eu": ("Irakurri ere: Itsasargiak lanpara berria", "Harpidetu gure buletinera", "Itsasargizainak esan du lanpara hamar urtean behin aldatzen dela."),
    "ka": ("ასევე წაიკითხეთ: შუქურის ახალი ნათურა", "რეკლამა", "შუქურის მცველმა თქვა, რომ ნათურას ათ წელიწადში ერთხელ ცვლიან."),
    "hy": ("Կարդացեք նաև՝ փարոսի նոր լամպը", "Գովազդ", "Փարոսի պահակն ասաց, որ լամպը փոխում են տասը տարին մեկ։"),
    "az": ("Həmçinin oxuyun: Mayakın yeni lampası", "Telegram kanalımıza abunə olun", "Mayak gözətçisi dedi ki, lampa on ildən bir dəyişdirilir."),
    "kk": ("Тағы оқыңыз: Маяктың жаңа шамы", "Соңғы жаңалықтар", "Маяк күзетшісі шамды он жылда бір ауыстыратынын айтты."),
    "uz": ("Shuningdek o‘qing: Mayakning yangi chirog‘i", "Обуна бўлинг", "Mayak qorovuli chiroq har o‘n yilda almashtirilishini aytdi."),
    "ky": ("Дагы окуңуз: Маяктын жаңы чырагы", "Пикир калтыруу", "Маяк кароолчусу чырак он жылда бир алмаштырыларын айтты."),
    "mn": ("Мөн уншаарай: Гэрэлт цамхагийн шинэ гэрэл", "Сурталчилгаа", "Цамхагийн манаач гэрлийг арван жилд нэг солидог гэж ярив."),
    "ps": ("دا هم ولولئ: د څراغ برج نوی څراغ", "نظرونه", "د برج ساتونکي وویل چې څراغ په لسو کلونو کې یو ځل بدلیږي."),
    "ne": ("यो पनि पढ्नुहोस्: दीपस्तम्भको नयाँ बत्ती", "विज्ञापन", "दीपस्तम्भका रेखदेखकर्ताले बत्ती दस वर्षमा फेरिने बताए।"),
    "mr": ("हेही वाचा: दीपस्तंभाचा नवा दिवा", "संबंधित बातम्या", "दीपस्तंभाच्या रखवालदाराने दिवा दहा वर्षांनी बदलतो असे सांगितले."),
    "gu": ("આ પણ વાંચો: દીવાદાંડીનો નવો દીવો", "જાહેરાત", "દીવાદાંડીના રખેવાળે કહ્યું કે દીવો દસ વર્ષે બદલાય છે."),
    "pa": ("ਇਹ ਵੀ ਪੜ੍ਹੋ: ਚਾਨਣ ਮੁਨਾਰੇ ਦਾ ਨਵਾਂ ਦੀਵਾ", "ਤਾਜ਼ਾ ਖ਼ਬਰਾਂ", "ਮੁਨਾਰੇ ਦੇ ਰਾਖੇ ਨੇ ਦੱਸਿਆ ਕਿ ਦੀਵਾ ਦਸ ਸਾਲਾਂ ਬਾਅਦ ਬਦਲਿਆ ਜਾਂਦਾ ਹੈ।"),
    "ta": ("இதையும் படிங்க: கலங்கரை விளக்கின் புதிய விளக்கு", "விளம்பரம்", "கலங்கரை விளக்கின் காவலர் பத்து ஆண்டுக்கு ஒருமுறை மாற்றுவதாகச் சொன்னார்."),
    "te": ("ఇది కూడా చదవండి: దీపస్తంభం కొత్త దీపం", "తాజా వార్తలు", "దీపస్తంభం కాపలాదారు దీపం పదేళ్లకోసారి మారుతుందని చెప్పారు."),
    "kn": ("ಇದನ್ನೂ ಓದಿ: ದೀಪಸ್ತಂಭದ ಹೊಸ ದೀಪ", "ಜಾಹೀರಾತು", "ದೀಪಸ್ತಂಭದ ಕಾವಲುಗಾರ ದೀಪವನ್ನು ಹತ್ತು ವರ್ಷಕ್ಕೊಮ್ಮೆ ಬದಲಿಸುವುದಾಗಿ ಹೇಳಿದರು."),
    "ml": ("ഇതും വായിക്കുക: വിളക്കുമാടത്തിലെ പുതിയ വിളക്ക്", "പരസ്യം", "വിളക്കുമാടത്തിന്റെ കാവൽക്കാരൻ വിളക്ക് പത്തു വർഷത്തിലൊരിക്കൽ മാറ്റുമെന്ന് പറഞ്ഞു."),
    "si": ("මේවත් කියවන්න: ප්‍රදීපාගාරයේ නව පහන", "දැන්වීම", "ප්‍රදීපාගාරයේ භාරකරු පහන වසර දහයකට වරක් මාරු කරන බව කීවේය."),
    "or": ("ଏହା ମଧ୍ୟ ପଢ଼ନ୍ତୁ: ବତୀଘରର ନୂଆ ବତୀ", "ବିଜ୍ଞାପନ", "ବତୀଘରର ଜଗୁଆଳ କହିଲେ ଯେ ବତୀ ଦଶ ବର୍ଷରେ ଥରେ ବଦଳାଯାଏ।"),
    "km": ("អត្ថបទទាក់ទង៖ ចង្កៀងថ្មី", "ពាណិជ្ជកម្ម", "អ្នកយាមប៉មភ្លើងបាននិយាយថា ចង្កៀងត្រូវប្តូររៀងរាល់ដប់ឆ្នាំម្តង។"),
    "lo": ("ຂ່າວທີ່ກ່ຽວຂ້ອງ: ໂຄມໄຟໃໝ່", "ໂຄສະນາ", "ຄົນເຝົ້າປະພາຄານເວົ້າວ່າ ໂຄມໄຟຖືກປ່ຽນທຸກສິບປີ."),
    "my": ("ဆက်စပ်သတင်း - မီးပြတိုက်၏ မီးသစ်", "ကြော်ငြာ", "မီးပြတိုက်စောင့်က မီးကို ဆယ်နှစ်တစ်ကြိမ် လဲလှယ်သည်ဟု ပြောသည်။"),
    "ms": ("Baca juga: Lampu baharu rumah api", "Artikel berkaitan", "Penjaga rumah api berkata lampu itu ditukar setiap sepuluh tahun."),
    "fil": ("Basahin din: Bagong ilaw ng parola", "Mga kaugnay na balita", "Sinabi ng bantay ng parola na pinapalitan ang ilaw tuwing sampung taon."),
    "af": ("Lees ook: Vuurtoring kry nuwe lamp", "Slegs vir intekenare", "Die vuurtoringwagter sê die lamp word elke tien jaar vervang."),
    "ha": ("Karanta kuma: Sabuwar fitilar tashar ruwa", "Labarai masu alaƙa", "Mai gadin fitilar ya ce ana sauya ta duk bayan shekara goma."),
    "so": ("Sidoo kale akhri: Laambadda cusub", "Xayeysiis", "Ilaaliyaha ayaa sheegay in laambadda la beddelo tobankii sanaba mar."),
    "yo": ("Ẹ ka èyí náà: Àtùpà tuntun", "Ìpolówó", "Olùtọ́jú ilé iná sọ pé ọdún mẹ́wàá ni wọ́n ń pààrọ̀ àtùpà náà."),
    "ig": ("Gụọkwa: Oriọna ọhụrụ", "Mgbasa ozi", "Onye nche kwuru na a na-agbanwe oriọna ahụ kwa afọ iri."),
    "zu": ("Funda futhi: Isibani esisha", "Izindaba ezihlobene", "Umlindi uthe isibani sishintshwa njalo ngemva kweminyaka eyishumi."),
    "xh": ("Funda kwakhona: Isibane esitsha", "Shiya uluvo lwakho", "Umlindi uthe isibane sitshintshwa rhoqo emva kweminyaka elishumi."),
    "ga": ("Léigh freisin: Lampa nua sa teach solais", "Scéalta gaolmhara", "Dúirt coimeádaí an tí solais go n-athraítear an lampa gach deich mbliana."),
    "cy": ("Darllenwch hefyd: Lamp newydd i'r goleudy", "Cedwir pob hawl", "Dywedodd ceidwad y goleudy fod y lamp yn cael ei newid bob deng mlynedd."),
    "mt": ("Aqra wkoll: Lampa ġdida għall-fanal", "Ħalli kumment", "Il-gwardjan tal-fanal qal li l-lampa tinbidel kull għaxar snin."),
    "ti": ("ተወሳኺ ኣንብብ፦ ሓድሽ መብራህቲ", "መወዓውዒ", "ሓላዊ መብራህቲ ነቲ መብራህቲ በብዓሰርተ ዓመት ከም ዝቕይርዎ ተዛሪቡ።"),
    "jv": ("Waca uga: Lampu anyar mercusuar", "Pawarta gegayutan", "Juru jaga mercusuar kandha yen lampu diganti saben sepuluh taun."),
}  # fmt: skip
"""Language -> a line that leads to another story, another line of furniture, a sentence."""


@pytest.mark.parametrize("language", NEW)
def test_the_wording_of_pages_in(language: str) -> None:
    pointer, other, sentence = NEW[language]
    assert "related-stories" in {cue.reason for cue in cues_in(pointer)}
    assert cues_in(other)
    assert cues_in(sentence) == ()


@pytest.mark.parametrize(
    ("line", "other"),
    [("ഷെയർ ചെയ്യുക", "ഷെയര്‍ ചെയ്യുക"), ("और पढ़ें", "और प\u095dें"), ("Obuna boʻling", "Obuna bo'ling"), ("ដោយ៖", "ដោយ")],
)
def test_two_spellings_are_one_phrase(line: str, other: str) -> None:
    assert cues_in(line)
    assert cues_in(line) == cues_in(other)


def test_of_two_phrases_of_one_reason_the_longer_speaks() -> None:
    cue = next(cue for cue in cues_in("Sign up for our newsletter today") if cue.reason == "newsletter")
    assert " " in cue.phrase
