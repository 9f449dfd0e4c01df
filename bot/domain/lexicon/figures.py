"""Figures: numbers with what they measure, as they stand in a sentence: a rate, a time, a share, a sum of money."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Shape = Literal["rate", "time", "share", "money"]

_SPELLED = (
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety"
).replace(" ", "|")
_SCALE = (
    r"(?:[ \u00a0]?(?:(?:k|m|mn|bn|b)\b(?!²|\.\w)|mio\b\.?|tys\b\.?)|[ \u00a0](?:thousand|million|billion|tausend|"
    r"millionen|milliarden|mille|millions?|milliards?|mil|millones|mila|milioni|duizend|miljoen|milhões|mln)\b|[万千億亿])"
)
_DIGITS = r"\d+(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d+)?"
_PLAIN = rf"(?:(?<![\w.,]){_DIGITS}|\b(?:{_SPELLED})\b)"
NUMBER = rf"{_PLAIN}{_SCALE}?(?:[ \u00a0]?(?:to|-|–|bis|à)[ \u00a0]?\d[\d.,]*{_SCALE}?)?"
"""A number, spelled in English up to ninety, with its scale, or a range of two."""
_PERIOD = (
    r"(?:hours?|days?|working days?|night|shift|weeks?|months?|quarter|years?|annum|stunde|tag|"
    r"arbeitstag|schicht|woche|monat|quartal|jahr|heure|jour|semaine|mois|an|année|hora|día|dia|semana|mes|mês|año|ano|ora|giorno|settimana|mese|anno|"
    r"uur|dag|maand|jaar|dzień|tydzień|miesiąc|rok|dagen|vecka|månad|år)\b"
)
_EACH = r"(?:an?|per|each|every|in an?|pro|am|je|im|in der|par|por|al|alla|a la|ao|à la|na|om)"
_RATE_TAIL = (
    rf"(?:[ \u00a0]+{_EACH} {_PERIOD}|[ \u00a0]?/[ \u00a0]?(?:{_PERIOD}|日|天|月|年)|[ \u00a0]+(?:daily|weekly|monthly|"
    r"yearly|täglich|wöchentlich|monatlich|jährlich|dziennie|tygodniowo)\b)"
)
_UNIT_OF_TIME = (
    r"(?:s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|working days?|weeks?|months?|sekunden?|minuten?|stunden?|"
    r"tagen?|wochen?|secondes?|heures?|jours?|semaines?|segundos?|minutos?|horas?|d[ií]as?|semanas?|secondi|minuti|ore|"
    r"giorni|settimane|seconden|uur|uren|dag(?:en)?|weken|sekund\w*|minut\w*|godzin\w*|dni)\b"
)
_CURRENCY_SIGN = r"(?:[€$£¥₹]|\b(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|JPY|INR|AUD|CAD|ZAR|BRL)\b|\b(?:R|Fr\.)(?=\s?\d))"
_CURRENCY_WORD = r"(?:euros?|dollars?|pounds?|francs?|kronor|rand|zł|yen|円|元|€|£|\$|EUR|USD|GBP|CHF|SEK|PLN|JPY)"
_YEAR = r"years?|annum|jahr|an|année|año|anno|ano|jaar|rok|år"
_A_YEAR = rf"(?:[ \u00a0]+{_EACH} (?:{_YEAR}|months?|monat|mois|mes|mês|mese|maand)\b)"
_BARE_SUM = (
    rf"{_PLAIN}{_SCALE}{_A_YEAR}?|(?<![\w.,])\d{{1,3}}(?:[.,'’\u00a0\u202f ]\d{{3}})+[ \u00a0]+{_EACH} (?:{_YEAR})\b"
)
"""Without a currency only what is too much for a count of cases, or has its scale."""
_OF_HUNDRED = r"[ \u00a0](?:of|in|out of|von|sur|de|su|van) (?:a hundred|100)\b"
_SHAPES: dict[Shape, re.Pattern[str]] = {
    "rate": re.compile(
        rf"{NUMBER}(?:[ \u00a0]+(?!{_EACH}\b|and\b|or\b|und\b|et\b|y\b)[^\W\d_][\w'’-]*){{0,3}}?{_RATE_TAIL}"
        rf"|(?:[1一]日|毎日|每天|每日|一天)(?:に|約|约|大约)?[ \u00a0]?\d[\d.,]*[万千]?[^\W\d_]?",
        re.I,
    ),
    "time": re.compile(
        rf"{NUMBER}[ \u00a0-]?(?:{_UNIT_OF_TIME}|秒|分|時間|小时|日|天|週間?|周)(?!{_OF_HUNDRED})", re.I
    ),
    "share": re.compile(
        rf"{NUMBER}(?:[ \u00a0]?(?:%|‰|per ?cent\b|prozent\b|por ciento\b|pour cent\b|procent\b|points?\b)"
        rf"|{_OF_HUNDRED})|{NUMBER} [^\W\d_]+{_OF_HUNDRED}",
        re.I,
    ),
    "money": re.compile(
        rf"{_CURRENCY_SIGN}[ \u00a0]?{_DIGITS}{_SCALE}?{_A_YEAR}?|{NUMBER}[ \u00a0]?{_CURRENCY_WORD}(?!\w){_A_YEAR}?"
        rf"|{_BARE_SUM}",
        re.I,
    ),
}
_A_DAY_FIRST = re.compile(r"(?:[1一]日|[毎每]日|每天|一天)\D*[\d.,]+[万千]?(?P<counted>\D)")
_ANY_NUMBER = re.compile(NUMBER, re.I)


class Figure(NamedTuple):
    """A slice of the text: the number with its unit."""

    text: str
    start: int
    end: int

    @property
    def unit(self) -> str:
        """What is left of it without its number: "cases a day"."""
        if counted := _A_DAY_FIRST.match(self.text):
            return f"{counted['counted']}/日"
        return " ".join(_ANY_NUMBER.sub(" ", self.text, count=1).split())


def iter_figures(text: str, shape: Shape) -> Iterator[Figure]:
    """The figures of one kind, in their order."""
    for match in _SHAPES[shape].finditer(text):
        yield Figure(match.group(), match.start(), match.end())


def has_number(text: str) -> bool:
    return _ANY_NUMBER.search(text) is not None
