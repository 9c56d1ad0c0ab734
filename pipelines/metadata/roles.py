"""Words around names in bylines, in many languages: what introduces a name, joins two, describes a job.

Data only; `pipelines.metadata.authors` says how they are used. A language that is missing here loses
little: a byline that consists of a name alone needs none of these words.
"""

from __future__ import annotations

import re

# Word lists are read as paragraphs; one word a line they would fill six hundred lines.
# fmt: off


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


INTRODUCTIONS = (
    # English
    "by", "written by", "words by", "story by", "reported by", "posted by", "published by", "article by", "text by",
    "report by", "review by", "analysis by", "opinion by", "authored by", "contributed by", "created by", "author",
    "authors", "author(s)", "author name", "writer", "about", "about the author", "blog by", "guest post by",
    "submitted by",
    # German, Dutch, Scandinavian
    "von", "ein beitrag von", "geschrieben von", "text von", "text", "autor", "autorin", "autoren", "door",
    "geschreven door", "auteur", "av", "skrevet av", "skriven av", "af", "skrevet af", "tekst", "foto og tekst",
    # Romance
    "par", "écrit par", "publié par", "rédigé par", "auteurs", "por", "escrito por", "publicado por", "texto",
    "texto de", "autores", "autora", "redação", "redacción", "da", "di", "a cura di", "scritto da", "autore",
    "de către", "scris de", "text de", "per", "escrit per",
    # Slavic, Baltic, Finnic, Hungarian, Greek, Albanian
    "autorka", "przez", "autorzy", "autoři", "napisał", "napisała", "opracował", "opracowała", "piše", "napsal",
    "napsala",
    "автор", "авторы", "автори", "текст", "подготовил", "подготовила", "от", "пише", "автор статьи", "kirjoittaja",
    "teksti", "kirjoittanut", "autors", "autorius", "szerző", "írta", "του", "της", "γράφει", "γράφουν", "συντάκτης",
    "nga", "shkruan",
    # Turkish, Kurdish, Arabic script, Hebrew
    "yazan", "yazar", "haber", "yazı", "nivîskar", "ji aliyê", "amadekar", "nûçe", "بقلم", "كتب", "كتبت", "كتبه",
    "إعداد",
    "تحرير", "الكاتب", "المؤلف", "نویسنده", "به قلم", "نوشته", "گزارش", "خبرنگار", "نووسەر", "نووسینی", "نوسینی",
    "ئامادەکردنی", "لە نووسینی", "تحریر", "مصنف", "לפי", "מאת", "כתב", "כתבה", "ליקוואל",
    # South and South-East Asia, Africa
    "लेखक", "द्वारा", "লেখক", "লিখেছেন", "எழுதியவர்", "రచయిత", "oleh", "penulis", "ditulis oleh", "reporter", "bởi",
    "tác giả", "โดย", "ผู้เขียน", "na", "imeandikwa na", "mwandishi", "deur", "ni", "isinulat ni",
    # South-East Europe
    "аутор", "аутори", "пишу", "написао", "написала", "приредио", "приредила", "avtor", "avtorica", "avtorji",
    "pišejo", "autorica", "autor teksta", "napisao", "napísal", "napísala", "pripremio", "pripremila", "priredio",
    "priredila", "авторка", "подготви", "autori", "shkruar nga", "publikuar nga", "postuar nga",
    # Added by
    "додав", "додала", "опублікував", "опублікувала", "підготував", "підготувала", "написав", "добавил", "добавила",
    "опубликовал", "опубликовала", "dodał", "dodała", "opublikował", "opublikowała", "přidal", "přidala", "vložil",
    "vložila", "pridal", "pridala", "dodao", "dodala", "аўтар", "аўтары", "дадаў", "дадала",
    # Content management systems
    "submetido por", "enviado por", "postado por", "subido por", "posté par", "soumis par", "proposé par",
    "envoyé par", "mis en ligne par", "inviato da", "inserito da", "pubblicato da", "postato da", "publicat de",
    "postat de", "trimis de", "adăugat de", "publicat per", "enviat per", "verfasst von", "eingereicht von",
    "gespeichert von", "veröffentlicht von", "erstellt von", "geplaatst door", "ingezonden door",
    "gepubliceerd door", "publisert av", "lagt ut av", "postet av", "publicerad av", "inskickat av", "indsendt af",
    # Northern Europe, Basque, Welsh, Irish, Maltese
    "höfundur", "höfundar", "kirjutas", "koostas", "postitas", "raksta", "sagatavoja", "pievienoja", "autore",
    "autorė", "parengė", "parašė", "įkėlė", "egilea", "egileak", "artikkelforfatter", "awdur", "ysgrifennwyd gan",
    "cyhoeddwyd gan", "údar", "scríofa ag", "miktub minn",
    # Caucasus, Central Asia
    "ავტორი", "ავტორები", "მოამზადა", "հեղինակ", "հեղինակներ", "müəllif", "müəlliflər", "muallif", "муаллиф",
    "tayyorladi", "авторлары", "дайындаған", "даярдаган", "сэтгүүлч", "нийтлэлч", "бичсэн", "бэлтгэсэн",
    "сурвалжилсан", "لیکوال", "لیکونکی",
    # South and South-East Asia
    "लेखिका", "લેખક", "દ્વારા", "ਲੇਖਕ", "ਵੱਲੋਂ", "ஆசிரியர்", "எழுத்தாளர்", "రచన", "ಲೇಖಕ", "ಲೇಖಕರು", "ലേഖകൻ", "ലേഖിക",
    "എഴുതിയത്", "ලියන ලද්දේ", "ලියුවේ", "ලේඛක", "ଲେଖକ", "ដោយ", "អត្ថបទដោយ", "រាយការណ៍ដោយ", "អ្នកនិពន្ធ", "ໂດຍ",
    "ຂຽນໂດຍ", "ຜູ້ຂຽນ", "ရေးသားသူ", "စာရေးသူ", "เขียนโดย", "เรื่องโดย", "รายงานโดย", "laporan oleh",
    "disediakan oleh", "dihantar oleh", "disiarkan oleh", "isinulat nina", "ulat ni", "ulat nina",
    # Africa
    "geskryf deur", "geplaas deur", "gepubliseer deur", "saamgestel deur", "waxaa qoray", "qoraa", "marubuci",
    "láti ọwọ́", "በ", "ጸሐፊ", "ዘጋቢ", "ደራሲ", "ጸሓፊ",
    # Verbs and phrases for who writes, of languages from Malta to Mongolia
    "kitba ta'", "kitba ta’", "kitba minn", "пишува", "пишуваат", "напиша", "написа", "піша", "пішуць", "пишеть", "escribe",
    "escriben", "escreve", "scrive", "scrie", "rašo", "kirjutab", "kirjoittaa", "pišeta", "píše", "píšu", "yozgan", "yazdı",
    "жазған", "жазган", "язган", "ýazan", "գրեց", "գրում է", "წერს", "كتبها", "بقلم/", "لیکنه", "ليکڪ", "ازقلم", "از قلم", "مۇئەللىپ",
    "লিখক", "ଲେଖା", "ਲਿਖਤ", "எழுதியது", "ಬರಹ", "എഴുത്ത്", "ලිව්වේ", "yanditswe na", "vyanditswe na", "imeandaliwa na", "waxa qoray",
    "waxaa qortay", "onye dere", "ibhalwe ngu", "ekri pa", "sgrìobhte le", "geschriwwen vum", "geschriwwe vum", "skrivað hevur",
    "rubutawa daga", "sinulat ni", "sinulat nina", "เรื่องและภาพ", "เรื่อง/ภาพ", "เรื่อง-ภาพ", "ຂຽນ ແລະ ຖ່າຍພາບ",
    # East Asia
    "作者", "文", "撰文", "撰稿", "记者", "記者", "本报记者", "本報記者", "编辑", "編輯", "筆者", "著者", "執筆",
    "執筆者", "ライター", "글", "글쓴이", "기자명", "작성자", "저자",
)
"""What may stand before the first name, as a whole word, or directly where the script has no spaces."""

