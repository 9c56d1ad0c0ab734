"""The names in a byline: `By Ana Ruiz and Tom Hill in Lima | 3 May` has two. Knows no page and no site.

A byline is taken apart from the outside in: what introduces it goes, then everything from the first sign
that the names are over (a place, a date, an address, a job), then it is split at commas and at the words
that join names, and each piece must look like a name. Words are in `pipelines.metadata.roles`. Weak spots:
an unknown script's word for `and` leaves two names in one row, and a job that is written like a name stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.metadata import roles
from pipelines.metadata.by_words import BY_BEHIND_DATE, POSTER_LABELS, WRITER_LABELS
from pipelines.metadata.dates import BETWEEN, dates_in, without_weekday
from pipelines.metadata.given_names import opens_with_given_name
from pipelines.metadata.month_names import month_of
from pipelines.metadata.strings import any_of, one_line, words_of

__all__ = [
    "CREDIT",
    "LATER_LABEL",
    "SECOND_LABEL",
    "has_case",
    "is_name",
    "listed_names",
    "names_in",
    "unique_names",
]

_LONGEST_NAME = 60
_MOST_WORDS = 7
"""Of one name: `Maria del Carmen de la Torre Ruiz` has seven, sentences have more."""
_MOST_LOWER = 3
"""Words of a name that may all be in lower case."""
_MOST_NAMES = 30
_LONGEST_BYLINE = 600
_SHORT = 25
_DATE_FIRST = 5
"""A date that begins this early stands before the names: `Fri, 3 May 2021 · Ana Ruiz`."""

_CJK = "぀-ヿ㐀-鿿가-힯"
_FEW_SIGNS = re.compile(rf"\s*[{_CJK}]{{2,4}}[\s|/·,、（(]*")
"""A name of the scripts that write one in two to four signs."""


_INTRODUCTIONS = (*roles.INTRODUCTIONS, *POSTER_LABELS)
_SPACED = tuple(p for p in _INTRODUCTIONS if not re.search(f"[{_CJK}]", p))
_UNSPACED = tuple(p for p in _INTRODUCTIONS if re.search(f"[{_CJK}]", p))
# A short lower-case word such as "da" or "na" also opens names (da Silva): those need a colon or lower case.
_INTRODUCTION = re.compile(
    rf"^\W*(?:(?:{any_of(_SPACED)})(?:\s*[{roles.COLONS}/|]\s*|\s+[-–—]\s+|\s+(?=\S)|$)|(?:{any_of(_UNSPACED)})(?:\s*[:：/|／丨・＝]\s*|\s+)"
    rf"|(?:{any_of((*roles.OPENING_LABELS, *WRITER_LABELS))})\s*[{roles.COLONS}]\s*)",
    re.IGNORECASE,
)
_NAME_PARTICLES = frozenset({"da", "di", "de", "af", "av", "na", "ni", "per", "von"})
_LATER_BY = re.compile(
    r"(?:^|[\s|•·,.])(?:(?i:(?:written |posted |published )?by)|[Pp]ar|[Pp]or|door|oleh|przez|توسط|በ|(?<=\d\s)von)[:\s]\s*(?=[^\W\d_a-z])"
)
_BY_BEHIND_DATE = re.compile(rf"(?<=\d{{4}}){BY_BEHIND_DATE}")
LATER_LABEL = re.compile(
    rf"(?:[\s|•·]|(?<=[{_CJK}]))(?:{any_of((*roles.OPENING_NOUNS, *roles.NAMED_AFTER))})\s*[{roles.COLONS}]\s*(?=\S)",
    re.IGNORECASE,
)
"""A name's label inside a row of labels: `کد خبر: ۴۵۸ نویسنده: مریم رضایی`."""
CREDIT = re.compile(rf"(?:{any_of(roles.CREDITS_OF_OTHERS)})", re.IGNORECASE)
_GLUED_BY = re.compile(r"^[Bb]y(?=[^\W\d_a-z][^\W\d_A-Z])")
_GLUED_INTRODUCTION = re.compile(
    r"^\W*(?:โดย|ໂດຍ|ដោយ)(?=[\u0e01-\u0e2e\u0e40-\u0e44\u0e81-\u0eae\u0ec0-\u0ec4\u1780-\u17b3])"
)
"""`By` of scripts that set no space behind it."""
_END = re.compile(
    r"\s*(?:[|•·●▪∙»›✓→⋅│丨\[\]{}<>\"“”]|\s[-–—―:~]+\s|[–—―]|\((?![^()]{1,20}\)\s+[^\W\d_])|（|[\w.+-]+@[\w.-]+"
    r"|\bhttps?:|\bwww\.|(?<!\w)@\w+|字[号號体體]|\d)|\s[於于]\s"
    rf"|(?:\s*[/／]\s*|\s+)[{_CJK}]{{0,8}}(?:報導|報道|报道|電|电)|\s+[{_CJK}]{{1,6}}[:：]|\s(?:{any_of(roles.ENDINGS)})(?=[\s:.,]|$)|\s(?:[摄攝]影|[图圖]片?|写真|撮影|通[讯訊][员員]|사진)(?=[\s:：/]|$)|(?:\b"
    rf"|(?<=[a-z]))(?:Published|Updated|Posted|Modified|Last|Follow|Share|Read|Photos?)(?:\b|(?=[A-Z]))|\sIn(?=\s|$)"
)
_OTHER_LABEL = re.compile(rf"\s*[,;،؛፣、/·]\s*[^\W\d_]+(?:\s[^\W\d_]+){{0,2}}\s?[{roles.COLONS}]\s")
"""Somebody else's label behind a name: `Text: Ana Ruiz; pictures: Tom Hill`."""
SECOND_LABEL = re.compile(rf"^\s*[^\W\d_]{{2,12}}\s?[{roles.COLONS}]\s?(?=\S)")
"""A second label before a name: `Text: Music: Ana Ruiz`."""
_GLUED = re.compile(r"(?<=[^\W\d_A-Z]{2})(?=([A-Z][^\W\d_A-Z]{2,11})\b)")
_AND = rf"(?:{any_of(roles.JOINTS)}|AND|And)"
_JOINT = re.compile(rf"\s*[,،，、;؛；፣፤/&＆+]\s*(?:{_AND}\s+)?|\s+{_AND}\s+|\s*[與与和及]\s*(?=[{_CJK}]{{2}})")
_DANGLING = re.compile(rf"\s+{_AND}$")
_ATTACHED_AND = re.compile(r"\s+[وו](?=[^\W\d_]{2,}\s+[^\W\d_]{2,})")
_MIDDLE_DOT = re.compile("・(?=[㐀-鿿])(?<=[㐀-鿿]・)")
_MODIFIERS = frozenset(roles.ROLE_MODIFIERS)
_GLUED_ROLE = re.compile(rf"(?<=[{_CJK}]{{2}})(?:기자|특파원|記者|记者)$|^(?:本[报報刊])?[记記]者(?=[{_CJK}]{{2}})")


