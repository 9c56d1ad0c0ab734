"""Which letters a language writes most, and which legacy encodings its texts come in; tables only.

`pipelines.guessing` reads them. A row's letters stand in falling order of frequency, lower case
only. For languages of the Latin alphabet only the letters beyond ASCII are listed: the ASCII
letters are the same bytes in every encoding in question and decide nothing. Encodings are named
as Python's codecs are, the likeliest first; the later ones are rare on the web.

Left out: languages that were never written on the web in anything but Unicode.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ALPHABETS", "Alphabet"]

LATIN, LETTERS, SIGNS = "latin", "letters", "signs"


class Alphabet(NamedTuple):
    language: str
    kind: str
    """`latin`: ASCII and these; `letters`: another alphabet; `signs`: syllables and ideographs."""
    codecs: tuple[str, ...]
    letters: str
    plain: tuple[str, str, str] | None = None
    """For signs: a codec, and its first and last lead byte that hold the everyday signs."""
    words: str = ""
    """For Latin alphabets: words that no text of the language does without."""


_WEST = ("cp1252", "mac-roman")
_CENTRAL = ("cp1250", "iso8859-2")
_BALTIC = ("cp1257", "iso8859-13")
_RUSSIAN = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
_CYRILLIC = ("cp1251", "iso8859-5", "mac-cyrillic")

_HIRAGANA = "のいにはをたがでてとしれさるなからもこうりまきあすくつどけよえせそおみわばめだじちろんやほげごぎべびぶひふ"
_KATAKANA = "ーンスルトアイクリラシタレドマロジフテカコッサバメデプキオナパウグムニブチミエハセソノボポビベピダツケモヤ"
_KANJI = (
    "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外六下来気小七山話女北午百書先名川千水"
    "半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手力問代明動京目通言理体"
    "田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物使品計死特私始朝運終台広住真有口少"
    "町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕去味写字答夜音注帰古歌買悪図週室歩風紙黒花春赤"
    "政議民連対部合市内相定選米実関決全表戦経最現調化当約首法性的要制治務成期取都和機平加受続進数記初指権支産点"
    "報済活原共得解交資予向際勝面告反判認参利組信在件側任引求所次論官増係感情投示変打直両式確果容必演争談能位置"
    "流格過局放常状球職与供役構割身費付由説難優夫収断違消番規術備宅害警育席乗残想声助労例然限商葉景落準賞訴造株技毛"
)
_SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行"
    "所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它"
    "与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或"
    "新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认"
    "条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保"
    "至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该"
    "交规万取拉格望觉术领共确传师观清今切院让识候带导争运费周城造春风"
)
_TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行"
    "所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它"
    "與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或"
    "新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認"
    "條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保"
    "至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該"
    "交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運費週城造春風灣"
)
_HANGUL = (
    "이다는의에을가고하지도를한은사로기나서자리어아라인시대수해것정그있전일들보부제게만스주과으안상원장성동여공우조"
    "구비니경화오국등거위신연세방중계모내관문회적진유선치소분저미양재학실때요없년월말생무물명심체발개최습업각했된할되"
    "며면까지터히또더같못음운교민당산용려차드트통남북행바본외달품법권단론점결확직현강반열람였출름날금건감영호추목준역"
)

ALPHABETS: tuple[Alphabet, ...] = (
    Alphabet("English", LATIN, _WEST, "éèïöçñü", words="the of and to in is that for it was"),
    Alphabet("French", LATIN, _WEST, "éèàêçôùâîûïœë", words="le la les des et est dans pour que une"),
    Alphabet("German", LATIN, _WEST, "üäößé", words="der die und das ist den von mit nicht eine"),
    Alphabet("Spanish", LATIN, _WEST, "óáíéñúü", words="el la los de que y en las por una"),
    Alphabet("Portuguese", LATIN, _WEST, "ãçéáíóêõâúàô", words="o os da do que em uma para com ao"),
    Alphabet("Italian", LATIN, _WEST, "èàùòìé", words="il di che la per della un sono del con"),
    Alphabet("Dutch", LATIN, _WEST, "éëïöüèó", words="de het een van en dat niet voor met zijn"),
    Alphabet("Swedish, Finnish", LATIN, _WEST, "äöåé", words="och att det som en av ja on ei oli"),
    Alphabet("Danish, Norwegian", LATIN, _WEST, "øåæéóö", words="og det at til af en er som den ikke"),
    Alphabet("Icelandic, Faroese", LATIN, _WEST, "íðáóéþæöúýø", words="og var er til um sem en hann hafa hefur"),
    Alphabet("Catalan", LATIN, _WEST, "àéóíèòçúïü", words="el la els que amb per una les del va"),
    Alphabet("Irish", LATIN, _WEST, "áíéóú", words="an na agus ar go is le ach don sa"),
    Alphabet("Albanian", LATIN, (*_WEST, "cp1250"), "ëç", words="e i dhe me nga si ka u se"),
    Alphabet(
        "Turkish", LATIN, ("cp1254", "mac-turkish"), "ıüşğçöİâîû", words="ve bir bu da de olarak olan daha gibi ise"
    ),
    Alphabet("Polish", LATIN, _CENTRAL, "ąęłóśżćńź", words="w i z na nie do to jest przez oraz"),
    Alphabet("Czech", LATIN, _CENTRAL, "íáěéřšžýčůúňóťď", words="a v se na je to s ve do po"),
    Alphabet("Slovak", LATIN, _CENTRAL, "áíéľščžýúťôňďäóĺŕ", words="a v sa na je to s vo do po"),
    Alphabet("Hungarian", LATIN, _CENTRAL, "áéöóőüíúű", words="a az egy hogy is nem volt meg ezt azt"),
    Alphabet("Croatian, Slovene, Bosnian", LATIN, _CENTRAL, "šžčćđ", words="je i u su se za da od iz in"),
    Alphabet("Romanian", LATIN, _CENTRAL, "ăîţşâ", words="a de la din cu o pe care un iar"),
    Alphabet("Lithuanian", LATIN, _BALTIC, "ėšžųūįąčę", words="ir kad su iki bet nuo o po prie tai"),
    Alphabet("Latvian", LATIN, _BALTIC, "āīēšņļūžģķč", words="un ir no par pie ar uz ka bet kas"),
    Alphabet("Estonian", LATIN, ("cp1252", *_BALTIC), "äõüöšž", words="ja on ei et see oli ka kui ning aga"),
    Alphabet(
        "Vietnamese",
        LATIN,
        ("cp1258",),
        "\u0301\u0300\u0323đư\u0309âôêơă\u0303áàéóíú",
        words="trong cho cao anh hai ba hay theo khi con",
    ),
    Alphabet("Russian", LETTERS, _RUSSIAN, "оеаинтсрвлкмдпуяыьгзбчйхжюшцщэфъё"),
    Alphabet("Ukrainian", LETTERS, ("cp1251", "koi8-u", "mac-cyrillic"), "оанивтіерсклудмпзябьгчйхїжцюєшщфґ"),
    Alphabet("Belarusian", LETTERS, _CYRILLIC, "анілеоыртсдкупявмзьцгшбйчжюэхўёф"),
    Alphabet("Bulgarian", LETTERS, _CYRILLIC, "аеоитнрсвлдкпмзуъягбчшщжцйхюфь"),
    Alphabet("Serbian", LETTERS, _CYRILLIC, "аоиентрсвдкуплјмзбгчшћцњжљђхфџ"),
    Alphabet("Macedonian", LETTERS, _CYRILLIC, "аоиентрсвдклпумзјбгчшцќњжѓљхфџѕ"),
    Alphabet("Greek", LETTERS, ("cp1253", "iso8859-7"), "αοιεντσρηκπυμλςάίόέγδήωχθύφβώξζψϊΐϋΰ"),
    Alphabet("Hebrew", LETTERS, ("cp1255", "iso8859-8"), "יוהלאמרתבשנםעדקחפכטצגסזןךףץ"),
    Alphabet("Arabic", LETTERS, ("cp1256", "iso8859-6"), "اليمنتروبةعدسفهكحقأجصشطخإىذضزغءثئآظؤ"),
    Alphabet("Persian", LETTERS, ("cp1256",), "اينردهمتوسبشکزلكدگخقپفحچعصطىجژآضغثظئذ\u200c"),
    Alphabet("Kurdish", LETTERS, ("cp1256",), "اهينوردب\u200cكکتمسلگشپىئجخحقچفزعغژە"),
    Alphabet("Urdu", LETTERS, ("cp1256",), "اےرنکيہمںتسلدوبھپگٹشجحعچخقفزڈصطغئڑ"),
    Alphabet("Thai", LETTERS, ("cp874",), "านร่อก้เงมัยลวดีทิสตะปบคหแจุืพชข์ูไใโผภ็ซำถณธญึฐฉ"),
    Alphabet("Japanese", SIGNS, ("cp932", "euc_jp"), _HIRAGANA + _KATAKANA + _KANJI, ("euc_jp", "b0", "cf")),
    Alphabet("Chinese, simplified", SIGNS, ("gb18030",), _SIMPLIFIED, ("gb2312", "b0", "d7")),
    Alphabet("Chinese, traditional", SIGNS, ("big5hkscs",), _TRADITIONAL, ("big5", "a4", "c6")),
    Alphabet("Korean", SIGNS, ("cp949",), _HANGUL, ("euc_kr", "b0", "c8")),
)