OPENINGS = (
    "by", "written by", "words by", "story by", "posted by", "reported by", "report by", "article by", "text by",
    "von", "text von", "ein beitrag von", "par", "écrit par", "publié par", "rédigé par", "propos recueillis par", "por",
    "escrito por", "publicado por", "texto de", "door", "geschreven door", "av", "skrevet av", "skriven av", "skrevet af",
    "a cura di", "scritto da", "de către", "scris de", "un articol de", "przez", "napisał", "napisała", "opracował",
    "opracowała", "piše", "pišu", "napsal", "napsala", "подготовил", "подготовила", "пише", "írta", "γράφει", "γράφουν",
    "γράφει ο", "γράφει η", "shkruan", "ji aliyê", "ditulis oleh", "oleh", "imeandikwa na", "deur", "isinulat ni",
    "بقلم", "كتب", "كتبت", "كتبه", "إعداد", "به قلم", "نوشته", "نوشته‌ی", "گزارش از", "نووسینی", "نوسینی", "لە نووسینی",
    "ئامادەکردنی", "כתב", "כתבה", "מאת", "נכתב על ידי", "โดย", "bởi",
    "аутор", "пишу", "пишува", "пишуваат", "pišejo", "shkruar nga", "dc:creator", "schrijft", "skriver", "escribe", "escreve",
    "scrive", "escriu", "rašo", "publikuar nga", "submetido por", "enviado por", "postado por",
    "posté par", "soumis par", "proposé par", "mis en ligne par", "inviato da", "inserito da", "pubblicato da",
    "publicat de", "postat de", "adăugat de", "publicat per", "verfasst von", "eingereicht von", "gespeichert von",
    "erstellt von", "geplaatst door", "ingezonden door", "publisert av", "lagt ut av", "postet av", "publicerad av",
    "indsendt af", "ysgrifennwyd gan", "cyhoeddwyd gan", "scríofa ag", "miktub minn", "ដោយ", "អត្ថបទដោយ",
    "រាយការណ៍ដោយ", "ໂດຍ", "ຂຽນໂດຍ", "เขียนโดย", "เรื่องโดย", "laporan oleh", "disediakan oleh", "isinulat nina",
    "ulat ni", "geskryf deur", "saamgestel deur", "waxaa qoray", "ලියන ලද්දේ", "എഴുതിയത്", "láti ọwọ́", "기자명",
    "kitba ta'", "kitba ta’", "kitba minn", "пишува", "пишуваат", "напиша", "піша", "пішуць", "píše", "píšu", "yanditswe na",
    "vyanditswe na", "imeandaliwa na", "waxa qoray", "waxaa qortay", "onye dere", "ekri pa", "sgrìobhte le", "geschriwwen vum",
    "skrivað hevur", "rubutawa daga", "sinulat ni", "sinulat nina", "ازقلم", "از قلم", "ලිව්වේ",
)
"""What opens a line that holds the author's name and little else, in lower case or upper."""