def names_in(byline: str) -> tuple[str, ...]:
    """The persons (or, where it names none, the body) a byline names, in its order, each once.

    >>> names_in("By Ana Ruiz, Tom Hill and Mary O'Neil | 3 May 2021")
    ('Ana Ruiz', 'Tom Hill', "Mary O'Neil")
    >>> names_in("Von Jürgen Groß und Eva Klein, Redakteurin")
    ('Jürgen Groß', 'Eva Klein')
    >>> names_in("Staff writer")
    ()
    """
    line = _names_part(one_line(byline, _LONGEST_BYLINE))
    if _is_unnamed(byline):
        return ()
    short = len(byline) <= _SHORT  # "by ibby" names someone; a longer line's lower-case word does not
    return unique_names(name for name in _named(_pieces(line)) if not _is_sentence(name) or (short and " " not in name))


def _is_unnamed(byline: str) -> bool:
    """A day and a job in brackets: `Junagadh, dt. 26 (correspondent)` is a place and somebody unnamed."""
    found = _BRACKETED_JOB.search(byline)
    return found is not None and all(map(roles.is_role, found[1].split()))


_BRACKETED_JOB = re.compile(r"\d\W{0,3}\(([^()\d]{2,40})\)")


def listed_names(field: str) -> tuple[str, ...]:
    """The names of a field that holds nothing else; a body's name is not taken apart, logins are let through.

    >>> listed_names("Ana Ruiz, Tom Hill"), listed_names("Centre for Tides and Winds")
    (('Ana Ruiz', 'Tom Hill'), ('Centre for Tides and Winds',))
    """
    text = one_line(field, _LONGEST_BYLINE)
    if not text or "://" in text or "@" in text:
        return ()
    whole = _without_introduction(text)
    if set(words_of(whole)) & roles.BODIES and is_name(whole) and not re.search(r"[,;|]", whole):
        return (whole,)
    return unique_names(_named(_pieces(_names_part(text)), listed=True))


