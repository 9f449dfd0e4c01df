"""The portfolio in words: what a leader reads of it, sentence by sentence, and the heatmap as text."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.domain.core.people import Pilot
from bot.domain.core.phrases import join_with_and, spell_count
from bot.domain.framework.framework import Framework
from bot.domain.portfolio.portfolio import Portfolio, PortfolioRow, SharedGap, StageMove
from bot.domain.portfolio.similar_pilots import SimilarPilots
from bot.wording.formatter import TextFormatter, capitalize_first, format_count, format_day, format_list
from bot.wording.leaders.columns import fit_to_column

NOT_ASSESSED, _NOT_RATED = "not assessed yet", "not rated yet"
"""Nobody has looked; or there is no stage to speak of, maybe because too little was asked."""
_TOO_EARLY = "can't be rated yet, since too much of it was not asked"
_MOST_SHARED, _MOST_GROUPS, _MOST_ROWS = 3, 3, 30
_NAME_WIDTH = 28
_MOST_SENTENCES = 12
_STAGE_WIDTH, _OWNER_WIDTH = 10, 10
_UNKNOWN, _NOTHING = "?", "·"


def render_portfolio_paragraphs(
    portfolio: Portfolio, framework: Framework, formatter: TextFormatter
) -> tuple[str, ...]:
    """All of it, a paragraph an entry, most telling first; without the heatmap."""
    return tuple(_iter_portfolio_paragraphs(portfolio, framework, formatter))


def _iter_portfolio_paragraphs(portfolio: Portfolio, framework: Framework, formatter: TextFormatter) -> Iterator[str]:
    yield (
        formatter.format_bold(render_portfolio_headline(portfolio, framework))
        + " "
        + render_stage_moves(portfolio, framework, formatter)
    )
    if told := [render_pilot_sentence(row, framework, formatter) for row in portfolio.rows[:_MOST_SENTENCES]]:
        rest = len(portfolio.rows) - len(told)
        yield "\n".join([*told, *([f"… and {rest} more."] if rest > 0 else [])])
    yield from (render_shared_gap(gap, formatter) for gap in portfolio.shared[:_MOST_SHARED])
    if portfolio.stalled:
        yield render_stalled(portfolio, formatter)
    yield from (render_similar_pilots(group, formatter) for group in portfolio.alike[:_MOST_GROUPS])


def render_portfolio_headline(portfolio: Portfolio, framework: Framework) -> str:
    """9 pilots: 4 lab, 3 pilot, 2 candidate."""
    names = {stage.id: stage.name for stage in framework.stages}
    stages = [f"{c.pilots} {names[c.stage] if c.stage else _NOT_RATED}" for c in portfolio.stages]
    return f"{format_count(len(portfolio.rows), 'pilot')}: {', '.join(stages)}." if stages else "No pilot yet."


def render_stage_moves(portfolio: Portfolio, framework: Framework, formatter: TextFormatter) -> str:
    """Since Monday 7 September 2 moved up (…) and none back."""
    since = format_day(portfolio.since.date(), portfolio.at.date())
    if not portfolio.moved_up and not portfolio.moved_back:
        return f"None has changed its stage since {since}{_render_younger(portfolio)}."
    up, back = (_render_moved_pilots(some, framework, formatter) for some in (portfolio.moved_up, portfolio.moved_back))
    count_up, count_back = (len(some) or "none" for some in (portfolio.moved_up, portfolio.moved_back))
    return f"Since {since} {count_up} moved up{up} and {count_back} back{back}{_render_younger(portfolio)}."


def _render_younger(portfolio: Portfolio) -> str:
    """; 2 of them began only after that. Empty where none did."""
    count, of = len(portfolio.younger), len(portfolio.rows)
    if not count:
        return ""
    whose = "all of them" if count == of else f"{count} of them"
    return f"; {whose} began only after that"


def render_pilot_sentence(row: PortfolioRow, framework: Framework, formatter: TextFormatter) -> str:
    """Freight is a pilot, held back by exceptions (absent); Ruud is named to answer for it."""
    name = formatter.format_pilot_name(row.pilot.name)
    owner = f"{formatter.escape_text(row.owner) if row.owner else 'nobody'} is named to answer for it"
    if row.stage is None or row.levels is None:
        return f"{name} {f'is {NOT_ASSESSED}' if row.levels is None else _TOO_EARLY}; {owner}."
    stage = framework.get_stage(row.stage).name
    if row.blocker is None:
        return f"{name} stands at {stage}, with every criterion proven; {owner}."
    level = framework.get_level_name(row.levels.get(row.blocker))
    held = f"{framework.get_criterion(row.blocker).name.lower()} ({level})"
    return f"{name} stands at {stage}, held back by {held}; {owner}."


def _render_moved_pilots(some: Sequence[StageMove], framework: Framework, formatter: TextFormatter) -> str:
    names = {stage.id: stage.name for stage in framework.stages}
    each = (f"{formatter.format_pilot_name(m.pilot.name)} from {names[m.before]} to {names[m.now]}" for m in some)
    return f" ({format_list(each, 4)})" if some else ""


def render_shared_gap(gap: SharedGap, formatter: TextFormatter) -> str:
    """The gap with its numbers, and the one decision. What is not known is told apart from what is lacking."""
    pilots = f"{len(gap.weak)} of {format_count(gap.of, 'assessed pilot')}"
    unsure = f"; of {len(gap.unknown)} more it is not known" if gap.unknown else ""
    return (
        f"{formatter.format_bold(f'{pilots} {gap.lack}')}{unsure}. One decision would lift them together: "
        f"{gap.decision}."
    )


def render_stalled(portfolio: Portfolio, formatter: TextFormatter) -> str:
    today = portfolio.at.date()
    names = format_list(
        f"{formatter.format_pilot_name(i.pilot.name)} (since {_format_date(i.since, today)})" for i in portfolio.stalled
    )
    many = len(portfolio.stalled) > 1
    verb, them = ("have", "them") if many else ("has", "it")
    return f"{len(portfolio.stalled)} {verb} not moved for two quarters: {names}. Stop or staff {them}?"


def render_similar_pilots(group: SimilarPilots, formatter: TextFormatter) -> str:
    """Says why: a resemblance that nobody can check is a suspicion."""
    count = len(group.pilots)
    both = "both" if count == 2 else "all"
    words = join_with_and([f"“{word}”" for word in group.words[:4]])
    on = f" and work on {join_with_and([formatter.escape_text(n) for n in group.systems[:3]])}" if group.systems else ""
    question = f"One pilot, or {spell_count(count)}?"
    return f"{_render_pilot_names(group.pilots, formatter)} look alike: {both} speak of {words}{on}. {question}"


def _render_pilot_names(pilots: Sequence[Pilot], formatter: TextFormatter) -> str:
    return format_list(formatter.format_pilot_name(pilot.name) for pilot in pilots)


# --- as a table, for a surface with letters of one width --------------------------------------------


def render_heatmap(portfolio: Portfolio, framework: Framework) -> str:
    """Pilots by criteria, with their stage and owner: 0 to 4, `?` where it is not known, `·` where nobody asked yet."""
    rows = portfolio.rows[:_MOST_ROWS]
    widths = [max(len(pillar.name), 2 * len(pillar.criteria) - 1) for pillar in framework.pillars]
    head = "  ".join(p.name.ljust(width) for p, width in zip(framework.pillars, widths, strict=True))
    lines = [f"{'':{_NAME_WIDTH}}  {head}  {'Stage':{_STAGE_WIDTH}}  Owner"]
    lines += [_render_row(row, framework, widths) for row in rows]
    if len(portfolio.rows) > len(rows):
        lines.append(f"and {len(portfolio.rows) - len(rows)} more")
    return "\n".join([*lines, "", *_iter_legend_lines(framework)])


def _render_row(row: PortfolioRow, framework: Framework, widths: Sequence[int]) -> str:
    name, cells = fit_to_column(row.pilot.name, _NAME_WIDTH), _render_cells(row, framework, widths)
    stage = framework.get_stage(row.stage).name if row.stage else _NOTHING
    owner = fit_to_column(row.owner or _UNKNOWN, _OWNER_WIDTH)
    return f"{name}  {cells}  {fit_to_column(stage, _STAGE_WIDTH)}  {owner}".rstrip()


def _render_cells(row: PortfolioRow, framework: Framework, widths: Sequence[int]) -> str:
    cells = [" ".join(_render_cell(row, criterion.id) for criterion in pillar.criteria) for pillar in framework.pillars]
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))


def _render_cell(row: PortfolioRow, criterion: str) -> str:
    if row.levels is None:
        return _NOTHING
    level = row.levels.get(criterion)
    return _UNKNOWN if level is None else str(level)


def _iter_legend_lines(framework: Framework) -> Iterator[str]:
    for pillar in framework.pillars:
        yield f"{pillar.name}: {', '.join(criterion.name.lower() for criterion in pillar.criteria)}"
    levels = ", ".join(f"{level.level} {level.name}" for level in framework.levels)
    yield f"{levels}, {_UNKNOWN} not known, {_NOTHING} {NOT_ASSESSED}"


def render_stage_history(portfolio: Portfolio, framework: Framework) -> str:
    """How many pilots stood at which stage at the end of each week."""
    dates = "".join(_format_short_date(then.day).rjust(7) for then in portfolio.weeks)
    order = [*((stage.id, stage.name) for stage in framework.stages), (None, _NOT_RATED)]
    lines = [f"{'':16}{dates}"]
    for stage, name in order:
        counts = [next((c.pilots for c in then.stages if c.stage == stage), 0) for then in portfolio.weeks]
        if any(counts):
            lines.append(f"{capitalize_first(name):16}" + "".join((str(n) if n else _NOTHING).rjust(7) for n in counts))
    return "\n".join(lines)


def _format_short_date(when: date) -> str:
    return f"{when.day} {when:%b}"


def _format_date(when: date, today: date) -> str:
    return f"{when.day} {when:%B}" + ("" if when.year == today.year else f" {when.year}")