OPENING_NOUNS = (
    "author", "authors", "autor", "autorin", "autoren", "autores", "autora", "auteur", "auteurs", "autore", "autorka",
    "autoři", "autorzy", "autorius", "autors", "автор", "авторы", "автори", "автор статьи", "szerző", "συντάκτης",
    "kirjoittaja", "yazar", "yazan", "penulis", "tác giả", "nivîskar", "amadekar", "الكاتب", "المؤلف", "نویسنده", "نووسەر",
    "مصنف", "تحریر", "लेखक", "লেখক", "লিখেছেন", "எழுதியவர்", "รายงานโดย", "ผู้เขียน", "mwandishi",
    "аутори", "autori", "avtor", "avtorica", "avtorji", "autorica", "авторка", "аўтар", "аўтары", "höfundur",
    "autore", "autorė", "egilea", "egileak", "artikkelforfatter", "awdur", "údar", "ავტორი", "ავტორები", "հեղինակ",
    "հեղինակներ", "müəllif", "muallif", "муаллиф", "авторлары", "сэтгүүлч", "нийтлэлч", "لیکوال", "लेखिका", "લેખક",
    "ਲੇਖਕ", "రచయిత", "ಲೇಖಕರು", "ലേഖകൻ", "ലേഖിക", "ලේඛක", "ଲେଖକ", "អ្នកនិពន្ធ", "ຜູ້ຂຽນ", "ရေးသားသူ", "စာရေးသူ",
    "skrywer", "qoraa", "marubuci", "ጸሐፊ", "ጸሓፊ", "ዘጋቢ",
)
"""Words for an author that may do without a colon."""