def _is_sentence(name: str) -> bool:
    """True for lower-case words: `by the way` names nobody. Particles of names (van, de, al-) may come first."""
    cased = [t for t in name.split() if has_case(t)]
    upper = sum(not t.islower() for t in cased)  # the whole word: "al-Taie" is no lower-case word
    if len(name.split()) == 1:
        return name.islower() and name.isascii()
    return bool(cased) and (upper < 2 if len(cased) > 2 else upper < 1 or cased[-1].islower())


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names without repeats (case and dots do not count), at most `_MOST_NAMES`."""
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(re.sub(r"[\W_]+", " ", name).strip().casefold(), name)
    return tuple(seen.values())[:_MOST_NAMES]


def is_name(piece: str) -> bool:
    """True for what can be a person's or a body's name: short, no digits, no word that only fills the place."""
    if not 1 < len(piece) <= _LONGEST_NAME or piece.casefold() in roles.NO_NAMES:
        return False
    tokens = piece.split()
    if len(tokens) > _MOST_WORDS or re.search(r"[\d@#_=:<>{}\[\]|\\?!%$]|https?:|www\.|\.(?:com|org|net)\b", piece):
        return False
    if tokens[0] in roles.ZONES and (len(tokens) == 1 or not piece.isupper()):
        return False  # `06:30 GMT First published`
    if (
        _INITIALS.fullmatch(piece)
        or _GLUED_JOB.match(piece)
        or _is_job(tokens)
        or _ends_sentence(piece)
        or len(re.findall(r"[a-z]{5}[A-Z]", piece)) > 1
    ):
        return False  # a job, the end of a sentence, or several elements' texts run together
    letters = [token for token in tokens if token[0].isalpha()]
    cased = [token for token in letters if has_case(token)]
    if (tokens[0].casefold() in roles.NO_FIRST_WORDS and not _is_body(tokens)) or tokens[
        -1
    ].casefold() in roles.NO_LAST_WORDS:
        return False
    return bool(letters) and (not cased or len(tokens) <= _MOST_LOWER or any(token[0].isupper() for token in cased))


_GLUED_JOB = re.compile(
    r"(?:ผู้สื่อข่าว|นักข่าว|ທີມນັກຂ່າວ|ຜູ້ສື່ຂ່າວ|ນັກຂ່າວ|អ្នកយកព័ត៌មាន|អ្នកសារព័ត៌មាន|សារព័ត៌មាន|သတင်းထောက်)(?=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])"
)
"""A reporter's word right before another: whose reporter it was, and not who."""
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.\s?)+[^\W\d_a-z]?\.?")
"""`G.V.`, `R. K.`: a sign that tells insiders who it was."""


def _ends_sentence(piece: str) -> bool:
    """A full stop inside; `Mohd. Faizan Ali` has a dot behind a short word, and capitals throughout."""
    ends = list(re.finditer(r"(\S*[a-z]{3})\.\s", piece))
    capitals = all(token[0].isupper() for token in piece.split() if has_case(token))
    return bool(ends) and not (capitals and all(len(stop[1]) <= _LONGEST_ABBREVIATION for stop in ends))


_LONGEST_ABBREVIATION = 4
"""Letters: Mohd., Prof., Engr., Chas."""


def has_case(token: str) -> bool:
    """True where a name would begin with a capital; Georgian has capitals and sets them in headlines alone."""
    return token[0].lower() != token[0].upper() and not "\u10d0" <= token[0] <= "\u10ff"


def _names_part(line: str) -> str:
    """The line without what comes before and after the names."""
    other, introduced = CREDIT.search(line), _INTRODUCTION.match(line)
    if other and not (introduced and introduced.end() >= other.end()):  # "Text und Fotos: Eva Klein"
        line = line[: other.start()]
    line = _GLUED_INTRODUCTION.sub("", _GLUED.sub(_parted, line))
    later = _LATER_BY.search(line) or _BY_BEHIND_DATE.search(line) or LATER_LABEL.search(line)
    line = _GLUED_BY.sub("", line[later.end() :] if later else _without_introduction(line))
    dated = dates_in(line)
    stamped = bool(dated) and (dated[0].start > _DATE_FIRST or _FEW_SIGNS.fullmatch(line[: dated[0].start]) is not None)
    stamped = stamped and not _NUMBER_FIRST.match(line)
    if dated and not stamped and dated[0].start > _DATE_FIRST:
        line = line[dated[-1].end :].lstrip(BETWEEN)
    elif dated:
        line = (
            without_weekday(line[: dated[0].start]) if stamped else _without_clock(line[dated[0].end :].lstrip(BETWEEN))
        )
    end = min(filter(None, (_END.search(line), _OTHER_LABEL.search(line))), key=re.Match.start, default=None)
    if not end:
        return _without_label(line.strip(), numbered=stamped)
    before, rest = line[: end.start()].strip(), line[end.start() :].strip()
    numbered = rest[:1].isdigit()
    before = _BEFORE_CLOCK.sub("", before) if numbered else before
    last = before.rpartition(" ")[2]
    if last and numbered and month_of(last):
        return before[: -len(last)].strip()
    return _without_label(before, numbered=numbered)


