"""One pilot opened from Home: its status and its pillars in a modal, to be read."""

from datetime import date

from bot.domain.framework.framework import Framework
from bot.domain.messaging.message import MessageContent
from bot.domain.portfolio.overview import PilotOverview
from bot.slack.blocks.assessment import assessment
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.newer_blocks import replace_newer_blocks
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots import overview
from bot.slack.blocks.pilots.status import build_status_blocks

_CALLBACK = "pilot"
_UNAVAILABLE = "unavailable"


def build_pilot_modal(seen: PilotOverview, framework: Framework, today: date) -> kit.View:
    """Modals show no charts, and there is no channel here to post to: what stays is reading and ways on."""
    made = seen.assessment
    reference = Reference(pilot=seen.pilot.id, assessment=made.id if made else None)
    card = assessment.build_assessment_message(made, framework, before=seen.before) if made else None
    return kit.build_modal(
        _CALLBACK,
        seen.pilot.name,
        *build_status_blocks(seen, framework, today),
        *([kit.build_divider(), *kit.without_buttons(replace_newer_blocks(card)).blocks] if card else []),
        kit.build_buttons(
            kit.build_link_button("Go to the interview", "open_thread", seen.thread),
            kit.build_button("Why these ratings", "assessment_why", reference) if made else None,
            _build_brief_button(seen),
            *overview.build_next_buttons(seen, reference),
        ),
        reference=reference,
    )


def _build_brief_button(seen: PilotOverview) -> kit.Element | None:
    """The page that one forwards, as a file."""
    if seen.plan is None:
        return None
    return kit.build_button("Send me the brief", "plan_brief", Reference(plan=seen.plan.id))


def build_unavailable_pilot_modal(told: MessageContent) -> kit.View:
    """What is said where the pilot can't be opened."""
    return kit.build_modal(_UNAVAILABLE, "Flightplan", *told.blocks)


def is_unavailable_modal(view: kit.View) -> bool:
    return bool(view["callback_id"] == _UNAVAILABLE)
