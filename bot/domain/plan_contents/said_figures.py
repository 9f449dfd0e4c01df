"""Said figures: the figures of a criterion's quotes, each with the sentence that carries it and how it stands there."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.framework import Level
from bot.domain.interview.evidence import Evidence
from bot.domain.lexicon.figures import Shape, iter_figures
from bot.domain.quotation.figure_standing import Standing, StandingFigure, read_figures

_DESIGNED: Level = 3
"""From this level on a limit in time that somebody names is one that they agreed."""
_LIMIT = re.compile(
    r"\b(?:within|inside|under|no later than|due in|innerhalb|binnen|unter|en menos de|"
    r"dentro de|sous|en moins de|entro)\b|<|以内",
    re.I,
)


class QuotedFigure(NamedTuple):
    text: str
    unit: str
    standing: Standing | None
    clause: str
    said: Evidence

    @property
    def period(self) -> str:
        """What it is a number of, or of how long: figures that differ in it are not compared."""
        return self.unit.split()[-1].casefold() if self.unit else ""


def list_quoted_figures(assessment: Assessment, criterion: str, shape: Shape) -> tuple[QuotedFigure, ...]:
    """Of the quotes that the criterion's rating rests on, in their order; none while people contradict each other."""
    rating = next((one for one in assessment.ratings if one.criterion == criterion), None)
    if rating is None or rating.disputed:
        return ()
    by_sentence = {item.sentence: item for item in assessment.evidence_for(rating)}
    return tuple(
        _quote_figure(found, item, shape, is_designed(assessment, criterion))
        for item in by_sentence.values()
        for found in read_figures(item.sentence, shape)
    )


def is_designed(assessment: Assessment, criterion: str) -> bool:
    """Whether what somebody says of it is agreed, as its level says; not while people contradict each other."""
    rating = next((one for one in assessment.ratings if one.criterion == criterion), None)
    return rating is not None and not rating.disputed and (rating.level or 0) >= _DESIGNED


def pick_figure(figures: Sequence[QuotedFigure], standing: Standing) -> QuotedFigure | None:
    """The only one that stands so, or the last of the only person who named one: never one of several."""
    found = [figure for figure in figures if figure.standing == standing]
    last = found[-1] if found else None
    if last is None or len({figure.said.speaker for figure in found}) > 1:
        return None
    same_sentence = {figure.text for figure in found if figure.said.sentence == last.said.sentence}
    return last if len(same_sentence) == 1 else None


def _quote_figure(found: StandingFigure, item: Evidence, shape: Shape, designed: bool) -> QuotedFigure:
    standing = found.standing
    if standing is None and shape == "time" and designed and _LIMIT.search(found.clause):
        standing = "target"
    text = _widen_to_share(found) if shape == "time" else found.figure.text
    return QuotedFigure(text, found.figure.unit, standing, found.clause, item)


def _widen_to_share(found: StandingFigure) -> str:
    """A time is held for a share of cases: "4 minutes in 99%"."""
    share = next(_iter_shares(found.clause), None)
    time = found.clause.find(found.figure.text)
    if share is None or time < 0:
        return found.figure.text
    start, end = min(time, share[0]), max(time + len(found.figure.text), share[1])
    return found.clause[start:end]


def _iter_shares(clause: str) -> Iterator[tuple[int, int]]:
    yield from ((figure.start, figure.end) for figure in iter_figures(clause, "share"))
