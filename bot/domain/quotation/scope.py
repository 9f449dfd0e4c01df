"""Scope: how sure, how much, when and for whom a clause speaks, by the words that say so in some languages."""

import re
from functools import lru_cache

from bot.domain.lexicon.english import LINKS, TURNS, is_singular
from bot.domain.quotation.languages import find_denial

_UNIT = r"(?:hour|day|night|shift|week|month|quarter|year)(?:'?s)?"
_SCOPES = {
    "en": {
        "unsure": r"could|(?-i:may)|might|would|should|will|won't|maybe|perhaps|possibly|probably|"
        r"hop(?:e|es|ed|ing|efully)|wish\w*|want\w*|plan(?:s|ned|ning)?|intend\w*|suppos\w*|going to|"
        r"some ?day|eventually",
        "all": rf"(?:every|each)(?! {_UNIT})|every(?:one|body|thing|where)|all|always|whole|entire\w*|fully|completely",
        "rhythm": rf"(?:every|each|per|an?|the) {_UNIT}|(?:hour|dai|week|month|quarter|year|night)ly"
        r"|(?:every|each|on) \w+days?",
        "most": r"most|mostly|usually|often|mainly|many",
        "only": r"only|just|alone|solely|exclusively",
        "before": r"before|until|till",
        "after": r"after|afterwards",
        "over": r"over|above|more|beyond|exceed\w*|at least|larger|higher|bigger",
        "under": r"under|below|less|within|up to|at most|fewer|smaller|lower",
    },
    "de": {
        "unsure": r"könnt\w*|würd\w*|sollt\w*|soll|sollen|vielleicht|möglicherweise|wahrscheinlich|"
        r"(?:er)?hoff\w*|wünsch\w*|geplant\w*|plan(?:en|t)|woll(?:en|te\w*)|irgendwann|beabsicht\w*",
        "all": r"jede[nmrs]?|alle[nmrs]?|alles|immer|sämtliche\w*|ganze\w*|vollständig|stets|täglich|"
        r"wöchentlich|monatlich",
        "most": r"meist\w*|oft|viele\w*|häufig|überwiegend",
        "only": r"nur|lediglich|allein|ausschließlich|bloß",
        "before": r"bevor|ehe|vor",
        "after": r"nach|nachdem",
        "over": r"über|mehr|mindestens|oberhalb|ab",
        "under": r"unter|weniger|höchstens|unterhalb|bis|innerhalb",
    },
    "es": {
        "unsure": r"podría\w*|quizás?|tal vez|puede que|probablemente|posiblemente|esper(?:a|amos|an)|debería\w*|"
        r"quer\w+|quiere\w*|planea\w*|algún día|será\w*|habrá\w*",
        "all": r"cada|tod[oa]s?|siempre|enter[oa]s?|completamente|diari\w+|semanal\w*",
        "most": r"mayoría|a menudo|muchas?|muchos?",
        "only": r"sol[oa]|sólo|solamente|únicamente",
        "before": r"antes",
        "after": r"después|tras",
        "over": r"más|sobre|encima|supera\w*|a partir|al menos|desde",
        "under": r"menos|bajo|debajo|hasta|como máximo|inferior\w*",
    },
    "fr": {
        "unsure": r"pourra\w*|peut-être|probablement|esp[éè]r\w*|devra\w*|souhait\w*|voudr\w*|prév\w+|"
        r"un jour|sera|aura",
        "all": r"chaque|tou(?:s|t|te|tes)|toujours|entier\w*|complètement|quotidien\w*|hebdomadaire\w*",
        "most": r"plupart|souvent|beaucoup",
        "only": r"seul\w*|uniquement|que",
        "before": r"avant",
        "after": r"après",
        "over": r"plus|dessus|au-delà|au moins|dès",
        "under": r"moins|dessous|jusqu\w*|au plus",
    },
    "it": {
        "unsure": r"potrebbe\w*|forse|probabilmente|sper\w+|dovrebbe\w*|vorr\w+|prev\w+|un giorno|sarà|avrà",
        "all": r"ogni|tutt[oiae]|sempre|inter[oiae]|quotidian\w*|settimanal\w*",
        "only": r"solo|soltanto|solamente|unicamente",
        "over": r"più|sopra|oltre|almeno|da",
        "under": r"meno|sotto|fino|entro|al massimo",
    },
    "pt": {
        "unsure": r"poderia\w*|talvez|provavelmente|esper\w+|deveria\w*|quer\w*|prev\w+|um dia|será|haverá",
        "all": r"cada|tod[oa]s?|sempre|inteir[oa]s?|diári\w+|semanal\w*",
        "only": r"só|somente|apenas|unicamente",
        "over": r"mais|acima|além|pelo menos|desde",
        "under": r"menos|abaixo|até|no máximo",
    },
    "nl": {
        "unsure": r"zou\w*|misschien|waarschijnlijk|hopen|hoopt|hoop|willen|gepland|plannen|ooit|zal|zullen",
        "all": r"elke?|ieder\w*|alle\w*|altijd|heel|hele|dagelijks\w*|wekelijks\w*",
        "only": r"alleen|slechts|enkel|uitsluitend",
        "over": r"meer|boven|minstens|vanaf",
        "under": r"minder|onder|tot|hoogstens|binnen",
    },
}
_TOLD = re.compile(
    r"\b(?:it should be (?:said|added|noted)|(?:i|we) (?:should|must|may|might|would like to|will|want to) "
    r"(?:also |just |perhaps )?"
    r"(?:add|say|mention|note|admit|confess|stress|emphasi[sz]e|point out|be clear|tell you|warn you))"
    r"(?=\s+that\b|\s*[,:]"
    r"|\s+(?:it|there|we|they|he|she|i|you|this|nobody)"
    r"(?:'\w+|\s+(?:\w+ly\s+)?(?:\w+n't|is|are|was|were|has|have|had|do|does|did))\b)"
    r"|\bi (?:should|must|will) (?:add|say|admit|stress)"
    r"(?=\s+(?:the|our|my|his|her|their|your)\s+(?:(?!that|which|who)\w+\s+){1,3}?(?:is|are|was|were|has|have|had)\b)"
    r"|\bich (?:sollte?|muss|möchte|will|würde)\b[\w ]{0,30}"
    r"\b(?:sagen|hinzufügen|ergänzen|erwähnen|betonen|zugeben)(?=, dass)"
    r"|\b(?:debo|debería|quiero|quisiera|puedo) (?:añadir|decir|señalar|aclarar|admitir)(?= que\b)"
    r"|\bje (?:dois|devrais|veux|voudrais|peux) (?:ajouter|dire|préciser|souligner|avouer)(?= que\b)",
    re.I,
)
"""How people begin to say something: "I should add that"; it leaves open nothing of what they say."""
_PLAN = re.compile(
    r"(?P<before>[\w'-]+) plans?(?=\s*(?:[.,;:!?)\"]|\Z)"
    r"|\s+(?:and|or|but|in|on|at|since|by|of|from|with|which|covers?|says?|shows?|has|have|had"
    r"|(?:is|was|are|were)(?! to\b| that\b))\b)",
    re.I,
)
_PLACED = re.compile(
    r"\b(?:in|into|under|against|within) (?:the|our|my|his|her|their|your|its|this|that|an?|[\w'-]+'s) plan"
    r"(?=\s*(?:[.,;:!?)\"]|\Z)|\s+(?:and|or|but|since|with)\b)",
    re.I,
)
"""Where something stands in a plan that is there: "in our plan", "in the business plan". Nobody plans it by that."""
_PLANNING = re.compile(r"\b(?:the|our|my|his|her|their|your|an?) planning(?= [^\W\d_]+)", re.I)
"""Whose work is to plan: "the planning department"."""
_MANY_AS_ONE = frozenset(["people", "staff", "team", "crew", "police", "board", "management", "committee", "council"])


