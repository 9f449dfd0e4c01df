"""What an operator's monitoring reads: how often people found right or wrong what was made for them."""

from bot.domain.work.output_feedback import FeedbackCount, count_feedback
from bot.services.ports.core import Transactions

_NAME = "flightplan_output_feedback"
_HEAD = (
    f"# HELP {_NAME} People who found an output right (up) or wrong (down), by what they said last.",
    f"# TYPE {_NAME} gauge",
)


async def render_metrics(*workspaces: Transactions) -> str:
    """Of them together, in the text format of Prometheus. Counts only: no names and no words."""
    given = [one for each in workspaces for one in await each.run(lambda uow: uow.output_feedback.list_all())]
    lines = [line for count in count_feedback(given) for line in _render_count(count)]
    return "\n".join((*_HEAD, *lines, ""))


def _render_count(count: FeedbackCount) -> tuple[str, str]:
    model = count.model.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")

    def line(value: str, number: int) -> str:
        return f'{_NAME}{{kind="{count.kind}",model="{model}",value="{value}"}} {number}'

    return line("up", count.up), line("down", count.down)
