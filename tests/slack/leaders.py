"""What leaders are shown, of the seeded portfolio: part of the gallery."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.domain.digest.decision import Decision, DecisionChoice, DecisionKind, DecisionOutcome
from bot.domain.digest.digest import Digest
from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import MessageContent
from bot.domain.portfolio.portfolio import compute_portfolio
from bot.slack.blocks.digest import digest as blocks
from bot.slack.blocks.digest import digest_modals, portfolio
from bot.slack.blocks.kit.elements import View, merge_messages
from bot.slack.blocks.kit.references import Reference
from tests.seeded.fixtures import digest_for, track_of
from tests.seeded.pilots import LEE, STORIES
from tests.seeded.story import NOW
from tests.seeded.telling import told


def leading(knowledge: Knowledge) -> Iterator[tuple[str, MessageContent | View]]:
    framework = knowledge.framework
    seeded = [told(story, knowledge) for story in STORIES]
    digest = digest_for(LEE, seeded, knowledge)
    late = digest_for(LEE, seeded[:1], knowledge, due=NOW - timedelta(days=3))
    quiet = digest.model_copy(update={"pilots": digest.unchanged_pilots, "decisions": ()})
    yield "Weekly digest", _whole(digest, knowledge)
    yield "Weekly digest, late, of one pilot", _whole(late, knowledge)
    yield "Weekly digest, a quiet week", _whole(quiet, knowledge)
    for owed in _one_of_each(digest):
        yield from _deciding(digest, owed)
    pilots = [one.team.pilot for one in seeded]
    yield "Digest settings", digest_modals.build_settings_modal(DigestSettings(person=LEE.id), pilots)
    chosen = DigestSettings(person=LEE.id, pilots=(pilots[0].id,), only_changes=True, snoozed_until=NOW.date())
    yield "Digest settings, changed", digest_modals.build_settings_modal(chosen, pilots)
    found = compute_portfolio([track_of(pilot) for pilot in seeded], NOW, knowledge)
    yield "/pilot portfolio", portfolio.build_portfolio_message(found, framework)
    yield "/pilot portfolio, of two", portfolio.build_small_portfolio_message(2)
    yield "/pilot portfolio, of none", portfolio.build_small_portfolio_message(0)
    yield "What a digest of many would say", digest_modals.build_preview_coming_modal(2000)


_ANSWERS: dict[DecisionKind, tuple[DecisionChoice, ...]] = {
    "gate": ("yes", "no"),
    "ownership": ("yes", "not_me"),
    "unblock": ("yes", "not_me"),
    "assign": ("yes",),
}
_MODALS: dict[DecisionKind, Callable[[Decision, Reference], View]] = {
    "gate": digest_modals.build_refusal_modal,
    "ownership": digest_modals.build_owner_modal,
    "unblock": digest_modals.build_unblock_modal,
    "assign": digest_modals.build_assign_modal,
}


def _deciding(digest: Digest, owed: Decision) -> Iterator[tuple[str, MessageContent | View]]:
    reference = Reference(person=LEE.id, week=digest.week, subject=owed.subject, pilot=owed.pilot.id)
    shown = blocks.build_decision_message(digest, owed)
    assert shown is not None
    yield f"A decision: {owed.kind}", shown
    yield f"What is added to it: {owed.kind}", _MODALS[owed.kind](owed, reference)
    for answer in _ANSWERS[owed.kind]:
        yield f"Decided: {owed.kind}, {answer}", blocks.build_decision_outcome_message(owed, _ruling(owed, answer))
    if owed.kind == "ownership":
        own = owed.model_copy(update={"own": True})
        yield "Decided: ownership, one's own", blocks.build_decision_outcome_message(own, _ruling(own, "yes"))
        yield "Named as the owner", blocks.build_owner_request_message(owed.pilot.name, LEE, reference)


def _whole(digest: Digest, knowledge: Knowledge) -> MessageContent:
    owed = blocks.build_decision_message(digest, digest.first_decision)
    return merge_messages(
        blocks.build_headline_message(digest), owed, blocks.build_details_message(digest, knowledge.framework)
    )


def _one_of_each(digest: Digest) -> Iterator[Decision]:
    yield from {decision.kind: decision for decision in digest.decisions}.values()


def _ruling(owed: Decision, answer: DecisionChoice) -> DecisionOutcome:
    return DecisionOutcome(
        id="click:1",
        pilot_id=owed.pilot.id,
        kind=owed.kind,
        subject=owed.subject,
        answer=answer,
        by=LEE.id,
        by_name=LEE.name,
        at=NOW,
        note="The audit log is not there yet." if answer == "no" else "",
    )