def _without_clock(behind: str) -> str:
    """What stands behind a date without its hour, where that is somebody's full name: `06:00 大西 真奈美`, `21:14 Ana Ruiz`."""
    clock = _CLOCK.match(behind)
    rest = behind[clock.end() :] if clock else ""
    named = _SPACED_HAN.fullmatch(rest) or (" " in rest and opens_with_given_name(rest))
    return rest if named else behind


_CLOCK = re.compile(r"\d{1,2}(?::\d{2}(?::\d{2})?|時\d{1,2}分)\s*(?:[|/·•–—-]\s*)?")
_SPACED_HAN = re.compile("[㐀-鿿々ヶ]{1,3}[ 　][㐀-鿿々ぁ-ゖァ-ヺ]{1,4}")


def _without_label(before: str, *, numbered: bool) -> str:
    """The names without the label of what follows them: `Ana Ruiz Published:`, `نشر في:`; a label alone is nobody.

    Before a date or a number a colon makes a label in any language; elsewhere the words must be known ones.
    """
    colon = _COLON.search(before)
    tokens = (before[: colon.start()] if colon else before).split()
    named = len(tokens)
    while named and _is_label(tokens[named - 1], stripped=named < len(tokens)):
        named -= 1
    if named < len(tokens) or not colon:
        return " ".join(tokens[:named])
    if numbered and colon.end() == len(before):
        return _LAST_PIECE.sub("", before)
    return before


def _is_label(token: str, *, stripped: bool) -> bool:
    word = token.strip(BETWEEN + "()").casefold()
    return word in roles.DATE_LABELS or not word or (stripped and word in roles.LABEL_MODIFIERS)


_BEFORE_CLOCK = re.compile(r"\s+(?:o|a|à|às|ás|kl|klo|om|um|ob|ore|ora|alle|saat|pukul|jam|lúc|в|о|у|στις)\.?$")
"""Words before an hour, which many languages write in one letter: `Mirek Gawlik o 21:14`."""
_NUMBER_FIRST = re.compile(r"\W*\d{1,2}\s[^\W\d_]+\s\d{4}\W")
"""A day in another calendar, before the date."""
_LAST_PIECE = re.compile(r"(?:^|[,،;；、])[^,،;；、]*$")
_COLON = re.compile(r"\s*[:：]")


def _parted(glued: re.Match[str]) -> str:
    """A space before a month or a job that an element without one sets right behind a name: `Ana RuizFounder`."""
    return " " if month_of(glued[1]) or roles.is_role(glued[1]) else ""


def _without_introduction(line: str) -> str:
    for turn in range(2):  # twice: "Text: Von Eva Klein"; but "Penulis: Oleh Romanenko" is called Oleh
        found = _INTRODUCTION.match(line)
        if not found or (turn and len(line[found.end() :].split()) < 2):
            break
        word = found.group().strip()
        if word.casefold() in _NAME_PARTICLES and word[0].isupper() and not _introduces(word, line[found.end() :]):
            break
        line = line[found.end() :]
        second = SECOND_LABEL.match(line)
        line = line[second.end() :] if second and not CREDIT.match(line) else line
    return line.strip(" :：-–—,")


def _introduces(particle: str, rest: str) -> bool:
    """`Von Eva` and `Di Mario Rosso` are introduced, `Di Stefano` and `De Silva Costa` are called so."""
    full = re.match(r"[^\W\d_a-z][^\W\d_]+\s[^\W\d_a-z]", rest) is not None
    return particle.casefold() == "von" or (full and particle.casefold() in ("di", "av", "af"))


