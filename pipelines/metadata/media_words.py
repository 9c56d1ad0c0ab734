"""Words for news media, their desks, their departments, and the names of news agencies. Data only."""

from __future__ import annotations

from pipelines.metadata.strings import folded

# Word lists are read as paragraphs; one word a line they would fill six hundred lines.
# fmt: off


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _lines(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(","))


AGENCIES = frozenset("".join(folded(name).replace(".", "").split()).replace("-", "") for name in _lines(
    "reuters, thomson reuters, afp, agence france-presse, ap, associated press, the associated press, dpa, dpa-infocom, epd,"
    " kna, sid, ansa, adnkronos, agi, efe, europa press, tass, тасс, риа новости, ria novosti, интерфакс, interfax, xinhua,"
    " 新华社, 新華社, 中新社, 中央社, kyodo, 共同通信, 共同, 時事通信, 時事, yonhap, 연합뉴스, 뉴시스, 뉴스1, pti, ani, ians, uni, पीटीआई, भाषा,"
    " एएनआई, आईएएनएस, वार्ता, hina, tanjug, танјуг, beta, бета, fonet, фонет, srna, срна, fena, mina, sta, mti, čtk, ctk, tasr,"
    " sita, pap, apa, apa-ots, sda, keystone-sda, ats, ntb, tt, ritzau, stt, bns, leta, elta, ett, lusa, agência lusa, agência"
    " brasil, estadão conteúdo, folhapress, anadolu, anadolu ajansı, aa, iha, i̇ha, dha, irna, isna, ilna, mehr, fars, tasnim, ایرنا, ایسنا,"
    " ایلنا, مهر, فارس, تسنیم, wam, spa, qna, kuna, nna, petra, sana, mena, wafa, aps, map, tap, suna, وام, واس, قنا, كونا,"
    " بترا, سانا, وفا, وأج, ومع, وات, سونا, رويترز, أ ف ب, فرانس برس, الأناضول, وكالات, nan, gna, ghana news agency, saba, app,"
    " بلجيكا, belga, anp, novum, agerpres, mediafax, news.ro, бта, bta, миа, mia, ata, atsh, ana-mpa, αμπε, απε-μπε, azertac,"
    " azərtac, apa, trend, armenpress, արմենպրես, interpressnews, kabar, кабар, kazinform, казинформ, uza, montsame, монцамэ,"
    " укрінформ, ukrinform, унн, уніан, unian, белта, belta, antara, bernama, vietnam+, ttxvn, vnp, tna, pna, cna, bss, বাসস,"
    " ইউএনবি, unb, رووداو, notimex, telam, télam, prensa latina, agencia efe, bloomberg, agencies, agency, агентства, agenturen,"
    " agences, agencias, agenzie, ajanslar, agencije, ایجنسیاں, एजेंसी, एजेंसियां"
))
"""News agencies, folded and without spaces, signs or dots: a name that is one of them."""

DESKS = _lines(
    "redaktion, die redaktion, redaktionen, redaksjonen, redaksjon, redactie, de redactie, ritstjórn, toimitus, toimetus, redakcija,"
    " redakcia, redakce, redakcja, redacția, redactia, redacción, la redacción, redacció, redação, da redação, redazione,"
    " la redazione, rédaction, la rédaction, szerkesztőség, uredništvo, urednistvo, redaksia, redaksi, erredakzioa, redaksiya,"
    " tahririyat, редакция, редакція, редакција, рэдакцыя, რედაქცია, խմբագրություն, σύνταξη, συντακτική ομάδα, haber merkezi, haber"
    " servisi, web desk, news desk editor, newsroom, news room, nyhetsredaksjonen, nyhetsdesken, nieuwsdienst, nachrichtendienst,"
    " пресс служба, прес служба, служба новостей, news service, تحریریه, هيئة التحرير, قسم التحرير, فريق التحرير, غرفة الأخبار,"
    " اتاق خبر, سرویس خبر, سرویس اجتماعی, گروه خبر, ویب ڈیسک, نیوز ڈیسک, ڈیسک, ویب ڈیسک, न्यूज डेस्क, न्यूज़ डेस्क, वेब डेस्क, डेस्क, ডেস্ক,"
    " নিউজ ডেস্ক, অনলাইন ডেস্ক, ટીમ, ડેસ્ક, ਡੈਸਕ, డెస్క్, ಡೆಸ್ಕ್, ഡെസ്ക്, செய்திப்பிரிவு, டெஸ்க், tim redaksi, ban biên tập, tòa soạn, nhóm pv,"
    " nhóm phóng viên, meydan redaksiyası, dawati la habari, chumba cha habari, דסק חדשות, מערכת האתר, ریداکسیۆن, دەستەی نووسەران,"
    " desk e lajmeve, redaksia e lajmeve, equipo de redacción, equipe de reportagem, staff reporter, special correspondent"
)
"""Phrases, as whole words, in a name that is a desk's: `Redaktion Chronik`, `Karadeniz Manşet Haber Merkezi`."""

