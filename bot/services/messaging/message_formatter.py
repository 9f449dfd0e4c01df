"""Voice: how Flightplan words what it says on a platform, as a port; the edge turns nouns into messages."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.actions.progress import Progress, Step
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.level_shifts import LevelShift
from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.errors import AnalystFailed
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Challenge, Team
from bot.domain.digest.decision import Decision, DecisionOutcome
from bot.domain.digest.digest import Digest
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkippedQuestion, SummaryFeedback, Turn
from bot.domain.messaging.evidence_proposal import EvidenceProposal
from bot.domain.messaging.message import MessageContent, MessagePart
from bot.domain.messaging.message_source import MessageSource
from bot.domain.plan.plan import ProductionPlan
from bot.domain.replanning.difference import PlanDifference
from bot.services.interview.interviewing import TurnOutcome
from bot.services.messaging.card_formatter import CardFormatter
from bot.services.messaging.inquiry_formatter import InquiryMessageFormatter
from bot.services.messaging.invitation_formatter import NamedPersonFormatter, OpeningMessageFormatter
from bot.services.messaging.platform_formatter import PlatformMessageFormatter
from bot.services.messaging.waking_formatter import WakingMessageFormatter
from bot.services.messaging.withdrawal_formatter import WithdrawalMessageFormatter
from bot.services.messaging.work_formatter import WorkMessageFormatter


class InterviewMessageFormatter(OpeningMessageFormatter, CardFormatter, WakingMessageFormatter, Protocol):
    """What is said while a team is interviewed, to the assessment that follows. `reader`: in whose direct messages it
    stands, who is not spoken of as somebody else; None: several read it."""

    def format_question(self, interview: Interview, asked: Question, *, invited: bool = False) -> MessageContent:
        """`invited`: put to a colleague who was asked in."""

    def format_settled_question(self, asked: Question) -> MessageContent:
        """What a question's message becomes once it was answered."""

    def format_skipped_question(
        self, interview: Interview, asked: Question, passed: SkippedQuestion, *, reader: str | None = None
    ) -> MessageContent:
        """What a question's message becomes once somebody let it go."""

    def format_answer_back(self, answer: CitedAnswer, *, back: bool) -> MessageContent:
        """`back`: the question that waits follows once more."""

    def format_invitation(
        self, interview: Interview, passed: SkippedQuestion, note: str, *, takes_part: bool
    ) -> MessageContent:
        """What stands above a question that was left to a colleague. `takes_part`: they are of the team."""

    def format_invitation_sent(self, colleague: Person, pilot: Pilot) -> MessageContent: ...

    def format_unknown_colleague(self) -> MessageContent:
        """Somebody was named whom the platform doesn't know by that name; the question follows once more."""

    def format_waiting_for_others(self, interview: Interview, people: tuple[Person, ...]) -> MessageContent:
        """Nothing is left to ask here; others have not answered yet."""

    def format_thanks(self, person: Person, pilot: Pilot) -> MessageContent: ...

    def format_recorded_answer(self, heard: TurnOutcome, *, shared: bool) -> MessageContent | None:
        """`shared`: where several people read it. None where there is nothing to say."""

    def format_nothing_recorded(self, heard: TurnOutcome, *, shared: bool) -> MessageContent: ...

    def format_secrets_removed(self, kinds: tuple[str, ...]) -> MessageContent: ...

    def format_answer_undone(
        self, speaker: Person, changes: Sequence[LevelShift], reader: str | None
    ) -> MessageContent:
        """`changes`: what stands elsewhere without these words."""

    def format_answer_corrected(self, speaker: Person, reader: str | None) -> MessageContent: ...

    def format_answer_unreadable(self, interview: Interview, turn: Turn, ref: str) -> MessageContent:
        """The model could not be brought to read it; it is kept, and counts for nothing until it is read."""

    def format_answer_retried(self) -> MessageContent:
        """What that becomes when somebody has it tried again."""

    def format_slow_reading(self, *, over: bool) -> MessageContent:
        """An answer takes the model longer than people wait without a doubt; `over`: how that reads once it is read."""

    def format_reading_stopped(self) -> MessageContent:
        """Somebody stopped the reading; what was said is kept."""

    def format_interview_paused(self, interview: Interview, by: Person, reader: str | None) -> MessageContent: ...

    def format_interview_resumed(self, interview: Interview, by: Person, reader: str | None) -> MessageContent: ...

    def format_still_paused(self, interview: Interview) -> MessageContent: ...

    def format_pause_ended(self) -> MessageContent:
        """What becomes of both once the interview goes on."""

    # --- at its end

    def format_summary(self, interview: Interview) -> MessageContent: ...

    def format_summary_check(self, interview: Interview) -> MessageContent:
        """After a correction: the question how well it fits, once more."""

    def format_closed_summary(self, interview: Interview) -> MessageContent:
        """What the summary becomes once the interview is over."""

    def format_closed_summary_check(self) -> MessageContent:
        """What the question after a correction becomes then, where it stands alone."""

    def format_feedback_recorded(
        self, interview: Interview, fit: SummaryFeedback, lead: Person | None, reader: str | None
    ) -> MessageContent:
        """`lead`: who ends it, where whoever judged may not."""

    def format_finish_prompt(self, interview: Interview) -> MessageContent:
        """Somebody who may end it seems to want to. Once it is over, that it was asked."""

    def format_finish_not_allowed(self, people: tuple[Person, ...]) -> MessageContent: ...

    def format_interview_finished(
        self, interview: Interview, fit: SummaryFeedback | None, reader: str | None
    ) -> MessageContent:
        """Over, what stays unknown, and that the rating is under way. `fit`: the judgement that ended it."""

    def format_interview_over(self, interview: Interview) -> MessageContent:
        """Somebody speaks in an interview that is finished."""

    def format_assessment_card(
        self, made: Assessment, before: Assessment | None, *, has_plan: bool, sharable: bool
    ) -> MessageContent:
        """`sharable`: there is a channel that could be shown it."""

    # --- what did not work

    def format_outsider_refusal(self) -> MessageContent:
        """To somebody of another organisation."""

    def format_reading_failed(self, failure: AnalystFailed, ref: str) -> MessageContent:
        """The model is down or refuses us; what was said is kept. `ref`: by which an operator finds it."""

    def format_refusal(self, reason: str) -> MessageContent: ...

    def format_outdated_button(self) -> MessageContent: ...


