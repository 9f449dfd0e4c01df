"""The portfolio: all pilots that somebody may see, side by side: where they stand, what they lack together."""

from collections.abc import Iterable

from bot.domain.assessment.assessment import compute_pillar_readiness
from bot.domain.core.people import Pilot
from bot.domain.framework.framework import Framework, Pillar
from bot.domain.messaging.message import MessageContent
from bot.domain.portfolio.portfolio import FEWEST_PILOTS, Portfolio, PortfolioRow
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import OPTION_VALUE, build_option, build_select
from bot.slack.blocks.kit.references import Reference, pack_reference
from bot.slack.blocks.kit.slack_formatter import SlackTextFormatter
from bot.slack.blocks.kit.tables import Cell, build_table
from bot.slack.blocks.kit.text import count_utf16_units
from bot.wording.formatter import format_count, format_day
from bot.wording.leaders import portfolio_words as words

_PEN = SlackTextFormatter()


def build_portfolio_message(found: Portfolio, framework: Framework) -> MessageContent:
    """The most telling first; under it all of them as a table, and each one click away."""
    told = words.render_portfolio_paragraphs(found, framework, _PEN)
    return kit.build_message(
        "\n".join(told),
        *(block for text in told for block in kit.build_sections(text, 2)),
        build_stages_chart(found, framework),
        _build_pilots_table(found, framework),
        kit.build_buttons(
            build_pilot_select(row.pilot for row in found.rows),
            kit.build_button("Heatmap as a picture", "portfolio_picture", Reference()),
            kit.build_button("Weekly digest", "digest_open", Reference()),
        ),
        kit.build_context("Only pilots that you may see. The picture has every criterion, with stage and owner."),
    )


def _build_pilots_table(found: Portfolio, framework: Framework) -> kit.Block:
    """Few columns, so that no line wraps: the sentences and the picture say the rest."""
    head = ("Pilot", "Stage", *(pillar.name for pillar in framework.pillars))
    when = format_day(found.at.date())
    caption = f"{format_count(len(found.rows), 'pilot')} on {when}: each pillar from 0 to {framework.levels[-1].level}"
    return build_table(caption, head, [_build_table_row(row, framework) for row in found.rows])


def _build_table_row(row: PortfolioRow, framework: Framework) -> tuple[Cell, ...]:
    stage = framework.get_stage(row.stage).name if row.stage else None
    return row.pilot.name, stage, *(_compute_mean(row, pillar) for pillar in framework.pillars)


def _compute_mean(row: PortfolioRow, pillar: Pillar) -> float | None:
    return None if row.levels is None else round(compute_pillar_readiness(pillar, row.levels).mean, 1)


def build_pilot_select(pilots: Iterable[Pilot]) -> kit.Element | None:
    """Opens the pilot that is chosen."""
    named = [(pilot.name, pack_reference(Reference(pilot=pilot.id))) for pilot in pilots]
    options = [build_option(name, value) for name, value in named if count_utf16_units(value) <= OPTION_VALUE]
    return {**build_select(options, placeholder="Open a pilot"), "action_id": "pilot_open"} if options else None


def build_small_portfolio_message(pilots: int) -> MessageContent:
    """Fewer than three are no portfolio: the list says more of them."""
    count = f"You may see {format_count(pilots, 'pilot')}" if pilots else "There is no pilot that you may see yet"
    return kit.build_text_message(
        f"{count}; from {FEWEST_PILOTS} on I put them side by side. `/pilot list` shows where each stands."
    )


def build_stages_chart(found: Portfolio, framework: Framework) -> kit.Block | None:
    """How many pilots stand at which stage, now and where its history begins; the words above say the same."""
    stages = [stage for stage in framework.stages if any(c.stage == stage.id for c in found.stages)]
    if not stages:
        return None
    then = found.weeks[0] if found.weeks else None
    before = [next((c.pilots for c in then.stages if c.stage == s.id), 0) for s in stages] if then else []
    now = [next((c.pilots for c in found.stages if c.stage == s.id), 0) for s in stages]
    earlier = ((f"{then.day.day} {then.day:%b}", before),) if then is not None and any(before) else ()
    return kit.build_bar_chart("Pilots by stage", [stage.name for stage in stages], (*earlier, ("Now", now)), "pilots")
