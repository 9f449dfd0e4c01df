"""The weekly digest: the decision owed with its buttons, what moved, what is stuck, what comes, and where all stand."""

from bot.domain.core.people import Person
from bot.domain.digest.decision import Decision, Ruling
from bot.domain.digest.digest import Digest
from bot.domain.framework.framework import Framework
from bot.domain.messaging.message import Post
from bot.slack.blocks.digest.portfolio import stages_chart
from bot.slack.blocks.kit.elements import Block, Element, actions, button, context, post, section, sections
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.slack_formatter import SlackPen
from bot.slack.blocks.kit.text import DONE, mention, name, plain, quoted
from bot.wording import digest_words as words
from bot.wording.formatter import day

_PEN = SlackPen()
_NOTE = 400
_HEADLINE = 200


def top(digest: Digest) -> Post:
    """How late it is, and the model's headline or the one line of a quiet week."""
    late = words.lateness(digest)
    line = words.quiet_week(digest, _PEN) if digest.quiet else f"*{_headline(digest)}*"
    return post(line, context(f":warning: {late}") if late else None, section(line))


def _headline(digest: Digest) -> str:
    if digest.headline:
        return plain(digest.headline, _HEADLINE)
    pilots = "your pilot" if len(digest.pilots) == 1 else f"your {len(digest.pilots)} pilots"
    return f"The week in {pilots}, from {day(digest.since.date())} to {day(digest.until.date())}"


# --- the one decision --------------------------------------------------------------------------------


def decision(digest: Digest, owed: Decision | None) -> Post | None:
    """The first that is still open; None where none is."""
    if owed is None:
        return None
    more = words.more_owed(digest) if owed == digest.decision else ""
    told = words.decision(owed, _PEN, digest.reader)
    return post(told, section(told), context(more) if more else None, _answers(digest, owed))


def _answers(digest: Digest, owed: Decision) -> Block | None:
    reference = Reference(person=digest.leader, week=digest.week, subject=owed.subject, pilot=owed.pilot.id)
    return actions(*_buttons(owed, reference), button("Open the pilot", "pilot_open", Reference(pilot=owed.pilot.id)))


def _buttons(owed: Decision, reference: Reference) -> tuple[Element, ...]:
    if owed.kind == "gate":
        approve = button("Approve the gate", "decision_yes", reference, style="primary")
        return approve, button("Not yet", "decision_no", reference)
    if owed.kind == "ownership" and owed.own:
        accept = button("Accept", "decision_yes", reference, style="primary")
        return accept, button("Not me", "decision_not_me", reference)
    if owed.kind == "ownership":
        return (button("Say who owns it", "decision_owner", reference, style="primary"),)
    if owed.kind == "unblock":
        cleared = button("The way is clear", "decision_cleared", reference, style="primary")
        return cleared, button("Not mine to clear", "decision_not_me", reference)
    return (button("Say who takes it", "decision_assign", reference, style="primary"),)


def decided(owed: Decision, ruling: Ruling) -> Post:
    """What became of a decision: in the place of its buttons, and to those who waited for it."""
    by = mention(Person(id=ruling.by, name=ruling.by_name or ruling.by))
    text = f"{DONE if ruling.answer == 'yes' else ':warning:'} {_outcome(owed, ruling, by)}"
    note = f"{by} adds: {quoted(ruling.note, _NOTE)}" if ruling.note else ""
    return post(text, section(f"{text}\n{note}" if note else text))


def _outcome(owed: Decision, ruling: Ruling, by: str) -> str:
    pilot = f"_{name(owed.pilot.name)}_"
    title = quoted(owed.title)
    said = {
        ("gate", "yes"): f"{by} approved the gate _{plain(owed.title)}_ of {pilot}.",
        ("gate", "no"): f"{by} does not let the gate _{plain(owed.title)}_ of {pilot} pass yet.",
        ("ownership", "yes"): f"{by} accepted {pilot} as its owner.",
        ("ownership", "not_me"): f"{by} does not own {pilot}. Who does?",
        ("unblock", "yes"): f"{by} says the way is clear for {title} of {pilot}. Does it go on?",
        ("unblock", "not_me"): f"{by} can't clear the way for {title} of {pilot}. Who can?",
        ("assign", "yes"): f"{by} said who takes {title} of {pilot}.",
    }
    if owed.kind == "ownership" and ruling.answer == "yes" and not owed.own:
        return f"{by} named who owns {pilot}."
    return said.get((owed.kind, ruling.answer), f"{by} settled it.")


def owner_named(pilot: str, by: Person, reference: Reference) -> Post:
    """To whoever a leader names as the operational owner."""
    text = (
        f"{mention(by)} names you as the owner of _{name(pilot)}_: the leader from operations who answers for its "
        "results once it is live. It is yours once you accept it."
    )
    return post(
        text,
        section(text),
        context("I'm Flightplan, an AI assistant: I help this team to bring its AI pilot into production."),
        actions(
            button("Accept", "decision_yes", reference, style="primary"),
            button("Not me", "decision_not_me", reference),
            button("Open the pilot", "pilot_open", Reference(pilot=reference.pilot)),
        ),
    )


# --- what moved ----------------------------------------------------------------------------------------


def rest(digest: Digest, framework: Framework) -> Post:
    """Everything under the decision; of a quiet week only how to change what comes."""
    told = [] if digest.quiet else list(words.weeks(digest, framework, _PEN))
    blocks = [block for text in told for block in sections(text, 2)]
    shown = digest.portfolio if not digest.quiet else None
    chart = stages_chart(shown, framework) if shown is not None else None
    return post("\n".join(told) or _foot(digest), *blocks, chart, context(_foot(digest)), _ways(digest))


def _foot(digest: Digest) -> str:
    where = "" if digest.channel is None else " It holds the pilots that everybody in this channel may see."
    return f"Your week as it stood on {day(digest.until.date())}, {digest.until:%H:%M}.{where}"


def _ways(digest: Digest) -> Block | None:
    everything = button("All pilots", "portfolio_open", Reference()) if digest.portfolio is not None else None
    return actions(everything, button("Change this digest", "digest_open", Reference()))