OPENING_LABELS = (
    "texte", "testo", "testu", "testua", "text și foto", "szöveg", "κείμενο", "metin", "mətn", "matn", "мәтін", "тэкст",
    "tekstas", "teksts", "tekstur", "texti", "տեքստ", "ტექსტი", "טקסט", "نص", "النص", "متن", "লেখা",
    "teks", "bài", "bài viết", "bài và ảnh", "เรื่อง", "เนื้อหา", "អត្ថបទ", "testun", "téacs", "tèxte",
    "text a foto", "text und foto", "text und fotos", "text och foto", "tekst og foto", "tekst i foto", "tekst en foto",
    "texto y fotos", "texto e fotos", "texte et photos", "testo e foto", "текст и фото", "текст и снимки", "texto e foto",
    "هەواڵ", "ڕیپۆرتاژ", "ریپۆرتاژ", "ڕاپۆرت", "راپۆرت", "دەق", "interview", "interjú", "intervju", "rozmawiał", "rozmawiała", "rozmawia", "text", "tekst", "teksti", "texto", "текст", "words", "haber", "yazı", "nûçe", "reporter", "reporters", "report",
    "penulis/editor", "redaktion", "redação", "redacción", "redazione", "redakcja", "di", "da", "af", "de", "nga", "na",
    "ni", "от", "від", "تحرير", "گزارش", "خبرنگار", "تهیه و تنظیم", "رپورٹ", "द्वारा", "रिपोर्ट", "প্রতিবেদক",
    "додав", "додала", "дадаў", "дадала", "опублікував", "опублікувала", "підготував", "підготувала", "добавил",
    "добавила", "опубликовал", "опубликовала", "dodał", "dodała", "opublikował", "opublikowała", "přidal", "přidala",
    "vložil", "vložila", "pridal", "pridala", "dodao", "dodala", "priredio", "priredila", "приредио", "приредила",
    "написао", "написала", "pripremila", "pripremio", "pievienoja", "sagatavoja", "parengė", "įkėlė", "postitas",
    "მოამზადა", "бичсэн", "бэлтгэсэн", "сурвалжилсан", "tayyorladi", "дайындаған", "даярдаган", "દ્વારા", "ਵੱਲੋਂ",
    "రచన", "ஆசிரியர்", "በ", "escribe", "escriben", "escreve", "scrive", "scrie", "rašo", "kirjutab", "kirjoittaa", "pišeta", "yozgan",
    "жазған", "жазган", "язган", "ýazan", "написа", "գրեց", "წერს", "كتبها", "تقرير", "لیکنه", "ليکڪ", "مۇئەللىپ", "লিখক", "ଲେଖା", "ਲਿਖਤ", "எழுதியது",
    "ಬರಹ", "എഴുത്ത്", "เรื่องและภาพ", "เรื่อง/ภาพ", "เรื่อง-ภาพ",
)
"""Words that introduce an author only with a colon behind, or with a full name in capitals: `Di Mario Rosso`."""

CREDITS_OF_OTHERS = (
    "reviewed by", "medically reviewed", "fact checked", "fact-checked", "edited by", "editing by", "photos by",
    "photo by", "photograph by", "photography by", "images by", "image by", "illustration by", "illustrations by",
    "illustrated by", "video by", "translated by", "sponsored by", "powered by", "presented by", "produced by",
    "updated by", "additional reporting", "verified by", "checked by", "approved by", "expert review", "foto:",
    "fotos:", "фото:", "צילום:", "fotoğraf:", "تصوير:", "photo :", "photos :",
    "фота:", "снимка:", "снимки:", "слика:", "сурет:", "ფოტო:", "լուսանկարը՝", "mynd:", "nuotr.:", "gambar:", "ảnh:",
    "photographs by", "fotos de ", "fotos von", "fotografías:", "fotografías de", "fotografii:", "fotografie:", "fotografije:",
    "zdjęcia:", "фотографии:", "фотографије:", "фотографија:", "світлини:", "valokuvat:",
    "kuvat:", "kuva:", "bilder:", "bild:", "billeder:", "myndir:", "argazkiak:", "argazkia:", "lluniau:", "llun:", "grianghraif:", "fotók:", "fotó:",
    "φωτογραφίες:", "φωτογραφία:", "φωτό:", "fotoğraflar:", "fotoattēli:", "nuotraukos:", "nuotrauka:", "fotod:", "picha:", "picha na", "hotuna:",
    "hoto:", "sawirro:", "sawir:", "larawan ni", "mga larawan", "kuha ni", "foto oleh", "gambar oleh", "ritratti ta", "تصویر:", "عکس:", "عکاس:",
    "عدسة:", "تصویریں:", "छायाचित्र:", "तस्वीर:", "ছবি:", "படங்கள்:", "చిత్రాలు:", "ಚಿತ್ರ:", "ചിത്രങ്ങൾ:", "ඡායාරූප:", "តាមរូបថត", "зураг:", "ፎቶ፦", "ፎቶ፡", "ፎቶ:",
    "ภาพ:", "រូបភាព៖", "ဓာတ်ပုံ", "फोटो:", "तस्बिर:", "படம்:", "prevod:", "превод:", "перевод:", "переклад:",
    "übersetzung:", "traducción:", "traduction :", "tradução:", "traduzione:", "tłumaczenie:", "翻译：", "翻譯：",
)
"""A name after one of these is not who wrote the text."""

