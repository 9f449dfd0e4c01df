"""What we said of a pilot, without somebody's words: each message in its place, with its buttons, as it reads now."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.domain.actions.progress import Progress
from bot.domain.actions.tracked_action import list_tracked_actions
from bot.domain.assessment.level_shifts import LevelShift, compare_levels
from bot.domain.forgetting.withdrawal import Withdrawal
from bot.domain.interview.interview import Interview
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import BotMessage, MessagePart, Place, build_part
from bot.services.actions.action_notifications import refresh_plan, renew_action_parts
from bot.services.actions.plan_canvas import schedule_canvas_renewal
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.next_question import build_summary_part
from bot.services.forgetting.pilot_words import PilotRecords
from bot.services.messaging.outbox import post_message, replace_message, revise_message
from bot.services.messaging.progress_card import refresh_interview_views
from bot.services.messaging.withdrawal_formatter import WithdrawnFromPilot
from bot.services.ports.core import UnitOfWork

Revise = Callable[[BotMessage, MessagePart], MessagePart]


def withdraw_from_messages(
    uow: UnitOfWork, deps: ConversationContext, records: PilotRecords, gone: Withdrawal, key: str
) -> None:
    """`records`: as they were. What can be worded anew from the records is; the rest loses the lines that hold any of
    it."""
    _renew_plan(uow, deps, records, gone, key)
    rewording = _Rewording(uow, deps, records, gone)
    for posting in uow.withdrawals.list_messages(records.team.pilot.id):
        if not posting.parts and posting.forget:
            _replace_consent(uow, deps, posting, gone)
        revise_message(uow, posting, partial(rewording.revise, posting))
    for interview in records.interviews:
        refresh_interview_views(uow, deps.formatter, f"{key}:{interview.id}", interview.id)
    uow.withdrawals.change_events(partial(_clean_event, gone))


def tell_lead(uow: UnitOfWork, deps: ConversationContext, withdrawn: WithdrawnFromPilot, key: str) -> None:
    """Once; not where nothing changed that they would see."""
    if not withdrawn.shifts and not withdrawn.unowned:
        return
    pilot = withdrawn.pilot.id
    part, place = build_part("withdrawn", deps.formatter.format_withdrawal(withdrawn)), uow.teams.get(pilot).lead
    post_message(
        uow, BotMessage(id=f"withdrawn:{key}:{pilot}", place=Place(person=place), parts=(part,), pilot_id=pilot)
    )


def _renew_plan(uow: UnitOfWork, deps: ConversationContext, records: PilotRecords, gone: Withdrawal, key: str) -> None:
    plan = uow.plans.find_latest_by_pilot([records.team.pilot.id]).get(records.team.pilot.id)
    if plan is None:
        return
    progress = Progress.from_steps(plan, uow.action_steps.list_for_plan(plan.root_id))
    refresh_plan(uow, deps, progress)
    schedule_canvas_renewal(uow, progress, key)
    for at in list_tracked_actions(uow.teams.get(plan.pilot.id), progress):
        renew_action_parts(uow, deps, at, at.standing.postings)


def _replace_consent(uow: UnitOfWork, deps: ConversationContext, posting: BotMessage, gone: Withdrawal) -> None:
    """What was shown to them of their own is not kept here, but stands on the platform."""
    if gone.is_of_person(posting.place.person) and posting.is_posted:
        told = build_part("consent", deps.formatter.format_words_withdrawn(gone.cause), settled=True)
        replace_message(uow, posting.id, told)


def _clean_event(gone: Withdrawal, event: Event) -> Event | None:
    """What waits to be said, or was given up, says it without them."""
    body = gone.eraser.clean_tree(event.body)
    return event if body == event.body else event.model_copy(update={"body": body})


class _Rewording:
    """Of the messages of one pilot."""

    def __init__(self, uow: UnitOfWork, deps: ConversationContext, records: PilotRecords, gone: Withdrawal) -> None:
        self._deps = deps
        self._gone = gone
        self._before = {interview.id: interview for interview in records.interviews}
        self._after = {one: uow.interviews.get(one) for one in self._before}
        self._made = uow.assessments.list_for_pilot(records.team.pilot.id)
        self._team = records.team
        self._sharable = records.team.channel is not None
        self._planned = {plan.assessment_id for plan in records.plans if not plan.follows}
        self._kinds: Mapping[str, Revise] = {
            "noted": self._reword_noted,
            "card": self._reword_card,
            "summary": self._reword_summary,
            "fit": self._reword_fit,
            "invitation": self._reword_invitation,
        }

    def revise(self, posting: BotMessage, part: MessagePart) -> MessagePart:
        anew = self._kinds.get(part.key.partition(":")[0])
        told = anew(posting, part) if anew is not None else part
        return self._gone.eraser.clean(told)

    def _reword_noted(self, posting: BotMessage, part: MessagePart) -> MessagePart:
        """The line under an answer whose words are gone says that they are; of one that was deleted it says so
        already."""
        before, after = self._before.get(posting.interview_id or ""), self._after.get(posting.interview_id or "")
        turn_id = part.key.partition(":")[2]
        asked = self._gone.cause == "forgotten"
        if not asked or before is None or after is None or not self._is_gone(before, after, turn_id):
            return part
        told = self._deps.formatter.format_answer_withdrawn(self._gone.cause, _list_shifts(before, after, turn_id))
        return build_part(part.key, told)

    def _is_gone(self, before: Interview, after: Interview, turn_id: str) -> bool:
        states = [{turn.id: turn.state for turn in one.turns}.get(turn_id) for one in (before, after)]
        return states[0] != states[1] == "retracted"

    def _reword_card(self, posting: BotMessage, part: MessagePart) -> MessagePart:
        place = next((n for n, made in enumerate(self._made) if posting.id.startswith(f"card:{made.id}:")), None)
        if place is None:
            return part
        made, before = self._made[place], self._made[place - 1] if place else None
        card = self._deps.formatter.format_assessment_card(
            made, before, has_plan=made.id in self._planned, sharable=self._sharable
        )
        return build_part(part.key, card)

    def _reword_summary(self, posting: BotMessage, part: MessagePart) -> MessagePart:
        after = self._after.get(posting.interview_id or "")
        if after is None or self._gone.eraser.clean(part) == part:
            return part
        return build_summary_part(self._deps, after)

    def _reword_fit(self, posting: BotMessage, part: MessagePart) -> MessagePart:
        """How well a summary fits is an opinion of theirs, with what they added."""
        if not self._gone.is_of_person(part.key.partition(":")[2]):
            return part
        return build_part(part.key, self._deps.formatter.format_words_withdrawn(self._gone.cause), settled=True)

    def _reword_invitation(self, posting: BotMessage, part: MessagePart) -> MessagePart:
        """What they added when they named a colleague is kept nowhere else."""
        after, person = self._after.get(posting.interview_id or ""), self._gone.person
        question = after.find_question(part.key.partition(":")[2]) if after is not None else None
        if after is None or person is None or question is None or question.to is None:
            return part
        by_them = [item for item in after.passes if item.by == person.alias and item.to == question.to]
        if not by_them:
            return part
        known = self._team.takes_part(question.to)
        return build_part(part.key, self._deps.formatter.format_invitation(after, by_them[-1], "", takes_part=known))


def _list_shifts(before: Interview, after: Interview, turn_id: str) -> tuple[LevelShift, ...]:
    """While an interview goes on; of one that is over the assessment says what became of it."""
    return compare_levels(before, after, turn_id) if after.status != "closed" else ()