DESK_PARTS = ("ทีมข่าว", "กองบรรณาธิการ", "編集部", "编辑部", "編輯部", "報道部", "取材班", "新聞組", "新闻组", "본부", "편집국", "편집부", "뉴스팀", "취재팀",
              "온라인뉴스", "ກອງບັນນາທິການ", "ທີມຂ່າວ", "โต๊ะข่าว", "ទីមព័ត៌មាន", "ក្រុមការងារ", "အယ်ဒီတာအဖွဲ့")
"""The same in scripts that set no spaces."""

ENGLISH_DESKS = frozenset({"newsroom", "editor", "correspondent", "reporter", "bureau"})
"""What a desk's name begins or ends with, on pages of news media; other sites' desks sign what they write."""

MEDIUM_WORDS = _words(
    "news newspaper gazette herald tribune courier chronicle journal times post mirror observer guardian telegraph mail express"
    " daily weekly press radio tv today online web mobile agency ledger dispatch examiner sentinel bulletin reporter"
    " zeitung anzeiger bote tagblatt tageblatt nachrichten rundschau kurier blatt krant courant dagblad nieuws stem"
    " tidning bladet tidende avis avisa avisen dagbladet nyheter nyheder nyhetene fréttir blaðið sanomat lehti uutiset leht uudised"
    " sõnumid ziņas avīze žinios laikraštis journal quotidien courrier dépêche nouvelles actualités infos gazette presse"
    " diario periódico noticias prensa gaceta correo voz crónica heraldo jornal notícias noticias correio folha diário giornale"
    " gazzetta corriere notizie quotidiano cronaca eco diari notícies premsa hitza albisteak ziar ziarul știri stiri gazeta wiadomości głos"
    " kurier dziennik noviny deník zprávy správy denník hírek hírlap újság napló list vijesti novine novice dnevnik vesti glas"
    " вести газета новости курьер вестник известия правда репортер новини вісник голос кур'єр газета вестник весник глас новине"
    " навіны жаңалықтар газеті кабарлар мэдээ сонин lajme zëri gazeta εφημερίδα νέα ειδήσεις φωνή ώρα haber haberler manşet gazete gazetesi"
    " gündem postası ajansı xəbər xəbərlər qəzeti xabar gazetasi nûçe rojname ئاژانسی ئاژانس هەواڵ ڕۆژنامەی ڕۆژنامە خبرگزاری روزنامه خبر اخبار روزنامہ"
    " خبریں نیوز أخبار اخبار صحيفة جريدة وكالة صدى صوت جریدة חדשות עיתון ידיעות समाचार न्यूज न्यूज़ खबर दैनिक वार्ता भास्कर टाइम्स सन्देश সংবাদ খবর বার্তা দৈনিক"
    " নিউজ પત્રિકા સમાચાર ਖ਼ਬਰਾਂ செய்தி செய்திகள் ஒளி తెలుగు వార్తలు వార్త ಸುದ್ದಿ വാർത്ത පුවත් berita kabar harian warta suara khabar balita báo tin habari sauti"
    " warbaahinta warka warsidaha warsaxaafadeed jarida jaridar rediyo redio radiyo vaovao gazety iphephandaba izindaba akụkọ umucyo ibinyamakuru"
    " медиа медија медији mediji média médias medios mídia medya medien medier miðlar meedia žiniasklaida mediji cyfryngau meáin mediju"
    " gazeti zena ዜና լուրեր թերթ ամբիոն გაზეთი ამბები nuus koerant labarai iroyin wararka newyddion nuacht aħbarijiet"
)
"""Words in the names of newspapers, stations and news sites, in lower case."""