JOINTS = (
    "and", "with", "und", "et", "y", "e", "en", "i", "a", "og", "och", "ja", "és", "și", "si", "και", "и", "і", "та",
    "й",
    "ve", "û", "و", "او", "اور", "और", "এবং", "ও", "மற்றும்", "మరియు", "dan", "và", "และ", "at", "na", "eta", "agus",
    "dhe", "un", "ir", "və", "va", "ва", "және", "жана", "ба", "болон", "ды", "და", "և", "եւ", "ու", "र", "आणि", "व", "અને",
    "ਅਤੇ", "ಮತ್ತು", "සහ", "හා", "ଓ", "ଏବଂ", "និង", "ແລະ", "နှင့်", "iyo", "ac", "u", "àti", "እና",
    "as told to", "with", "avec", "mit", "con", "com", "met", "med",
)
"""Words that join two names; in Latin script only where they are in lower case."""

ENDINGS = (
    "in", "for", "from", "on", "at", "of", "via", "is", "are", "was", "has", "contributed", "covers", "writes",
    "reports",
    "reporting", "published", "updated", "posted", "modified", "last", "read", "min", "minutes", "follow", "share",
    "email",
    "photo", "photos", "date", "posts", "aus", "für", "aktualisiert", "veröffentlicht", "am", "um", "à", "pour",
    "publié",
    "le", "mis", "em", "para", "publicado", "el", "nel", "pubblicato", "il", "gepubliceerd", "op", "опубликовано",
    "для",
    "es", "è", "é", "est", "ist", "är", "este", "jest", "és", "є", "является",
    "skrifar", "skrifa", "yayınlanma", "güncelleme", "نشر", "في", "من", "منتشر", "در", "از", "لە", "ji",
)
"""Words at which the names end: `By Ana Ruiz in Lima`, `Ana Ruiz for the Gazette`. Lower case, or first letter only."""

DATE_LABELS = _words(
    "published posted updated modified date veröffentlicht erschienen aktualisiert datum publié actualizado"
    " actualizada publicado publicada fecha atualizado pubblicato aggiornato gepubliceerd bijgewerkt publicerad"
    " uppdaterad publisert oppdatert опубликовано обновлено дата опубліковано оновлено giriş tarihi güncelleme yayın"
    " yayınlanma yayınlanış yayımlanma oluşturma tarih diterbitkan diperbarui نشر النشر في تاريخ تحديث أضيف"
    " انتشار منتشر کد خبر ساعت به‌روزرسانی شناسه اشاعت تاریخ شائع प्रकाशित प्रकाशन तारीख अपडेट अद्यतन প্রকাশিত প্রকাশ"
    " প্রকাশের তারিখ সময় আপডেট হালনাগাদ פורסם עודכן 来源 來源 发布 发布时间 发布日期 發布時間 时间 時間 日期 更新 公開日 掲載日 配信"
    " 등록 입력 수정 승인 เผยแพร่ วันที่"
    " objavljeno ažurirano објављено ажурирано posodobljeno zverejnené publikované uverejnené aktualizované zveřejněno"
    " publikováno aktualizováno vydáno opublikowano zaktualizowano dodano публикувано публикувана обновено обновена"
    " објавено publikuar postuar përditësuar апублікавана абноўлена publicat actualizat megjelent frissítve közzétéve"
    " δημοσιεύτηκε δημοσίευση ενημέρωση julkaistu päivitetty birt uppfært avaldatud uuendatud publicēts atjaunots"
    " paskelbta publikuota atnaujinta actualitzat argitaratua eguneratua გამოქვეყნდა განახლდა თარიღი dərc yenilənib tarix"
    " жарияланды жаңартылды yangilandi жарыяланды жаңыртылды нийтэлсэн шинэчилсэн огноо मिति अपडेटेड પ્રકાશિત અપડેટ"
    " ਪ੍ਰਕਾਸ਼ਿਤ ਅਪਡੇਟ வெளியிடப்பட்டது புதுப்பிக்கப்பட்டது பதிவு ప్రచురణ ಪ್ರಕಟಣೆ അപ്ഡേറ്റ് යාවත්කාලීන ເຜີຍແຜ່ disiarkan"
    " inilathala nailathala gepubliseer opgedateer તા दि ता तिथि दिनांक তাং"
)
"""Words that stand before a date, a time or a number and name it: `Giriş Tarihi: 02.11.2025`. None is also a name (`Đăng`, `প্রকাশ` are)."""

