"""The portfolio: all pilots that somebody may see, side by side: where they stand, what they lack together."""

from bot.domain.framework.framework import Framework
from bot.domain.messaging.message import Post
from bot.domain.portfolio.portfolio import FEWEST_PILOTS, Portfolio
from bot.slack.blocks.kit.elements import Block, actions, bar_chart, button, context, post, section, sections
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.slack_formatter import SlackPen
from bot.slack.blocks.kit.text import shortened
from bot.wording import portfolio_words as words
from bot.wording.formatter import counted

_PEN = SlackPen()
_TABLE = 2900


def portfolio(found: Portfolio, framework: Framework) -> Post:
    """The most telling first; under it the heatmap, as a table of letters of one width."""
    told = words.told(found, framework, _PEN)
    return post(
        "\n".join(told),
        *(block for text in told for block in sections(text, 2)),
        stages_chart(found, framework),
        table(words.heatmap(found, framework)),
        actions(
            button("Heatmap as a picture", "portfolio_picture", Reference()),
            button("Weekly digest", "digest_open", Reference()),
        ),
        context("Only pilots that you may see. `/pilot status NAME` opens one."),
    )


def too_few(pilots: int) -> Post:
    """Fewer than three are no portfolio: the list says more of them."""
    count = f"You may see {counted(pilots, 'pilot')}" if pilots else "There is no pilot that you may see yet"
    text = f"{count}; from {FEWEST_PILOTS} on I put them side by side. `/pilot list` shows where each stands."
    return post(text, section(text))


def stages_chart(found: Portfolio, framework: Framework) -> Block | None:
    """How many pilots stand at which stage, now and where its history begins; the words above say the same."""
    stages = [stage for stage in framework.stages if any(c.stage == stage.id for c in found.stages)]
    if not stages:
        return None
    then = found.weeks[0] if found.weeks else None
    before = [next((c.pilots for c in then.stages if c.stage == s.id), 0) for s in stages] if then else []
    now = [next((c.pilots for c in found.stages if c.stage == s.id), 0) for s in stages]
    earlier = ((f"{then.day.day} {then.day:%b}", before),) if then is not None and any(before) else ()
    return bar_chart("Pilots by stage", [stage.name for stage in stages], (*earlier, ("Now", now)), "pilots")


def table(text: str) -> Block:
    lettering = {"type": "text", "text": shortened(text, _TABLE)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [lettering]}]}
