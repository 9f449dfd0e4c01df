"""Languages: which one a text is in, as far as its commonest words tell, and by which words it says no or doubts."""

import re
from functools import lru_cache
from typing import NamedTuple


class _Language(NamedTuple):
    common: str
    """Words that hardly any sentence of some length goes without."""
    turning: str
    """What denies, doubts or takes back what stands beside it, as a regular expression of whole words."""


_LATIN = {
    "en": _Language(
        "the and is are was of to we it that i for on in not has have with this he she they our you no",
        r"no|not|never|none|nobody|no one|nothing|nowhere|neither|nor|cannot|without|hardly|barely|scarcely|\w+n't|"
        r"dont|doesnt|didnt|isnt|wasnt|wont|cant|hasnt|havent|nope|nah|false|untrue|"
        r"(?:is|was|'s) (?:\w+ )?wrong|doubt\w*|lie|lies|myth|rumou?rs?|yet to|refuse[sd]? to|den(?:y|ies|ied)|"
        r"fail(?:s|ed)? to|lack(?:s|ed|ing)?|far from|unless|except|"
        r"supposedly|allegedly|pretend\w*|kidding|joking|as if|instead of|hypothetical\w*|in theory|on paper",
    ),
    "de": _Language(
        "der die das und ist nicht ein eine wir haben hat mit zu von den dem im es ich sie er auf für wird kein",
        r"nein|nicht|nichts|nie|niemals|niemand\w*|kein\w*|weder|ohne|kaum|nirgends|falsch|bezweif\w*|zweif\w*|"
        r"angeblich|gelogen|lüge|gerücht|irrtum|unwahr|außer|sondern|stimmt nicht|verweiger\w*|lehn\w*",
    ),
    "fr": _Language(
        "le la les des une est et nous dans pour qui que pas du il elle sur au avec ce on je sont ont",
        r"non|ne|n['’]\w+|pas|jamais|aucune?|personne|rien|sans|ni|faux|fausse|dout\w*|nullement|prétend\w*|sauf|"
        r"soi-disant|mensonge|refus\w*|guère",
    ),
    "es": _Language(
        "el los las una es y en que por para con del se lo no al su está son ha yo nos",
        r"no|nunca|jamás|nadie|nada|ningun[oa]?s?|ningún|sin|ni|tampoco|falso|falsa|dud\w*|mentira|salvo|"
        r"supuestamente|apenas|nieg\w*|rechaz\w*",
    ),
    "it": _Language(
        "il gli una è di che per con del della non ha sono nel si noi lo da dei al",
        r"no|non|mai|nessun\w*|niente|nulla|senza|né|neanche|nemmeno|neppure|fals[oa]|dubit\w*|dubbi\w*|bugia|salvo|"
        r"presunt\w*|rifiut\w*",
    ),
    "pt": _Language(
        "os as uma é que em para com do da não no na ao se por está são foi eu nós",
        r"não|nunca|jamais|ninguém|nada|nenhum\w*|sem|nem|tampouco|fals[oa]|duvid\w*|dúvida|mentira|salvo|"
        r"supostamente|recus\w*|neg\w*",
    ),
    "nl": _Language(
        "de het een en is van niet wij we dat die voor met zijn heeft hebben op er maar ik ze hij",
        r"nee|neen|niet|niets|nooit|niemand|geen|zonder|noch|nauwelijks|onwaar|fout|twijfel\w*|betwijfel\w*|"
        r"zogenaamd|leugen|behalve|weiger\w*",
    ),
    "sv": _Language(
        "och att det är som en vi har inte på av för den med ett till jag han hon",
        r"nej|inte|ej|icke|aldrig|ingen|inget|inga|ingenting|utan|knappast|varken|falskt|fel|tvivl\w*|lögn|vägra\w*",
    ),
    "da": _Language(
        "og at det er som en vi har ikke på af for den med et til jeg han hun",
        r"nej|nei|ikke|aldrig|aldri|ingen|intet|ingenting|uden|uten|næppe|neppe|hverken|falsk|forkert|galt|tvivl\w*|"
        r"tvil\w*|løgn|nægt\w*|nekt\w*",
    ),
    "pl": _Language(
        "i w na z że jest się do to nie dla są jak ale przez od ma po",
        r"nie|nigdy|nikt|nikogo|nic|żad\w*|bez|ani|fałsz\w*|nieprawd\w*|wątpi\w*|brak\w*|odm[óo]wi\w*",
    ),
    "ro": _Language(
        "și este nu care pentru cu la în pe din sunt am are de că",
        r"nu|n-\w+|nici\w*|niciodată|nimeni|nimic|fără|fals\w*|îndoi\w*|minciun\w*|refuz\w*",
    ),
    "id": _Language(
        "yang dan di ini itu dengan untuk dari ada kami sudah oleh pada tidak",
        r"tidak|tak|bukan|belum|jangan|tanpa|tiada|salah|ragu\w*|bohong|tolak\w*|menolak",
    ),
    "vi": _Language(
        "là và của có đã không được cho với này trong chúng tôi một", r"không|chưa|chẳng|đừng|sai|nghi ngờ|từ chối"
    ),
}
_BY_SCRIPT = (
    ("ja", r"[\u3040-\u30ff]", r"ない|なく|なか|ません|いいえ|いや|違|ちが|まだ|ぬ|ず|嘘|疑"),
    ("ko", r"[\uac00-\ud7af\u1100-\u11ff]", r"않|없|안|못|아니|거짓|의심|말고|거부"),
    ("zh", r"[\u4e00-\u9fff]", r"不|没|沒|无|無|未|非|否|别|勿|假|错|錯|疑|谎|謊|拒"),
    ("th", r"[\u0e00-\u0e7f]", r"ไม่|มิ|ไร้|ยัง|เท็จ|สงสัย|ปฏิเสธ"),
    (
        "ru",
        r"[\u0400-\u04ff]",
        r"(?<!\w)(?:не\w*|нет|ни\w*|ні\w*|без|нельзя|ложь|ложно|неправда|сомне\w*|сумнів\w*|якобы|отказ\w*|відмов\w*)(?!\w)",
    ),
    (
        "el",
        r"[\u0370-\u03ff]",
        r"(?<!\w)(?:δεν|δε|μη|μην|όχι|οχι|ποτέ|κανείς|κανένας|καμία|τίποτα|χωρίς|ούτε|ψέμα\w*|αμφιβάλλ\w*)(?!\w)",
    ),
    ("he", r"[\u0590-\u05ff]", r"(?<!\w)(?:לא|אין|אינ\w*|בלי|אף|מעולם|שקר|ספק|טרם|אל)(?!\w)"),
    ("ar", r"[\u0600-\u06ff]", r"(?<!\w)[وف]?(?:لا|لم|لن|ليس\w*|غير|بدون|دون|ما|كلا|أبدا\w*|كذب|أشك|شك|رفض\w*)(?!\w)"),
    ("hi", r"[\u0900-\u097f]", r"(?<!\S)(?:नहीं|नही|न|ना|मत|बिना|कभी|कोई|झूठ|गलत|शक|इनकार)(?!\w)"),
)
_ANSWER = re.compile(
    r"no|nope|nah|never|yes|yeah|yep|nein|nee|neen|ja|jawohl|doch|non|oui|s[iìí]|não|sim|nej|nei|jo|nie|tak|nu|da|ne|ano"
    r"|ei|kyllä|nem|igen|hayır|evet|yok|var|değil|tidak|bukan|belum|ya|không|có|chưa|vâng|нет|да|ні|так|не|όχι|οχι|ναι"
    r"|לא|כן|لا|نعم|كلا|بلى|نه|بله|नहीं|नही|हाँ|हां|जी|ไม่|ใช่|いいえ|いや|はい|ええ|不|不是|不对|没有|沒有|没|否|是|是的|对|有"
    r"|아니요|아니오|아뇨|아니|네|예"
)
_TURNING = {code: re.compile(rf"(?<!\w)(?:{language.turning})(?![\w-])", re.I) for code, language in _LATIN.items()}
_SCRIPTS = tuple((code, re.compile(script), re.compile(turning, re.I)) for code, script, turning in _BY_SCRIPT)
_COMMON = {code: frozenset(language.common.split()) for code, language in _LATIN.items()}
_WORD = re.compile(r"[^\W\d_]+(?:['’]t)?")
_EDGES = " \t\n.,;:!?…。！？、।*_~\"'“”"
_SHARE = 0.1
"""Fewer common words than this, and the text is in none of these languages, as far as we can tell."""