LABEL_MODIFIERS = frozenset({"son", "ilk", "آخر", "آخرین", "last", "last-updated", "first", "zuletzt", "dernière"})
"""Words that belong to a date's label only where one of its words follows."""

COLONS = ":：៖՝፦፡"
"""Signs between a label and what it names, of all scripts."""

ZONES = frozenset(
    "GMT UTC CET CEST EET EEST WET WEST BST IST EST EDT CST CDT MST MDT PST PDT AST ADT AKST HST MSK SGT HKT PKT NPT BDT ICT WIB WITA"
    " WIT PHT JST KST AEST AEDT ACST AWST NZST NZDT CAT EAT WAT SAST BRT ART CLT COT PET".split()
)
"""Zones as they stand behind an hour."""

NAMED_AFTER = (
    "haber", "muhabir", "reporter", "گزارش", "خبرنگار", "المحرر", "مراسل", "作者", "撰文", "撰稿", "记者", "記者",
    "執筆", "筆者", "글", "기자",
)
"""Labels of a name that stand in a row of labels, with a colon behind."""

ROLES = (
    "staff", "writer", "writers", "reporter", "reporters", "correspondent", "editor", "editors", "contributor",
    "contributors", "columnist", "journalist", "producer", "photographer", "author", "anchor", "critic", "analyst",
    "fellow", "intern", "founder", "co-founder", "cofounder", "ceo", "cto", "cmo", "coo", "cfo", "vp", "manager", "officer", "chairman", "chairwoman", "chair", "secretary",
    "director",
    "president", "professor", "specialist", "strategist", "consultant", "expert", "researcher", "blogger", "freelance",
    "freelancer", "guest", "coach", "dietitian", "nutritionist", "attorney", "lawyer", "physician", "head", "lead",
    "partner", "owner", "coordinator", "associate", "assistant", "scientist", "engineer", "advisor", "redakteur",
    "redakteurin", "korrespondent", "korrespondentin", "journalistin", "reporterin", "autor", "autorin", "volontär",
    "redaktion", "redaktør", "journaliste", "rédacteur", "rédactrice", "rédaction", "correspondant", "correspondante",
    "redactor", "redactora", "redacción", "periodista", "corresponsal", "enviado", "giornalista", "redazione",
    "redattore", "redattrice", "corrispondente", "inviato", "jornalista", "repórter", "redação", "correspondente",
    "redacteur", "verslaggever", "correspondente", "toimittaja", "redaktor", "redaktorka", "dziennikarz",
    "dziennikarka",
    "novinar", "novinarka", "novinář", "redaktorica", "журналист", "журналистка", "корреспондент", "редактор",
    "обозреватель",
    "репортер", "журналіст", "кореспондент", "muhabir", "muhabiri", "editör", "editörü", "rojnamevan", "nûçegihan",
    "مراسل", "مراسلة", "صحفي", "صحفية", "صحافي", "محرر", "خبرنگار", "روزنامه‌نگار", "پەیامنێر", "ڕۆژنامەنووس",
    "wartawan", "reporter",
    "संवाददाता", "記者", "记者", "特派員", "編集部", "编辑", "編輯", "기자", "특파원", "phóng", "viên", "כתב", "כתבת", "עורך",
    "новинар", "новинарка", "urednik", "urednica", "уредник", "novinárka", "кореспондентка", "журналістка",
    "প্রতিবেদক", "প্রতিনিধি", "সংবাদদাতা", "রিপোর্টার", "রিপোর্ট", "ডেস্ক", "डेस्क", "रिपोर्टर", "ڈیسک", "رپورٹر",
    "blaðamaður", "ritstjóri", "ajakirjanik", "žurnālists", "žurnāliste", "redaktors", "žurnalistas", "žurnalistė",
    "redaktorius", "kazetaria", "ჟურნალისტი", "რედაქტორი", "լրագրող", "խմբագիր", "jurnalist", "müxbir", "тілші",
    "muxbir", "кабарчы", "сэтгүүлч", "خبریال", "सम्वाददाता", "प्रतिनिधी", "वार्ताहर", "joernalis", "verslaggewer",
    "weriye", "gohebydd", "newyddiadurwr", "ġurnalist", "نمائندہ", "نامہ", "بیورو", "ब्यूरो", "ব্যুরো", "ਬਿਊਰੋ", "બ્યુરો",
    "صحافی", "مندوب", "مراسلنا", "گزارشگر", "روزنامەوان", "ڕاگەیاندکار", "כתבנו", "ጋዜጠኛ", "ዘጋቢ", "ผู้สื่อข่าว", "ผู้สื่อข่าวพิเศษ",
    "mwanahabari", "mwandishi", "pv", "ctv", "btv", "gazetari", "publicist", "kolumnist", "komentator",
    "colaborador", "colaboradora", "collaboratore", "collaboratrice", "collaborateur", "collaboratrice", "mitarbeiter",
    "mitarbeiterin", "medewerker", "medarbetare", "medarbejder", "medarbeider", "współpracownik", "spolupracovník",
)
"""Words that describe a job. After a name, a piece of a byline that holds one is its description."""
_ROLES = frozenset(ROLES)

