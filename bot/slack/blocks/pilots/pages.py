"""Pages of pilots: which of them are shown, and the way to the others, in place."""

from bot.domain.portfolio.overview import PAGE
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.references import Reference


def format_range(shown: int, earlier: int, more: int) -> str:
    """· 21 to 40 of 45; empty where all are shown."""
    return f" · {earlier + 1} to {earlier + shown} of {earlier + shown + more}" if earlier or more else ""


def build_page_buttons(which: str, earlier: int, more: int) -> kit.Block | None:
    """`which`: the button that shows the next page; with `_back`, the one before."""
    at = earlier // PAGE
    return kit.build_buttons(
        kit.build_button("Earlier", f"{which}_back", Reference(page=at - 1)) if earlier else None,
        kit.build_button("More", which, Reference(page=at + 1)) if more else None,
    )