MEDIUM_PARTS = ("ข่าว", "新闻", "新聞", "日报", "日報", "晚报", "晚報", "時報", "时报", "通信", "タイムズ", "ニュース", "신문", "뉴스", "일보", "タイムス", "ຂ່າວ", "ព័ត៌មាន", "သတင်း")
"""The same in scripts that set no spaces."""

DEPARTMENTS = _lines(
    "politics, world, sport, sports, opinion, national, local news, obituaries, metro, entertainment, crime, politik, wirtschaft,"
    " chronik, inland, ausland, panorama, lokales, feuilleton, politique, économie, société, sports, faits divers, monde, política,"
    " economía, sociedad, deportes, mundo, opinión, crónica, economia, desporto, esportes, cultura, sociedade, politica, cronaca,"
    " politiek, economie, binnenland, buitenland, politikk, økonomi, sporten, debatt, inrikes, utrikes, indland, udland, innlent,"
    " erlent, íþróttir, politiikka, talous, urheilu, kotimaa, ulkomaat, majandus, poliitika, arvamus, ekonomika, sports, politika,"
    " sportas, kultūra, gospodarka, polityka, kraj, świat, domácí, zahraničí, ekonomika, domáce, zahraničie, belföld, külföld, gazdaság,"
    " politică, economie, externe, социјално, политика, економија, култура, спорт, друштво, свет, общество, экономика, происшествия,"
    " культура, политика, суспільство, економіка, політика, икономика, общество, свят, gospodarstvo, vijesti, kronika, šport, svijet,"
    " politikë, aktualitet, kulturë, ekonomi, kronikë, botë, πολιτική, οικονομία, κοινωνία, αθλητισμός, πολιτισμός, κόσμος, γνώμες, gündem,"
    " ekonomi, siyaset, spor, dünya, yaşam, siyasi, rojev, werziş, سیاسی, اقتصادی, ورزشی, فرهنگی, اجتماعی, سياسة, رياضة, مجتمع,"
    " اقتصاد, ثقافة, محليات, حوادث, دولي, سیاسەت, ئابووری, وەرزش, کھیل, پاکستان, دنیا, کالم, فلسطين, פוליטיקה, כלכלה, ספורט,"
    " בארץ, בעולם, תרבות, दुनिया, खेल, राजनीति, देश, क्रिकेट, राशिफल, বাংলাদেশ, খেলা, রাজনীতি, মতামত, সারাদেশ, அரசியல், விளையாட்டு,"
    " உலகம், వార్తలు, క్రీడలు, రాజకీయాలు, ರಾಜಕೀಯ, ಕ್ರೀಡೆ, രാഷ്ട്രീയം, കായികം, ක්‍රීඩා, දේශපාලන, politik, olahraga, ekonomi, nasional, daerah, sukan,"
    " thời sự, thể thao, kinh tế, pháp luật, xã hội, การเมือง, กีฬา, เศรษฐกิจ, ต่างประเทศ, siasa, michezo, uchumi, kitaifa, ፖለቲካ, ስፖርት,"
    " հասարակություն, քաղաքականություն, տնտեսություն, մշակույթ, սպորտ, პოლიტიკა, საზოგადოება, სპორტი, ეკონომიკა, siyasət, iqtisadiyyat,"
    " idman, cəmiyyət, саясат, қоғам, экономика, улс төр, нийгэм, 时政, 社会, 国际, 财经, 体育, 政治, 社會, 國際, 財經, 體育, 経済, 国際,"
    " スポーツ, 정치, 사회, 경제, 스포츠, 국제, politiek, sport, polisi, siasa, bulaya, wasanni, siyasa, balita, palakasan, sukan"
)
"""Departments of news media, as their menus call them."""

SELLERS = _lines(
    "pricing, products, shop, cart, request a demo, book a demo, our services, services, solutions, customers, checkout, store,"
    " get a quote, get started, free trial, our team, careers, preise, produkte, warenkorb, boutique, panier, tienda, carrito"
)
"""What the menus of firms have, whatever else they call a department."""