ROLE_STEMS = re.compile(
    "(?:korr?espond|corr?[ei]spond|карэспанд|кореспонд|корреспонд|репорт[её]р|рэпарц[её]р|reportér|reporterk|redakt[oö]r"
    "|redaktør|redattor|rédact|redactor|редактор|рэдактар|журналист|журналіст|журналист|žurnalist|žurnālist|zurnalist|jurnalist"
    "|journalist|giornalist|jornalist|xornalist|periodist|novinar|новинар|dziennikar|gazetar|gazetec|dopisni[kc]"
    "|дописни[кц]|verslagge|toimittaj|blaðama|ajakirjan|kazetari|ჟურნალისტ|muhabir|müxbir|muxbir|wartawan|kontributor"
    "|koresponden|újságíró|tudósító|newyddiadur|iriseoir|publicist|публицист|обозревател|спецкор|собкор"
    "|ανταποκρ|δημοσιογρ|συντάκτ|კორესპონდენტ|რეპორტიორ|լրագրող|թղթակից|संवाददात|संवादाता|नामानिगार|पत्रकार"
    "|প্রতিনিধি|প্রতিবেদক|সংবাদদাত|প্রতিবেদন|நிருபர|செய்தியாளர|విలేకరి|విలేఖరి|ప్రతినిధి|ವರದಿಗಾರ|ಪ್ರತಿನಿಧಿ|ലേഖക|പ്രതിനിധി"
    "|પ્રતિનિધિ|સંવાદદાતા|પત્રકાર|ਪੱਤਰਕਾਰ|ਪ੍ਰਤੀਨਿਧ|ਪ੍ਰਤੀਨਿੱਧ|ସମ୍ବାଦଦାତା|ପ୍ରତିନିଧି|වාර්තාකරු|මාධ්යවේදි|सम्वाददाता|समाचारदाता)"
)
"""Beginnings of words for people who write, through their cases and genders (`korespondente`, `дописница`)."""

POSTS = _words(
    "correspondent desk bureau डेस्क ब्यूरो संवाददाता सम्वाददाता प्रतिनिधि प्रतिनिधी वार्ताहर ডেস্ক ব্যুরো প্রতিনিধি প্রতিবেদক সংবাদদাতা நிருபர் செய்தியாளர் డెస్క్"
    " విలేకరి ప్రతినిధి ಪ್ರತಿನಿಧಿ ಡೆಸ್ಕ್ ബ്യൂറോ ലേഖകൻ പ്രതിനിധി પ્રતિનિધિ બ્યુરો ડેસ્ક ਬਿਊਰੋ ਡੈਸਕ ਪ੍ਰਤੀਨਿਧ ڈیسک بیورو نمائندہ رپورٹر"
    " नामानिगार ব্যুরো dopisnik korespondent korespondente koresponden dopisništvo дописник кореспондент корреспондент muhabiri"
    " müxbiri"
)
"""Words after which whoever is meant stays unnamed: what stands before is a place or a paper, `Jaffna correspondent`."""


def is_role(word: str) -> bool:
    """True for a word that describes a job, in any of its forms."""
    folded = word.casefold()
    return folded in _ROLES or ROLE_STEMS.match(folded) is not None


def is_post(word: str) -> bool:
    """True for a job at a place that stands for whoever has it."""
    return word.casefold() in POSTS


