"""The words for `by` that are also words or names of other languages: read as such only on pages in their own. Data only."""

from __future__ import annotations

__all__ = ["AND_WORDS", "BY_BEHIND_DATE", "BY_WORDS", "POSTER_LABELS", "WRITER_LABELS"]

BY_WORDS = {
    "am": ("በ", "ከ"),
    "bm": ("fɛ",),
    "br": ("gant",),
    "cy": ("gan",),
    "eo": ("de", "far"),
    "fil": ("ni", "nina", "mula kay", "ulat ni"),
    "fo": ("eftir", "av"),
    "fy": ("fan", "troch"),
    "ga": ("le", "ó"),
    "gd": ("le",),
    "gv": ("liorish",),
    "ha": ("daga", "daga bakin"),
    "ht": ("pa", "ak"),
    "id": ("oleh",),
    "ig": ("site na", "nke"),
    "is": ("eftir",),
    "jv": ("dening",),
    "ku": ("ji", "nivîsa"),
    "la": ("a", "ab"),
    "lb": ("vum", "vun", "vun der"),
    "lg": ("bya",),
    "mg": ("nosoratan'i", "nosoratan’i", "avy amin'i"),
    "mi": ("nā", "na"),
    "mt": ("minn", "ta'", "ta’"),
    "nso": ("ka",),
    "ny": ("ndi", "wolemba"),
    "oc": ("per",),
    "om": ("barreessaan",),
    "pap": ("pa", "dor di"),
    "rm": ("da",),
    "rn": ("na",),
    "rw": ("na",),
    "sm": ("saunia e", "tusia e"),
    "sn": ("na",),
    "so": ("by", "w/q"),
    "st": ("ka",),
    "su": ("ku",),
    "sw": ("na",),
    "tl": ("ni", "nina"),
    "tn": ("ka",),
    "to": ("fai 'e",),
    "ts": ("hi",),
    "ve": ("nga",),
    "wo": ("ci",),
    "xh": ("ngu", "ngo"),
    "yo": ("láti ọwọ́", "láti ọwọ", "lati owo", "látọwọ́"),
    "zu": ("ngu", "ngo"),
}
"""By the language's code: what stands before the author's name in a byline, in lower case."""

AND_WORDS = {
    "fil": ("at",),
    "tl": ("at",),
    "ha": ("da",),
    "ht": ("ak",),
    "lg": ("ne",),
    "mi": ("me",),
    "ny": ("ndi",),
    "zu": ("no",),
    "sm": ("ma",),
    "om": ("fi",),
    "mg": ("sy",),
}
"""Words that join two names and are parts of names elsewhere (Maria da Silva)."""

# fmt: off
WRITER_LABELS = (
    "bindkat", "taskat", "winndiyanke", "binndoowo", "گزارش‌گر", "گزارشگر", "گزارش گر", "نگارنده", "نگارش", "نویسنده‌گان", "نویسندگان", "راپورتر",
    "راپور", "راپورټر", "رپورٽ", "رپورٽر", "لکندڙ", "رپورٹر", "نامہ نگار", "نامه‌نگار", "ਰਿਪੋਰਟ", "ਰਿਪੋਰਟਰ", "ਪੱਤਰਕਾਰ", "ਲੇਖਿਕਾ", "ਲੇਖਕਾ", "रिपोर्टर",
    "संवाददाता", "पत्रकार", "लेखन", "वार्ताहर", "शब्दांकन", "प्रस्तुति", "সংবাদদাতা", "প্রতিবেদন", "রিপোর্ট", "রিপোর্টার", "লেখিকা", "প্ৰতিবেদক",
    "প্ৰতিবেদন", "અહેવાલ", "લેખિકા", "રિપોર્ટર", "ରିପୋର୍ଟ", "ଲେଖିକା", "செய்தியாளர்", "எழுத்து", "கட்டுரையாளர்", "రిపోర్టర్", "రచయిత్రి", "వ్యాసకర్త",
    "కథనం", "ವರದಿ", "ವರದಿಗಾರ", "ಲೇಖಕಿ", "തയ്യാറാക്കിയത്", "തയാറാക്കിയത്", "റിപ്പോർട്ട്", "ලේඛිකාව", "රචනය", "වාර්තාව", "သတင်းထောက်", "អ្នកសរសេរ",
    "អ្នកយកព័ត៌មាន", "ນັກຂ່າວ", "ผู้สื่อข่าว", "นักเขียน", "người viết", "phóng viên", "laporan", "jurnalis", "pewarta", "wartawan", "kontributor",
    "naskah", "panulis", "nu nulis", "juru warta", "manunulat", "may-akda", "mamamahayag", "magsusulat", "mwanahabari", "marubuciya", "mai rubutu",
    "akọ̀wé", "oǹkọ̀wé", "onkọwe", "onye edemede", "umbhali", "intatheli", "mongodi", "mokwadi", "mongwadi", "munyori", "mlembi", "wolemba",
    "umwanditsi", "omuwandiisi", "mokomi", "mpanoratra", "mpanao gazety", "nanoratra", "qoraaga", "weriyaha", "diyaariye", "barreessaa", "gabaasaa",
    "አዘጋጅ", "ኣዳላዊ", "amaru", "ameskar", "awtur", "kittieb", "kazetaria", "idazlea", "redacció", "autoría", "escrivan", "skrivagner", "gohebydd",
    "tuairisceoir", "ùghdar", "høvundur", "tíðindafólk", "blaðamaður", "skriuwer", "ferslachjouwer", "schriever", "autur", "autura", "autôr", "awtor",
    "awtorka", "čálli", "ajakirjanik", "žurnālists", "žurnalistas", "тілші", "автору", "кабарчы", "habarçy", "хәбәрче", "хәбәрсе", "ааптар",
    "хабарнигор", "сурвалжлагч", "ئاپتور", "مۇخبىر", "müxbir", "nûçegihan", "gazetari", "shkroi", "aŭtoro", "verkinto", "auctor", "scripsit",
    "qillqaq", "qillqiri", "otè", "ekriven", "jounalis", "outor", "kaituhi", "tusitala", "dauvolavola", "mea kākau", "raita", "нависанда",
    "муаллифон",
)
# fmt: on
"""Words for who writes or reports, of languages from Wolof to Samoan: read with a colon behind."""

# fmt: off
POSTER_LABELS = (
    "eingestellt von", "lagt inn av", "sendt inn av", "upplagd av", "lähettänyt", "αναρτήθηκε από", "vystavil(a)", "vystavil", "vystavila", "bejegyezte",
    "objavio/la", "objavil", "objavila", "отправлено", "publikował", "publikowała", "gönderen", "yayınlayan", "được đăng bởi", "đăng bởi", "người đăng",
    "ipinaskil ni", "פורסם על ידי", "مرسلة بواسطة", "प्रस्तुतकर्ता", "張貼者", "张贴者", "發布者", "發佈者", "发布者", "發表者", "发表者", "發文者", "发文者",
    "發布人", "发布人", "投稿者", "게시자", "등록자",
)
# fmt: on
"""What the software of blogs sets before the name of whoever posted."""

BY_BEHIND_DATE = (
    r"\s?[-–—|•·,/]\s?"
    r"(?:by|von|di|da|av|af|de|par|por|door|troch|vum|vun|eftir|gant?|le|nina|ni|oleh|dening|deur|per|przez|od|от|від|na|ngu|tarafından)"
    r"\s+(?=[^\W\d_a-z]\S+\s)"
)
"""What stands between a date and a full name: `2 septimber 2006 - troch Sjoerd Hoekstra`."""