class ActionMessageFormatter(Protocol):
    """What is said while a plan is made and worked."""

    def format_challenge(self, made: Assessment, challenge: Challenge) -> MessageContent: ...

    def format_plan_drafting(self, pilot: Pilot) -> MessageContent: ...

    def format_plan_drafting_elsewhere(self, pilot: Pilot, at: MessageSource | None) -> MessageContent:
        """To whoever asked for the plan from elsewhere; `at`: where it will come, if they may read there."""

    def format_file_note(self, drafted: ProductionPlan) -> str: ...

    def format_plan(self, progress: Progress, today: date) -> MessageContent: ...

    def format_action(self, at: TrackedAction, reader: str | None = None) -> MessageContent:
        """One action as it stands, with what can be done about it. `reader`: who alone reads it."""

    def format_listed_action(self, at: TrackedAction, reader: str | None = None) -> MessageContent:
        """The same beside others in one message, with nothing to press."""

    def format_action_choice(self, actions: tuple[TrackedAction, ...]) -> MessageContent:
        """The one menu under these, by which any of them is changed."""

    def format_reminder_answered(self, actions: tuple[TrackedAction, ...]) -> MessageContent:
        """What a reminder becomes once somebody reacted to all that it reminds of."""

    def format_action_request(self, team: Team, progress: Progress, person: str) -> MessageContent:
        """To somebody whose name stands on actions that they have not agreed to; or had, and have answered by now."""

    def format_people_named(self, changed: Sequence[TrackedAction], by: str) -> MessageContent:
        """To whoever named people for roles: who has what now, and who is asked whether it is theirs."""

    def format_action_assigned(self, at: TrackedAction, step: Step) -> MessageContent:
        """To somebody who is handed an action."""

    def format_action_reassigned(self, at: TrackedAction, step: Step) -> MessageContent:
        """To somebody whose action was handed to somebody else."""

    def format_action_blocked(self, at: TrackedAction, step: Step) -> MessageContent:
        """To the lead, and whoever reads along."""

    def format_action_unblocked(self, at: TrackedAction) -> MessageContent:
        """What that becomes once the action is done, or goes on."""

    def format_action_declined(self, at: TrackedAction, step: Step) -> MessageContent:
        """To whoever gave an action to somebody who said that it isn't theirs."""

    def format_actions_rescheduled(self, at: TrackedAction, by: Person, difference: PlanDifference) -> MessageContent:
        """To the team, or to those whose actions moved along."""

    def format_date_changed(self, at: TrackedAction, before: date) -> MessageContent:
        """To somebody who has an action and sees nothing else of the pilot."""

    def format_reminder(self, due: tuple[TrackedAction, ...], today: date) -> MessageContent:
        """Above the actions that somebody is reminded of this morning."""

    def format_escalation(self, late: tuple[TrackedAction, ...]) -> MessageContent:
        """Above the actions that the lead hears of, since their owners did not react."""

    def format_use_buttons_hint(self) -> MessageContent:
        """To somebody who writes under a message about their actions."""

    def format_action_superseded(self, at: TrackedAction) -> MessageContent:
        """What an action's message becomes once a newer plan has taken the place of its plan."""