ROLE_MODIFIERS = (
    "senior", "chief", "deputy", "managing", "contributing", "special", "political", "executive", "assistant", "news",
    "sports", "business", "health", "science", "features", "foreign", "national", "local", "digital", "web", "general",
    "creative", "content", "marketing", "certified", "registered", "licensed", "the", "our", "team", "editorial",
    "crime",
    "vice", "former", "principal", "independent", "regional", "medical", "technical", "and", "of", "at",
    "নিজস্ব", "বিশেষ", "জ্যেষ্ঠ", "স্টাফ", "জেলা", "উপজেলা", "অনলাইন", "নিউজ", "निज", "विशेष", "वेब", "न्यूज़", "न्यूज", "डिजिटल",
    "ویب", "نیوز", "اسٹاف", "technology", "tech", "investigative", "multimedia", "sr.", "jr.", "desk", "online", "in", "&",
)
"""Words that with ROLES alone make up a description: `Senior Staff Writer`."""

CREDENTIALS = _words(
    "md m.d. phd ph.d ph.d. dphil do d.o. rd rdn rn bsn msn np ms m.s. msc m.sc. ma m.a. mba bsc b.sc. bs ba mph jd j.d."
    " llm esq esq. cfp cpa cfa cscs cpt ldn ld fand facp facs dds dmd dvm psyd edd lcsw lmft pe aia ces cdces cdn pa-c"
    " pt dpt mscp fnp np-c crnp cpp psp cissp pmp mfa med m.ed. dr dr. prof prof. jr jr. sr sr. ii iii iv faclm"
)
"""Degrees, licences and generations that follow a name after a comma."""

GENERATIONS = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
"""Credentials that are part of the name itself."""

NO_NAMES = _words(
    "admin administrator administrador webmaster root user guest unknown anonymous none null undefined name author"
    " authors editor editors editorial staff writer team test default blog home n/a na website published posted updated share"
    " follow comments comment contact advertisement menu search login subscribe newsletter more next previous by date"
    " superuser wpadmin siteadmin contributor contributors redaktion redaction redazione redacción redação"
    " redakcja redakce redakcia redactie redaktionen redaksjonen redaksiya toimitus uredništvo szerkesztőség редакція"
    " تحریریه هيئة-التحرير редакция автор مدير ادمين الكاتب نویسنده yazar yönetici 管理员 管理員 作者 編集部 관리자"
    " redakcija редакција redaksi toimetus ritstjórn redacció erredakzioa рэдакцыя რედაქცია խմբագրություն tahririyat"
    " админ администратор адміністратор аноним аутор avtor autors autorius höfundur ავტორი հեղինակ müəllif muallif लेखक"
    " monday tuesday wednesday thursday friday saturday sunday today yesterday reviewed researched edited translated min"
) | frozenset({
    "written by", "posted by", "on behalf", "staff writer", "staff reporter", "staff writers", "guest author",
    "guest writer",
    "guest post", "web admin", "site admin", "super user", "view all posts", "see full bio",
    "about the author", "author name", "first last", "your name", "view profile", "read more", "all posts", "full name",
    "display name", "full bio", "view bio", "meet the author",
})
"""What stands where a name should, and is none (compared in lower case)."""

NO_FIRST_WORDS = _words(
    "view read learn see get use click how what why when your our all create sign log no about follow share this these"
    " join download previous next table quick event"
)
NO_LAST_WORDS = _words(
    "account comments comment policy edition time newsletter ago updated published uncategorized subscribe"
)
"""Words of buttons and labels: what begins or ends with one is no name."""

WAW_NAMES = ("وليد", "وائل", "وسام", "وفاء", "وجدي", "وهيب", "وحيد", "ولاء", "وداد", "وعد", "ورد",
             "وفيق", "وضاح", "واصف", "وديع", "وهبة")
"""Arabic given names that begin with the letter that also means `and`."""

BODIES = frozenset({
    "news", "team", "staff", "editors", "editorial", "desk", "media", "inc", "llc", "ltd", "gmbh", "agency",
    "foundation", "company", "group", "magazine",
    "university", "institute", "association", "labs", "department", "ministry", "center", "centre", "reuters", "afp", "dpa",
    "redaktion", "redacción", "rédaction",
    "redazione", "redação", "redactie", "редакция", "редакція", "admin", "services", "solutions", "bureau",
    "agencies", "contributor", "network", "press",
    "com", "org", "net", "studio", "studios", "agencia", "agence", "agentur", "ajansı", "وكالة", "وكالات",
    "کوردستان", "خبرگزاری", "通信社", "新聞", "编辑部",
})
"""Words that tell a body from a person: believed only where no person is named."""