def _blank_plan(found: re.Match[str]) -> str:
    """Without a plan that is called after what it is for; "the foremen plan" and "we plan" are no such."""
    word = found["before"]
    one = is_singular(word) and word.casefold() not in LINKS | TURNS | _MANY_AS_ONE
    return word if one else found.group()


_FOUND = {
    language: {scope: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I) for scope, words in scopes.items()}
    for language, scopes in _SCOPES.items()
}


OPPOSITES = (("before", "after"), ("after", "before"), ("over", "under"), ("under", "over"))


@lru_cache(maxsize=4096)
def find_scopes(clause: str, language: str) -> frozenset[str]:
    """`unsure`, `all`, `most`, `only`, `rhythm`, `before`, `after`, `over`, `under`, as far as its words say so.

    Who says that nobody does says it of all.
    """
    plain = _TOLD.sub("", clause.replace("’", "'"))
    if language == "en":
        plain = _PLAN.sub(_blank_plan, _PLANNING.sub("", _PLACED.sub("", plain)))
    found = {scope for scope, words in _FOUND.get(language, {}).items() if words.search(plain)}
    return frozenset(found | ({"all"} if find_denial(plain, language) else set()))


def is_scope_word(word: str, language: str) -> bool:
    return any(words.fullmatch(word.replace("’", "'")) for words in _FOUND.get(language, {}).values())
