"""The library's words for money, as they fit whoever reads them: where there is no profit, a budget is spoken of."""

import re

from bot.domain.assessment.assessment import Assessment

_NO_PROFIT = re.compile(
    r"\b(?:councils?|municipal\w*|city of|town|hospitals?|clinics?|nhs|ministry|government|tax office|universit\w+|"
    r"schools?|colleges?|associations?|charit\w+|non-?profit|public (?:body|sector|service)|social housing|housing "
    r"association|police|courts?|foundation|nurses?|physicians?|clinical lead|gemeinde\w*|behörde\w*|krankenhaus\w*|"
    r"verein|universität\w*|hôpital\w*|mairie|ayuntamiento|ospedale|ziekenhuis|gemeente|kommune\w*|sykehus\w*)\b",
    re.I,
)
_PROFIT = re.compile(r"\b(?:p\s?&\s?l|profit (?:and loss|share)|margins?|earnings|revenue|shareholders?)\b", re.I)
_NOT_THEM = re.compile(r"\bworks? councils?\b", re.I)
_SPOKEN_OF = (
    (re.compile(r"\bP&L or budget\b"), "budget"),
    (re.compile(r"\bP&L\b"), "budget"),
    (re.compile(r"\bprofit and loss\b", re.I), "budget"),
    (re.compile(r"^Profit$"), "Value for money"),
)


def speaks_of_budget(assessment: Assessment) -> bool:
    """Whether the pilot's name, what it is for or somebody's role tells of a public body, a hospital or an association,
    and nobody of the team speaks of profit."""
    told = [assessment.pilot.name, *(person.role for person in assessment.people)]
    told += [assessment.purpose.quote] if assessment.purpose else []
    if any(_PROFIT.search(item.sentence) for item in assessment.evidence):
        return False
    return any(_NO_PROFIT.search(_NOT_THEM.sub("", text)) for text in told)


def to_budget_words(text: str) -> str:
    """The library's text without profit. What somebody said is never put through it."""
    for pattern, word in _SPOKEN_OF:
        text = pattern.sub(word, text)
    return text
