"""The portfolio: all pilots that somebody may see, side by side: where they stand, what they lack together."""

from bot.domain.framework.framework import Framework
from bot.domain.messaging.message import MessageContent
from bot.domain.portfolio.portfolio import FEWEST_PILOTS, Portfolio
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.slack_formatter import SlackTextFormatter
from bot.wording import portfolio_words as words
from bot.wording.formatter import format_count

_PEN = SlackTextFormatter()
_TABLE = 2900


def build_portfolio_message(found: Portfolio, framework: Framework) -> MessageContent:
    """The most telling first; under it the heatmap, as a table of letters of one width."""
    told = words.render_portfolio_paragraphs(found, framework, _PEN)
    return kit.build_message(
        "\n".join(told),
        *(block for text in told for block in kit.build_sections(text, 2)),
        build_stages_chart(found, framework),
        kit.build_preformatted(words.render_heatmap(found, framework), _TABLE),
        kit.build_buttons(
            kit.build_button("Heatmap as a picture", "portfolio_picture", Reference()),
            kit.build_button("Weekly digest", "digest_open", Reference()),
        ),
        kit.build_context("Only pilots that you may see. `/pilot status NAME` opens one."),
    )


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
