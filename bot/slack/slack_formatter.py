"""The port MessageFormatter for Slack: each method is a block builder, or hands one the framework it needs."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from bot.domain.asking.open_state import OpenState
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.level_shifts import LevelShift
from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.errors import AnalystFailed, AnalystRejected, BudgetSpent, UnusableOutput
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Challenge, Team
from bot.domain.digest.decision import Decision, DecisionOutcome
from bot.domain.digest.digest import Digest
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkippedQuestion, SummaryFeedback
from bot.domain.messaging.evidence_proposal import EvidenceProposal
from bot.domain.messaging.message import MessageContent, MessagePart, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.interview.interviewing import TurnOutcome
from bot.services.queries.pilots import PermalinkBuilder
from bot.slack.blocks.actions import action, action_choice, following, reminders
from bot.slack.blocks.assessment import assessment, ratings
from bot.slack.blocks.digest import digest
from bot.slack.blocks.inquiry.formatter import SlackInquiryFormatter
from bot.slack.blocks.interview import (
    between,
    closing,
    direct_message,
    evidence,
    noted,
    nudges,
    progress_card,
    questions,
    unread_answers,
    waking,
)
from bot.slack.blocks.interview.waking import SlackWakingFormatter
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import merge_messages
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.notices.formatter import SlackPlatformFormatter
from bot.slack.blocks.opening import invitations, opening, stopped_requests
from bot.slack.blocks.plan import plan
from bot.slack.blocks.privacy.formatter import SlackWithdrawalFormatter
from bot.slack.blocks.work.formatter import SlackWorkFormatter
from bot.slack.workspace.channel_ids import is_direct_channel

_SETTLED = 1024


class SlackMessageFormatter(
    SlackPlatformFormatter, SlackInquiryFormatter, SlackWorkFormatter, SlackWakingFormatter, SlackWithdrawalFormatter
):
    """`link`: from a message's place to its address. `by_rule`: no model reads what people say."""

    def __init__(self, knowledge: Knowledge, link: PermalinkBuilder, *, by_rule: bool = False) -> None:
        self._knowledge = knowledge
        self._framework = knowledge.framework
        self._link = link
        self._by_rule = by_rule
        self._build_once = lru_cache(_SETTLED)(self._build_about)
        """Of each question that was ever asked, each time that anything changes."""

    def _build_about(self, build: Callable[[Question, Framework], MessageContent], asked: Question) -> MessageContent:
        return build(asked, self._framework)

    # --- the interview -----------------------------------------------------------------------

    format_unknown_colleague = staticmethod(between.build_choose_colleague_message)
    format_thanks = staticmethod(between.build_nothing_more_message)
    format_nothing_recorded = staticmethod(noted.build_nothing_recorded_message)
    format_secrets_removed = staticmethod(noted.build_secret_removed_message)
    format_answer_corrected = staticmethod(noted.build_answer_corrected_message)
    format_answer_unreadable = staticmethod(unread_answers.build_answer_unreadable_message)
    format_answer_retried = staticmethod(unread_answers.build_answer_retried_message)
    format_slow_reading = staticmethod(between.build_slow_reading_message)
    format_reading_stopped = staticmethod(between.build_stopped_message)
    format_still_paused = staticmethod(between.build_still_paused_message)
    format_pause_ended = staticmethod(between.build_was_paused_message)
    format_nudge = staticmethod(nudges.build_nudge_message)
    format_summary_nudge = staticmethod(nudges.build_summary_nudge_message)
    format_stalled_question = staticmethod(nudges.build_stalled_interview_message)

    def format_opening(self, interview: Interview, team: Team, to: str | None) -> MessageContent:
        return opening.build_opening_message(interview, team, to, by_rule=self._by_rule)

    def format_question(self, interview: Interview, asked: Question, *, invited: bool = False) -> MessageContent:
        return questions.build_question_message(interview, asked, self._framework, invited=invited)

    def format_settled_question(self, asked: Question) -> MessageContent:
        return self._build_once(questions.build_settled_question_message, asked)

    def format_repeated_question(self, asked: Question) -> MessageContent:
        return self._build_once(waking.build_repeated_question_message, asked)

    def format_skipped_question(
        self, interview: Interview, asked: Question, passed: SkippedQuestion, *, reader: str | None = None
    ) -> MessageContent:
        return questions.build_skipped_question_message(interview, asked, passed, self._framework, reader)

    def format_answer_back(self, answer: CitedAnswer, *, back: bool) -> MessageContent:
        return questions.build_cited_answer_message(answer, self._knowledge, back=back)

    def format_invitation(
        self, interview: Interview, passed: SkippedQuestion, note: str, *, takes_part: bool
    ) -> MessageContent:
        return questions.build_invitation_message(interview, passed, note, takes_part=takes_part)

    def format_invitation_sent(self, colleague: Person, pilot: Pilot) -> MessageContent:
        return questions.build_invitation_sent_message(colleague, pilot.name)

    def format_waiting_for_others(self, interview: Interview, people: tuple[Person, ...]) -> MessageContent:
        return between.build_waiting_message(interview, people, self._framework)

    def format_recorded_answer(self, heard: TurnOutcome, *, shared: bool) -> MessageContent | None:
        return noted.build_answer_recorded_message(heard, self._framework, shared=shared, by_rule=self._by_rule)

    def format_answer_undone(
        self, speaker: Person, changes: Sequence[LevelShift], reader: str | None
    ) -> MessageContent:
        return noted.build_answer_undone_message(speaker, changes, self._framework, reader)

    def format_progress_card(
        self, interview: Interview, states: Sequence[OpenState], reader: str | None
    ) -> MessageContent:
        return progress_card.build_progress_card(interview, self._framework, states, reader)

    def format_interview_paused(self, interview: Interview, by: Person, reader: str | None) -> MessageContent:
        return questions.build_paused_message(interview, self._framework, by, reader)

    def format_interview_resumed(self, interview: Interview, by: Person, reader: str | None) -> MessageContent:
        return questions.build_resumed_message(interview, self._framework, by, reader)

    # --- the end of it -----------------------------------------------------------------------

    format_summary_check = staticmethod(closing.build_feedback_request_message)
    format_closed_summary_check = staticmethod(closing.build_closed_feedback_message)
    format_feedback_recorded = staticmethod(closing.build_feedback_recorded_message)
    format_finish_not_allowed = staticmethod(between.build_cannot_finish_message)
    format_file_note = staticmethod(plan.format_file_note)

    def format_summary(self, interview: Interview) -> MessageContent:
        return closing.build_summary_message(interview, self._framework)

    def format_closed_summary(self, interview: Interview) -> MessageContent:
        return closing.build_closed_summary_message(interview, self._framework)

    def format_finish_prompt(self, interview: Interview) -> MessageContent:
        return closing.build_confirm_finish_message(interview, self._framework)

    def format_interview_finished(
        self, interview: Interview, fit: SummaryFeedback | None, reader: str | None
    ) -> MessageContent:
        return closing.build_finished_message(interview, self._framework, fit, reader)

    def format_interview_over(self, interview: Interview) -> MessageContent:
        return between.build_interview_over_message(interview.pilot)

    def format_assessment_card(
        self, made: Assessment, before: Assessment | None, *, has_plan: bool, sharable: bool
    ) -> MessageContent:
        return assessment.build_assessment_message(
            made, self._framework, before=before, has_plan=has_plan, sharable=sharable
        )

    def format_challenge(self, made: Assessment, challenge: Challenge) -> MessageContent:
        by = made.get_person(challenge.by)
        return ratings.build_challenge_message(
            made, self._framework, challenge.criterion, level=challenge.level, reason=challenge.reason, by=by
        )

    def format_plan_drafting(self, pilot: Pilot) -> MessageContent:
        return plan.build_drafting_message(pilot.name)

    def format_plan_drafting_elsewhere(self, pilot: Pilot, at: MessageSource | None) -> MessageContent:
        return between.build_command_done_message(
            "I'm drafting the plan; it comes there in about a minute.", pilot, self._build_message_link(at)
        )

    # --- while the plan is worked ------------------------------------------------------------

    format_plan = staticmethod(plan.build_plan_message)
    format_action = staticmethod(action.build_action_message)
    format_listed_action = staticmethod(action.build_listed_action_message)
    format_action_choice = staticmethod(action_choice.build_action_choice_message)
    format_action_request = staticmethod(following.build_assigned_actions_message)
    format_people_named = staticmethod(following.build_people_named_message)
    format_action_assigned = staticmethod(following.build_action_handover_message)
    format_action_reassigned = staticmethod(following.build_action_reassigned_message)
    format_action_blocked = staticmethod(following.build_action_blocked_message)
    format_action_unblocked = staticmethod(following.build_action_unblocked_message)
    format_action_declined = staticmethod(following.build_action_declined_message)
    format_actions_rescheduled = staticmethod(following.build_action_moved_message)
    format_date_changed = staticmethod(following.build_date_moved_message)
    format_reminder = staticmethod(reminders.build_reminder_message)
    format_reminder_answered = staticmethod(reminders.build_reminder_answered_message)
    format_escalation = staticmethod(reminders.build_missed_dates_message)
    format_use_buttons_hint = staticmethod(following.build_use_buttons_message)
    format_action_superseded = staticmethod(following.build_plan_superseded_message)

    # --- to leaders --------------------------------------------------------------------------

    format_decision_outcome = staticmethod(digest.build_decision_outcome_message)

    def format_digest(self, made: Digest) -> tuple[MessagePart, ...]:
        owed = digest.build_decision_message(made, made.first_decision)
        parts = (
            build_part("digest:top", digest.build_headline_message(made)),
            build_part("decision", owed) if owed is not None else None,
            build_part("digest:rest", digest.build_details_message(made, self._framework)),
        )
        return tuple(one for one in parts if one is not None)

    def format_digest_decision(
        self, made: Digest, settled: tuple[Decision, DecisionOutcome], following: Decision | None
    ) -> MessageContent:
        return merge_messages(
            digest.build_decision_outcome_message(*settled), digest.build_decision_message(made, following)
        )

    def format_owner_request(self, team: Team, by: Person) -> MessageContent:
        reference = Reference(pilot=team.pilot.id, subject=f"ownership:{team.owner}")
        return digest.build_owner_request_message(team.pilot.name, by, reference)

    # --- at the door -------------------------------------------------------------------------

    format_greeting = staticmethod(direct_message.build_greeting_message)
    format_channel_greeting = staticmethod(direct_message.build_channel_greeting_message)
    format_invitation_receipt = staticmethod(invitations.build_receipt_message)
    format_owner_asked = staticmethod(invitations.build_owner_asked_message)
    format_named = staticmethod(invitations.build_named_message)
    format_owner_declined = staticmethod(invitations.build_owner_declined_message)
    format_requests_stopped = staticmethod(stopped_requests.build_requests_stopped_message)
    format_actions_unasked = staticmethod(stopped_requests.build_actions_unasked_message)
    format_left_out = staticmethod(stopped_requests.build_left_out_message)
    format_channel_invitation = staticmethod(invitations.build_channel_invitation_message)
    format_absent_people = staticmethod(invitations.build_absent_people_message)
    format_outsider_refusal = staticmethod(direct_message.build_external_person_message)
    format_refusal = staticmethod(errors.build_refusal_message)
    format_outdated_button = staticmethod(errors.build_outdated_button_message)
    format_only_speaker_allowed = staticmethod(errors.build_speaker_only_message)
    format_failure = staticmethod(errors.build_failure_message)
    format_undelivered = staticmethod(errors.build_delivery_failed_message)
    format_interview_not_started = staticmethod(errors.build_cannot_begin_message)
    format_consent_requested = staticmethod(evidence.build_consent_asked_message)
    format_budget_near = staticmethod(unread_answers.build_budget_near_message)
    format_consent_already_requested = staticmethod(evidence.build_already_asked_message)
    format_consent_given = staticmethod(evidence.build_consent_given_message)
    format_consent_declined = staticmethod(evidence.build_consent_declined_message)

    def format_interview_choice(self, interviews: tuple[tuple[Interview, MessageSource | None], ...]) -> MessageContent:
        return direct_message.build_which_interview_message(
            tuple((interview, self._build_message_link(at)) for interview, at in interviews)
        )

    def format_reading_failed(self, failure: AnalystFailed, ref: str) -> MessageContent:
        if isinstance(failure, AnalystRejected):
            return unread_answers.build_model_refused_message(ref)
        if isinstance(failure, UnusableOutput):
            return unread_answers.build_model_confused_message(ref)
        if isinstance(failure, BudgetSpent):
            return unread_answers.build_budget_spent_message(failure.renews)
        return unread_answers.build_model_unavailable_message(ref)

    def format_consent_request(
        self, words: str, asker: Person, author: Person, proposed: EvidenceProposal
    ) -> MessageContent:
        channel, message, thread = proposed.source
        seen = None if is_direct_channel(channel) else proposed.source  # whoever handed it on reads there alone
        reference = Reference(pilot=proposed.pilot.id, channel=channel, message=message, thread=thread)
        address = self._build_message_link(seen)
        return evidence.build_consent_request_message(
            words, proposed.pilot, by=asker, author=author, message=address, reference=reference
        )

    def _build_message_link(self, source: MessageSource | None) -> str | None:
        return self._link(source.channel, source.ts, source.thread) if source is not None else None
