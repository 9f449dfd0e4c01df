"""How a figure stands in what somebody said: as it was, as it was measured live, or as it has to be; never guessed."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from bot.domain.lexicon.figures import Figure, Shape, has_number, iter_figures
from bot.domain.quotation.languages import find_denial, guess_language

Standing = Literal["baseline", "target", "now"]

_CLAUSE_END = re.compile(
    r",(?=\s)|[;.!?—](?=\s|$)|(?P<heading>:(?=\s)|：)|\s[-–]\s|、|。|；|，|\s(?:but|aber|mais|pero|ma|maar|mas)\s", re.I
)
"""What stands before a colon goes with what follows it, unless it holds a number of its own."""
_TARGET = re.compile(
    r"\b(?:targets?|goals?|aim(?:s|ed|ing)?|objectives?|^\s*agreed|agreed(?! with\b)|at most|(?:not|no) more than|"
    r"at least|max(?:imum)?|must|promised?|committed|commitment|signed|held to|we owe|laid down|"
    r"has to (?:do|be|come|stay)|(?:number|figure) to hit|as the number|by (?:the )?end of|by next \w+|we wanted|"
    r"should (?:be|stay|come)|service levels?|slas?|"
    r"zielwerte?|ziele?|höchstens|mindestens|maximal|vereinbart\w*|zugesagt|soll(?:en)? |unterschrieben|bis ende|"
    r"objectifs?|cibles?|convenu\w*|au (?:plus|maximum)|promis|signé\w*|d'ici|"
    r"objetivos?|metas?|máximo|acordad\w+|acordamos|como (?:mucho|máximo)|firmad\w+|prometid\w+|"
    r"obiettiv\w+|al massimo|massimo|concordat\w+|promess\w+|firmat\w+|entro (?:fine|la fine)|"
    r"doel(?:en|stelling)?|afgesproken|hoogstens|maximaal|uiterlijk|beloofd|"
    r"no máximo|combinad\w+|cel(?:em|u)?|uzgodni\w+|maksymalnie|najwyżej)\b|目標|目标|以内|以下|约定|承诺",
    re.I | re.M,
)
_NOW = re.compile(
    r"\b(?:today|now|currently|at present|at the moment|these days|nowadays|so far|last (?:week|month|quarter)|"
    r"(?:normal|ordinary|usual|average|typical) day|(?:we|they|it) (?:now )?(?:complete|clear|handle|process|do|get|"
    r"close|finish|take|receive|see|run|work|send|make|move|answer)s?|since|measured|has been|have been|"
    r"in operation|came out|heute|derzeit|aktuell|momentan|zurzeit|jetzt|seit|gemessen|schaffen wir|wir schaffen|"
    r"aujourd'hui|actuellement|en ce moment|maintenant|depuis|mesuré\w*|nous traitons|on traite|"
    r"hoy|actualmente|ahora|en este momento|desde|medid\w+|hacemos|tramitamos|"
    r"oggi|attualmente|adesso|misurat\w+|gestiamo|vandaag|momenteel|sinds|gemeten|"
    r"hoje|atualmente|agora|medid\w+|dziś|dzisiaj|obecnie|teraz|idag|nu)\b|今日|現在|目前|现在|如今",
    re.I,
)
_BEFORE = re.compile(
    r"\b(?:used to|manual(?:ly)?|by hand|before(?=\s*(?:[,.;:!?]|$))|previously|"
    r"last (?:year|winter|summer|spring|autumn|season)|baseline|"
    r"without (?:it|the tool|the ai)|manuell\w*|von hand|bisher|früher|vorher|letztes jahr|à la main|avant|auparavant|"
    r"manualmente|a mano|antes|prima|handmatig|voorheen|vroeger|ręcznie|wcześniej)\b|手作業|手工|人工|以前|之前",
    re.I,
)
_ESTIMATE = re.compile(
    r"\b(?:could|would|might|may|maybe|perhaps|hope\w*|think|guess\w*|gut|envelope|estimat\w+|expect\w*|imagine|suppos\w+|"
    r"if|reckon|likely|probably|dream\w*|wish\w*|pitch\w*|vendor|könnt\w*|würd\w*|vielleicht|hoff\w*|schätz\w*|wenn|pourra\w*|"
    r"peut-être|espér\w*|estim\w+|serait|si|podría\w*|quizás?|creo|esper\w+|potrebbe\w*|forse|sper\w+|stim\w+|zou\w*|misschien|"
    r"hoop\w*|schat\w*|poderia\w*|talvez|może|chyba)\b|かもしれ|可能|也许|大概",
    re.I,
)


_AND = re.compile(r"(?:(?!\s(?:and|und|et|y)\s).)+|\s(?:and|und|et|y)\s", re.I | re.S)
"""The halves of a clause, and the word between them."""


class StandingFigure(NamedTuple):
    figure: Figure
    standing: Standing | None
    """None where the sentence does not say which it is."""
    clause: str


class _Clause(NamedTuple):
    start: int
    end: int
    text: str


def read_figures(sentence: str, shape: Shape) -> Iterator[StandingFigure]:
    """The figures of one kind that somebody states: none that they estimate, wish for or deny."""
    clauses = list(_split_clauses(sentence))
    for figure in iter_figures(sentence, shape):
        clause = next(one for one in clauses if one.start <= figure.start < one.end)
        if not _is_unsure(clause, figure):
            yield StandingFigure(figure, _find_standing(clause, clauses), clause.text)


def _split_clauses(sentence: str) -> Iterator[_Clause]:
    start = 0
    for match in _CLAUSE_END.finditer(sentence):
        if match["heading"] is None or has_number(sentence[start : match.start()]):
            yield _Clause(start, match.end(), sentence[start : match.end()])
            start = match.end()
    if start < len(sentence):
        yield _Clause(start, len(sentence), sentence[start:])


def _is_unsure(clause: _Clause, figure: Figure) -> bool:
    """Whether it is estimated anywhere in its clause, or denied in its own half: "400 a day and cannot do more"."""
    at = figure.start - clause.start
    half = next(part for part in _AND.finditer(clause.text) if part.start() <= at < part.end()).group()
    language = guess_language(clause.text) or "en"
    return bool(_ESTIMATE.search(_TARGET.sub(" ", clause.text)) or find_denial(_TARGET.sub(" ", half), language))


def _find_standing(own: _Clause, clauses: Sequence[_Clause]) -> Standing | None:
    """By its own clause; else by those that hold no number themselves, where all other numbers are at home."""
    standing = _read_words(own.text)
    if standing or _read_all(own.text):
        return standing
    others = [clause for clause in clauses if clause is not own]
    if any(has_number(clause.text) for clause in others):
        return None
    return _read_words("\n".join(clause.text for clause in others))


def _read_words(text: str) -> Standing | None:
    found = _read_all(text)
    return found[0] if len(found) == 1 else None


def _read_all(text: str) -> list[Standing]:
    kinds: tuple[tuple[Standing, re.Pattern[str]], ...] = (("baseline", _BEFORE), ("target", _TARGET), ("now", _NOW))
    found = [standing for standing, words in kinds if words.search(text)]
    return [kind for kind in found if kind != "now"] if "baseline" in found else found