def _pieces(line: str) -> Iterator[tuple[str, bool]]:
    """(piece, joined by a word for `and`)."""
    text = _DANGLING.sub("", _MIDDLE_DOT.sub(",", line))
    at, joined = 0, False
    for joint in _JOINT.finditer(text):
        for part in _split_attached(text[at : joint.start()]):
            yield part, joined
        at, joined = joint.end(), any(c.isalpha() or c in "&＆" for c in joint.group()) and joint.group().strip() != "a"
    for part in _split_attached(text[at:]):
        yield part, joined


def _split_attached(part: str) -> Iterator[str]:
    """Arabic and Hebrew write `and` as a letter before the name: split only between two full names."""
    for found in _ATTACHED_AND.finditer(part):
        before, after = part[: found.start()], part[found.end() :]
        whole = part[found.end() - 1 :].split(maxsplit=1)[0]
        if len(before.split()) > 1 and whole not in roles.WAW_NAMES:
            yield before
            yield from _split_attached(after)
            return
    yield part


def _named(pieces: Iterable[tuple[str, bool]], *, listed: bool = False) -> Iterator[str]:
    """The pieces that are names; a credential goes back to the name before it, what describes one is dropped.

    After a job only a word for `and` leads to the next person: `Ana Ruiz, Editor, Tide Review and Tom Hill`. A single
    word after a full name is where it was written (`By Ana Ruiz, Lima`), but in a field that lists names.
    """
    described = False
    previous: str | None = None
    for raw, joined in pieces:
        piece = _GLUED_ROLE.sub("", raw.strip(" .,:;-–—*·'’\"()"))
        bare = _without_role(piece, first=previous is None)
        shortened, piece = bare != piece, bare
        if previous and _is_credential(raw.strip()):
            generation = raw.strip().casefold() in roles.GENERATIONS
            credential = raw.strip(" ;:")
            written = credential if credential.casefold() in roles.CREDENTIALS else credential.rstrip(".")
            previous += (" " if generation else ", ") + written
            continue
        if piece != raw.strip() and not piece:
            described = True
            continue
        if not is_name(piece) or (described and not (joined and _is_person(piece))):  # "en Lima" is a place
            continue
        if (
            previous
            and " " in previous
            and " " not in piece
            and not (joined or listed or re.search(f"[{_CJK}]", piece))
        ):
            continue
        if previous:
            yield previous
        previous, described = piece, shortened
    if previous:
        yield previous


def _is_person(piece: str) -> bool:
    return " " in piece and not set(words_of(piece)) & roles.BODIES


def _is_credential(piece: str) -> bool:
    """True for degrees as they follow a name (`MD`, `Ph.D.`, `MD PhD`); in lower case they are words."""
    tokens = piece.split()
    known = all(
        token.casefold().rstrip(".") in roles.CREDENTIALS or token.casefold() in roles.CREDENTIALS for token in tokens
    )
    return bool(tokens) and known and all(token[0].isupper() or token in roles.GENERATIONS for token in tokens)


def _without_role(piece: str, *, first: bool) -> str:
    """The piece without a job at either end; empty where it is nothing but a job."""
    tokens = piece.split()
    if _is_job(tokens):
        return ""
    if len(tokens) > 1 and tokens[0].casefold() in _MODIFIERS and roles.is_role(tokens[-1]) and not _is_body(tokens):
        return ""
    if not first and tokens and not _is_body(tokens) and any(map(roles.is_role, tokens)):
        return ""
    if _is_body(tokens):
        return piece
    cut = next((i for i, t in enumerate(tokens) if i > 1 and (roles.is_role(t) or t.casefold() in _MODIFIERS)), None)
    if cut and any(map(roles.is_role, tokens[cut:])):
        tokens = tokens[:cut]
    while len(tokens) > 2 and roles.is_role(tokens[0]):
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1] in ("기자", "특파원", "記者", "记者", "muhabiri"):
        tokens = tokens[:-1]
    return "" if len(tokens) > 1 and roles.is_post(tokens[-1]) else " ".join(tokens)


def _is_job(tokens: list[str]) -> bool:
    """True for a description alone: `Senior Staff Writer`; `News Desk` and `Marketing Team` sign articles."""
    return bool(tokens) and not _is_body(tokens) and all(roles.is_role(t) or t.casefold() in _MODIFIERS for t in tokens)


def _is_body(tokens: list[str]) -> bool:
    return len(tokens) > 1 and tokens[-1].casefold() in ("team", "desk", "staff", "editors")
