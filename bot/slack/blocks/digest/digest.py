"""The weekly digest: the decision owed with its buttons, what moved, what is stuck, what comes, and where all stand."""

from bot.domain.core.people import Person
from bot.domain.digest.decision import Decision, DecisionOutcome
from bot.domain.digest.digest import Digest
from bot.domain.framework.framework import Framework
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.digest.portfolio import build_pilot_select, build_stages_chart
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import DONE, format_mention, format_name, format_quote, format_their_words
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.slack_formatter import SlackTextFormatter
from bot.slack.blocks.kit.text import escape_text
from bot.slack.blocks.opening.stopped_requests import build_stop_menu
from bot.wording.formatter import format_day
from bot.wording.leaders import digest_words as words

_PEN = SlackTextFormatter()
_NOTE = 400
_ABOUT_PLANS = frozenset(("gate", "unblock", "assign"))
"""The decisions that come of a plan: its first page can be sent along."""


def build_headline_message(digest: Digest) -> MessageContent:
    """How late it is, and which week this is or the one line of a quiet week."""
    late = words.render_lateness(digest)
    line = words.render_quiet_week(digest, _PEN) if digest.is_quiet else f"*{_format_headline(digest)}*"
    return kit.build_message(line, kit.build_context(f":warning: {late}") if late else None, kit.build_section(line))


def _format_headline(digest: Digest) -> str:
    pilots = "your pilot" if len(digest.pilots) == 1 else f"your {len(digest.pilots)} pilots"
    return f"The week in {pilots}, from {format_day(digest.since.date())} to {format_day(digest.until.date())}"


# --- the one decision --------------------------------------------------------------------------------


def build_decision_message(digest: Digest, owed: Decision | None) -> MessageContent | None:
    """The first that is still open; None where none is."""
    if owed is None:
        return None
    more = words.render_remaining_decisions(digest) if owed == digest.first_decision else ""
    asked = words.render_decision(owed, _PEN, digest.decision_addressee)
    under = kit.build_context(more) if more else None
    return kit.build_text_message(asked, under, _build_decision_buttons(digest, owed))


def _build_decision_buttons(digest: Digest, owed: Decision) -> kit.Block | None:
    reference = Reference(person=digest.leader, week=digest.week, subject=owed.subject, pilot=owed.pilot.id)
    with_plan = owed.kind in _ABOUT_PLANS
    return kit.build_buttons(
        *_list_answer_buttons(owed, reference),
        kit.build_menu(
            Reference(pilot=owed.pilot.id),
            ("Open the pilot", "pilot_open"),
            ("Send me the brief", "plan_brief") if with_plan else None,
        ),
    )


def _list_answer_buttons(owed: Decision, reference: Reference) -> tuple[kit.Element, ...]:
    if owed.kind == "gate":
        approve = kit.build_button("Approve the gate", "decision_yes", reference, style="primary")
        return approve, kit.build_button("Not yet", "decision_no", reference)
    if owed.kind == "fall":
        goes_on = kit.build_button("It goes on", "decision_yes", reference, style="primary")
        return goes_on, kit.build_button("Stop it", "decision_no", reference)
    if owed.kind == "ownership" and owed.own:
        accept = kit.build_button("Accept", "decision_yes", reference, style="primary")
        return accept, kit.build_button("Not me", "decision_not_me", reference)
    if owed.kind == "ownership":
        return (kit.build_button("Say who owns it", "decision_owner", reference, style="primary"),)
    if owed.kind == "unblock":
        cleared = kit.build_button("The way is clear", "decision_cleared", reference, style="primary")
        return cleared, kit.build_button("Not mine to clear", "decision_not_me", reference)
    return (kit.build_button("Say who takes it", "decision_assign", reference, style="primary"),)