def is_bare_answer(text: str) -> bool:
    """Whether a text is a yes or a no and nothing else, in any of many languages."""
    return bool(_ANSWER.fullmatch(text.casefold().strip(_EDGES)))


@lru_cache(maxsize=1024)
def guess_language(text: str) -> str | None:
    """The code of the language that a text seems to be in; None where nothing tells."""
    for code, script, _ in _SCRIPTS:
        if script.search(text):
            return code
    words = [word.casefold() for word in _WORD.findall(text)]
    hits = {code: sum(word in common for word in words) for code, common in _COMMON.items()}
    best = max(hits, key=lambda code: hits[code])  # the first of those that come out even, which is English
    fewest = max(1 if best == "en" else 2, _SHARE * len(words))
    return best if hits[best] >= fewest else None


def may_turn(words: str, text: str) -> bool:
    """Whether words of a text could turn what stands beside them round: they deny or doubt, or nobody can tell,
    because the text's language is none that we know."""
    if not re.search(r"\w", words):
        return False
    language = guess_language(text)
    if language is None or _TURNING["en"].search(words.replace("’", "'")):
        return True
    if language in _TURNING:
        return bool(_TURNING[language].search(words))
    return any(turning.search(words) for code, _, turning in _SCRIPTS if code == language)


def find_denial(words: str, language: str) -> re.Match[str] | None:
    """The first of the words that denies or doubts, in a language that is known here."""
    plain = words.replace("’", "'")
    if language in _TURNING:
        return _TURNING[language].search(plain)
    return next((turning.search(plain) for code, _, turning in _SCRIPTS if code == language), None)