class LeaderMessageFormatter(Protocol):
    """What leaders read once a week, and what becomes of it."""

    def format_digest(self, made: Digest) -> tuple[MessagePart, ...]:
        """In parts: the decision owed is one of its own, replaced once it is settled."""

    def format_decision_outcome(self, owed: Decision, ruling: DecisionOutcome) -> MessageContent: ...

    def format_digest_decision(
        self, digest: Digest, settled: tuple[Decision, DecisionOutcome], following: Decision | None
    ) -> MessageContent:
        """What stands in a digest in the place of the decision that was settled: what became of it, and the next."""

    def format_owner_request(self, team: Team, by: Person) -> MessageContent:
        """To whoever was named as the operational owner."""


class NoticeMessageFormatter(Protocol):
    """What is said to people who come in, are waited for, or for whom something did not work."""

    def format_nudge(self, interview: Interview, asked: Question, people: tuple[Person, ...]) -> MessageContent:
        """To whoever owes an answer for days."""

    def format_summary_nudge(self, interview: Interview, lead: Person) -> MessageContent: ...

    def format_stalled_question(
        self, interview: Interview, asked: Question, people: tuple[Person, ...], until: datetime | None, reader: str
    ) -> MessageContent:
        """To the lead, the reader: these people did not answer, or are away until then."""

    def format_greeting(self, teams: tuple[Team, ...]) -> MessageContent:
        """To somebody who writes without being in an interview; `teams`: those they may see."""

    def format_channel_greeting(self, teams: tuple[Team, ...], channel: str) -> MessageContent:
        """To somebody who mentions the app in a channel; `teams`: those that live there."""

    def format_interview_choice(self, interviews: tuple[tuple[Interview, MessageSource | None], ...]) -> MessageContent:
        """To somebody who is in several, with where each is talked."""

    def format_only_speaker_allowed(self, speaker: Person) -> MessageContent: ...

    def format_failure(self, ref: str, *, saved: bool) -> MessageContent: ...

    def format_budget_near(self, used: str, period: str, renews: date) -> MessageContent:
        """To a lead. `used`: as `81 of 100 calls a day`; `period`: day or month."""

    def format_undelivered(self, ref: str) -> MessageContent:
        """A message could not be shown where this is said."""

    def format_interview_not_started(self, pilot: Pilot, channel: str | None) -> MessageContent:
        """To the lead: the first message of the interview could not be said, in the channel or to somebody."""

    def format_consent_request(
        self, words: str, asker: Person, author: Person, proposed: EvidenceProposal
    ) -> MessageContent: ...

    def format_consent_requested(self, author: Person) -> MessageContent: ...

    def format_consent_already_requested(self, author: Person) -> MessageContent:
        """Somebody asks for the same message again; says nothing of what its author answered."""

    def format_consent_given(self, pilot: Pilot, author: Person) -> MessageContent: ...

    def format_consent_declined(self, pilot: Pilot) -> MessageContent: ...


class MessageFormatter(
    LeaderMessageFormatter,
    InterviewMessageFormatter,
    ActionMessageFormatter,
    NoticeMessageFormatter,
    NamedPersonFormatter,
    PlatformMessageFormatter,
    InquiryMessageFormatter,
    WorkMessageFormatter,
    WithdrawalMessageFormatter,
    Protocol,
):
    """All of it."""
