"""The portfolio in words: what a leader reads of it, sentence by sentence, and the heatmap as text."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from bot.domain.core.invisible_characters import visible
from bot.domain.core.people import Pilot
from bot.domain.framework.framework import Framework
from bot.domain.portfolio.portfolio import Portfolio, Row, SharedGap, StageMove
from bot.domain.portfolio.similar_pilots import Alike
from bot.wording.formatter import Pen, counted, day, listed, sentence, together

NOT_ASSESSED = "not assessed yet"
_MOST_SHARED, _MOST_GROUPS, _MOST_ROWS = 3, 3, 30
_NAME_WIDTH = 28
_UNKNOWN, _NOTHING = "?", "·"
_COUNTED = {2: "two", 3: "three", 4: "four"}


def told(portfolio: Portfolio, framework: Framework, pen: Pen) -> tuple[str, ...]:
    """All of it, a paragraph an entry, most telling first; without the heatmap."""
    return tuple(_told(portfolio, framework, pen))


def _told(portfolio: Portfolio, framework: Framework, pen: Pen) -> Iterator[str]:
    yield pen.strong(headline(portfolio, framework)) + " " + moves(portfolio, framework, pen)
    yield from (shared_gap(gap, pen) for gap in portfolio.shared[:_MOST_SHARED])
    if portfolio.stalled:
        yield stalled(portfolio, pen)
    yield from (look_alike(group, pen) for group in portfolio.alike[:_MOST_GROUPS])


def headline(portfolio: Portfolio, framework: Framework) -> str:
    """9 pilots: 4 lab, 3 pilot, 2 candidate."""
    names = {stage.id: stage.name for stage in framework.stages}
    stages = [f"{c.pilots} {names[c.stage] if c.stage else NOT_ASSESSED}" for c in portfolio.stages]
    return f"{counted(len(portfolio.rows), 'pilot')}: {', '.join(stages)}." if stages else "No pilot yet."


def moves(portfolio: Portfolio, framework: Framework, pen: Pen) -> str:
    """Since Monday 7 September 2 moved up (…) and none back."""
    since = day(portfolio.since.date(), portfolio.at.date())
    if not portfolio.moved_up and not portfolio.moved_back:
        return f"None has changed its stage since {since}."
    up, back = (_moved(some, framework, pen) for some in (portfolio.moved_up, portfolio.moved_back))
    count_up, count_back = (len(some) or "none" for some in (portfolio.moved_up, portfolio.moved_back))
    return f"Since {since} {count_up} moved up{up} and {count_back} back{back}."


def _moved(some: Sequence[StageMove], framework: Framework, pen: Pen) -> str:
    names = {stage.id: stage.name for stage in framework.stages}
    each = (f"{pen.name(move.pilot.name)} from {names[move.before]} to {names[move.now]}" for move in some)
    return f" ({listed(each, 4)})" if some else ""


def shared_gap(gap: SharedGap, pen: Pen) -> str:
    """The gap with its numbers, and the one decision. What nobody could say is told apart from what is lacking."""
    pilots = f"{len(gap.weak)} of {counted(gap.of, 'assessed pilot')}"
    unsure = f"; of {len(gap.unknown)} more nobody could say" if gap.unknown else ""
    return f"{pen.strong(f'{pilots} {gap.lack}')}{unsure}. One decision would lift them together: {gap.decision}."


def stalled(portfolio: Portfolio, pen: Pen) -> str:
    today = portfolio.at.date()
    names = listed(f"{pen.name(item.pilot.name)} (since {_date(item.since, today)})" for item in portfolio.stalled)
    many = len(portfolio.stalled) > 1
    verb, them = ("have", "them") if many else ("has", "it")
    return f"{len(portfolio.stalled)} {verb} not moved for two quarters: {names}. Stop or staff {them}?"


def look_alike(group: Alike, pen: Pen) -> str:
    """Says why: a resemblance that nobody can check is a suspicion."""
    count = len(group.pilots)
    both = "both" if count == 2 else "all"
    words = together([f"“{word}”" for word in group.words[:4]])
    on = f" and work on {together([pen.plain(name) for name in group.systems[:3]])}" if group.systems else ""
    question = f"One pilot, or {_COUNTED.get(count, count)}?"
    return f"{_names(group.pilots, pen)} look alike: {both} speak of {words}{on}. {question}"


def _names(pilots: Sequence[Pilot], pen: Pen) -> str:
    return listed(pen.name(pilot.name) for pilot in pilots)


# --- as a table, for a surface with letters of one width --------------------------------------------


def heatmap(portfolio: Portfolio, framework: Framework) -> str:
    """Pilots by criteria: 0 to 4, `?` where nobody could say, `·` where nobody asked yet."""
    rows = portfolio.rows[:_MOST_ROWS]
    widths = [max(len(pillar.name), 2 * len(pillar.criteria) - 1) for pillar in framework.pillars]
    head = "  ".join(p.name.ljust(width) for p, width in zip(framework.pillars, widths, strict=True))
    lines = [f"{'':{_NAME_WIDTH}}  {head}".rstrip()]
    lines += [f"{_fitted(row.pilot.name)}  {_cells(row, framework, widths)}".rstrip() for row in rows]
    if len(portfolio.rows) > len(rows):
        lines.append(f"and {len(portfolio.rows) - len(rows)} more")
    return "\n".join([*lines, "", *_legend(framework)])


def _cells(row: Row, framework: Framework, widths: Sequence[int]) -> str:
    cells = [" ".join(_cell(row, criterion.id) for criterion in pillar.criteria) for pillar in framework.pillars]
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))


def _cell(row: Row, criterion: str) -> str:
    if row.levels is None:
        return _NOTHING
    level = row.levels.get(criterion)
    return _UNKNOWN if level is None else str(level)


def _legend(framework: Framework) -> Iterator[str]:
    for pillar in framework.pillars:
        yield f"{pillar.name}: {', '.join(criterion.name.lower() for criterion in pillar.criteria)}"
    levels = ", ".join(f"{level.level} {level.name}" for level in framework.levels)
    yield f"{levels}, {_UNKNOWN} nobody could say, {_NOTHING} {NOT_ASSESSED}"


def history(portfolio: Portfolio, framework: Framework) -> str:
    """How many pilots stood at which stage at the end of each week."""
    dates = "".join(_short(then.day).rjust(7) for then in portfolio.weeks)
    order = [*((stage.id, stage.name) for stage in framework.stages), (None, NOT_ASSESSED)]
    lines = [f"{'':16}{dates}"]
    for stage, name in order:
        counts = [next((c.pilots for c in then.stages if c.stage == stage), 0) for then in portfolio.weeks]
        if any(counts):
            lines.append(f"{sentence(name):16}" + "".join((str(n) if n else _NOTHING).rjust(7) for n in counts))
    return "\n".join(lines)


def _short(when: date) -> str:
    return f"{when.day} {when:%b}"


def _date(when: date, today: date) -> str:
    return f"{when.day} {when:%B}" + ("" if when.year == today.year else f" {when.year}")


def _fitted(name: str) -> str:
    """In exactly the width of the column; some letters are twice as wide as others."""
    words = " ".join(visible(name).split())
    if _width(words) > _NAME_WIDTH:
        while _width(words) > _NAME_WIDTH - 1:
            words = words[:-1]
        words += "…"
    return words + " " * (_NAME_WIDTH - _width(words))


def _width(text: str) -> int:
    """In columns: an accent that is put on a letter takes none."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return wide + sum(not unicodedata.combining(letter) for letter in text)