def build_decision_outcome_message(owed: Decision, ruling: DecisionOutcome) -> MessageContent:
    """What became of a decision: in the place of its buttons, and to those who waited for it."""
    by = format_mention(Person(id=ruling.by, name=ruling.by_name or ruling.by))
    text = f"{DONE if ruling.answer == 'yes' else ':warning:'} {_format_outcome(owed, ruling, by)}"
    note = f"{by} adds: {format_quote(ruling.note, _NOTE)}" if ruling.note else ""
    return kit.build_message(text, kit.build_section(f"{text}\n{note}" if note else text))


def _format_outcome(owed: Decision, ruling: DecisionOutcome, by: str) -> str:
    pilot = f"_{format_name(owed.pilot.name)}_"
    title = format_quote(owed.title)
    said = {
        ("gate", "yes"): f"{by} approved the gate _{escape_text(owed.title)}_ of {pilot}.",
        ("gate", "no"): f"{by} does not let the gate _{escape_text(owed.title)}_ of {pilot} pass yet.",
        ("fall", "yes"): f"{by} says that {pilot} goes on.",
        ("fall", "no"): f"{by} says that {pilot} is stopped.",
        ("ownership", "yes"): f"{by} accepted {pilot} as its owner.",
        ("ownership", "not_me"): f"{by} does not own {pilot}. Who does?",
        ("unblock", "yes"): f"{by} says the way is clear for {title} of {pilot}. Does it go on?",
        ("unblock", "not_me"): f"{by} can't clear the way for {title} of {pilot}. Who can?",
        ("assign", "yes"): f"{by} said who takes {title} of {pilot}.",
    }
    if owed.kind == "ownership" and ruling.answer == "yes" and not owed.own:
        return f"{by} named who owns {pilot}."
    return said.get((owed.kind, ruling.answer), f"{by} settled it.")


def build_owner_request_message(pilot: str, by: Person, reference: Reference) -> MessageContent:
    """To whoever a leader names as the operational owner."""
    return kit.build_message(
        f"Accept or decline: {format_mention(by)} names you as the owner of {format_their_words(pilot)}.",
        kit.build_section(
            f"{format_mention(by)} names you as the owner of the AI pilot "
            f"{format_their_words(pilot)}: the leader from operations who answers for its results once it is live. "
            "It is yours once you accept it; you then get its weekly digest, and `/pilot digest` changes or stops that."
        ),
        kit.build_context("I'm Flightplan, an AI assistant: I help this team to bring its AI pilot into production."),
        kit.build_buttons(
            kit.build_button("Accept", "decision_yes", reference, style="primary"),
            kit.build_button("Not me", "decision_not_me", reference),
            kit.build_button("Open the pilot", "pilot_open", Reference(pilot=reference.pilot)),
            build_stop_menu(by.id),
        ),
    )


# --- what moved ----------------------------------------------------------------------------------------


def build_details_message(digest: Digest, framework: Framework) -> MessageContent:
    """Everything under the decision; of a quiet week only how to change what comes."""
    told = [] if digest.is_quiet else list(words.render_digest_body(digest, framework, _PEN))
    blocks = [block for text in told for block in kit.build_sections(text, 2)]
    shown = digest.portfolio if not digest.is_quiet else None
    chart = build_stages_chart(shown, framework) if shown is not None else None
    footer = _format_footer(digest)
    under = (kit.build_context(footer), _build_digest_buttons(digest))
    return kit.build_message("\n".join(told) or footer, *blocks, chart, *under)


def _format_footer(digest: Digest) -> str:
    where = "" if digest.channel is None else " It holds the pilots that everybody in this channel may see."
    return f"Your week as it stood on {format_day(digest.until.date())}, {digest.until:%H:%M}.{where}"


def _build_digest_buttons(digest: Digest) -> kit.Block | None:
    everything = ("All pilots", "portfolio_open") if digest.portfolio is not None else None
    several = [week.pilot for week in digest.pilots] if len(digest.pilots) > 1 else []
    which = build_pilot_select(several)
    return kit.build_buttons(which, kit.build_menu(Reference(), everything, ("Change this digest", "digest_open")))
