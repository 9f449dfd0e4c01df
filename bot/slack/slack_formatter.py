"""SlackVoice: the port Voice, worded by the block builders."""

from datetime import date, datetime

from bot.domain.actions.progress import Progress, Step
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.errors import AnalystFailed, AnalystRejected
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Challenge, Team
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence_proposal import EvidenceProposal
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkippedQuestion, SummaryFeedback
from bot.domain.messaging.message import MessageContent
from bot.domain.messaging.message_source import MessageSource
from bot.domain.planning.plan import ProductionPlan
from bot.domain.replanning.difference import PlanDifference
from bot.services.interview.interviewing import TurnOutcome
from bot.services.queries.pilots import PermalinkBuilder
from bot.slack.blocks.actions import action, following, reminders
from bot.slack.blocks.assessment import assessment, ratings
from bot.slack.blocks.interview import between, closing, direct_message, evidence, noted, nudges, questions
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.plan import plan
from bot.slack.leaders_formatter import SlackLeaderMessageFormatter


class SlackMessageFormatter(SlackLeaderMessageFormatter):
    """`link`: from a message's place to its address."""

    def __init__(self, knowledge: Knowledge, link: PermalinkBuilder) -> None:
        super().__init__(knowledge)
        self._knowledge = knowledge
        self._framework = knowledge.framework
        self._link = link

    # --- the interview -----------------------------------------------------------------------

    def format_opening(self, interview: Interview, *, shared: bool) -> MessageContent:
        return questions.build_opening_message(interview, shared=shared)

    def format_question(self, interview: Interview, asked: Question, *, invited: bool = False) -> MessageContent:
        return questions.build_question_message(interview, asked, self._framework, invited=invited)

    def format_settled_question(self, asked: Question) -> MessageContent:
        return questions.build_settled_question_message(asked, self._framework)

    def format_skipped_question(self, interview: Interview, asked: Question, passed: SkippedQuestion) -> MessageContent:
        return questions.build_skipped_question_message(interview, asked, passed, self._framework)

    def format_answer_back(self, answer: CitedAnswer, *, back: bool) -> MessageContent:
        return questions.build_cited_answer_message(answer, self._knowledge, back=back)

    def format_invitation(self, interview: Interview, colleague: Person, by: Person, note: str) -> MessageContent:
        return questions.build_invitation_message(interview, by=by, colleague=colleague, note=note)

    def format_invitation_sent(self, colleague: Person, pilot: Pilot) -> MessageContent:
        return questions.build_invitation_sent_message(colleague, pilot.name)

    def format_unknown_colleague(self) -> MessageContent:
        return between.build_choose_colleague_message()

    def format_waiting_for_others(self, interview: Interview, people: tuple[Person, ...]) -> MessageContent:
        return between.build_waiting_message(interview, people, self._framework)

    def format_thanks(self, person: Person, pilot: Pilot) -> MessageContent:
        return between.build_nothing_more_message(person, pilot)

    def format_recorded_answer(self, heard: TurnOutcome, *, shared: bool) -> MessageContent | None:
        return noted.build_answer_recorded_message(heard, self._framework, shared=shared)

    def format_nothing_recorded(self, heard: TurnOutcome, *, shared: bool) -> MessageContent:
        return noted.build_nothing_recorded_message(heard, shared=shared)

    def format_secrets_removed(self, kinds: tuple[str, ...]) -> MessageContent:
        return noted.build_secret_removed_message(kinds)

    def format_answer_undone(self, speaker: Person) -> MessageContent:
        return noted.build_answer_undone_message(speaker)

    def format_answer_corrected(self, speaker: Person) -> MessageContent:
        return noted.build_answer_corrected_message(speaker)

    def format_reading_stopped(self) -> MessageContent:
        return between.build_stopped_message()

    def format_interview_paused(self, interview: Interview, by: Person) -> MessageContent:
        return questions.build_paused_message(interview, self._framework, by)

    def format_interview_resumed(self, interview: Interview, by: Person) -> MessageContent:
        return questions.build_resumed_message(interview, self._framework, by)

    def format_still_paused(self, interview: Interview) -> MessageContent:
        return between.build_still_paused_message(interview)

    def format_pause_ended(self) -> MessageContent:
        return between.build_was_paused_message()

    def format_nudge(self, interview: Interview, asked: Question, people: tuple[Person, ...]) -> MessageContent:
        return nudges.build_nudge_message(interview, asked, people)

    def format_summary_nudge(self, interview: Interview, lead: Person) -> MessageContent:
        return nudges.build_summary_nudge_message(interview, lead)

    def format_stalled_question(
        self, interview: Interview, asked: Question, people: tuple[Person, ...], until: datetime | None
    ) -> MessageContent:
        return nudges.build_stalled_interview_message(interview, asked, people, until)

    # --- the end of it -----------------------------------------------------------------------

    def format_summary(self, interview: Interview) -> MessageContent:
        return closing.build_summary_message(interview, self._framework)

    def format_summary_check(self, interview: Interview) -> MessageContent:
        return closing.build_feedback_request_message(interview)

    def format_closed_summary(self, interview: Interview) -> MessageContent:
        return closing.build_closed_summary_message(interview, self._framework)

    def format_closed_summary_check(self) -> MessageContent:
        return closing.build_closed_feedback_message()

    def format_feedback_recorded(
        self, interview: Interview, fit: SummaryFeedback, lead: Person | None
    ) -> MessageContent:
        return closing.build_feedback_recorded_message(interview, fit, lead)

    def format_finish_prompt(self, interview: Interview) -> MessageContent:
        return closing.build_confirm_finish_message(interview, self._framework)

    def format_finish_not_allowed(self, people: tuple[Person, ...]) -> MessageContent:
        return between.build_cannot_finish_message(people)

    def format_interview_finished(self, interview: Interview, fit: SummaryFeedback | None) -> MessageContent:
        return closing.build_finished_message(interview, self._framework, fit)

    def format_interview_over(self, interview: Interview) -> MessageContent:
        return between.build_interview_over_message(interview.pilot)

    def format_assessment_card(self, made: Assessment, before: Assessment | None, *, has_plan: bool) -> MessageContent:
        return assessment.build_assessment_message(made, self._framework, before=before, has_plan=has_plan)

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

    def format_file_note(self, drafted: ProductionPlan) -> str:
        return plan.format_file_note(drafted)

    # --- while the plan is worked ------------------------------------------------------------

    def format_plan(self, progress: Progress) -> MessageContent:
        return plan.build_plan_message(progress)

    def format_action(self, at: TrackedAction) -> MessageContent:
        return action.build_action_message(at)

    def format_action_request(self, team: Team, progress: Progress, person: str) -> MessageContent:
        return following.build_assigned_actions_message(team, progress, person)

    def format_action_assigned(self, at: TrackedAction, step: Step) -> MessageContent:
        return following.build_action_handover_message(at, step)

    def format_action_reassigned(self, at: TrackedAction, step: Step) -> MessageContent:
        return following.build_action_reassigned_message(at, step)

    def format_action_blocked(self, at: TrackedAction, step: Step) -> MessageContent:
        return following.build_action_blocked_message(at, step)

    def format_action_unblocked(self, at: TrackedAction) -> MessageContent:
        return following.build_action_unblocked_message(at)

    def format_action_declined(self, at: TrackedAction, step: Step) -> MessageContent:
        return following.build_action_declined_message(at, step)

    def format_actions_rescheduled(self, at: TrackedAction, by: Person, difference: PlanDifference) -> MessageContent:
        return following.build_action_moved_message(at, by, difference)

    def format_date_changed(self, at: TrackedAction, before: date) -> MessageContent:
        return following.build_date_moved_message(at, before)

    def format_reminder(self, due: tuple[TrackedAction, ...], today: date) -> MessageContent:
        return reminders.build_reminder_message(due, today)

    def format_escalation(self, late: tuple[TrackedAction, ...]) -> MessageContent:
        return reminders.build_missed_dates_message(late)

    def format_use_buttons_hint(self) -> MessageContent:
        return following.build_use_buttons_message()

    def format_action_superseded(self, at: TrackedAction) -> MessageContent:
        return following.build_plan_superseded_message(at)

    # --- at the door -------------------------------------------------------------------------

    def format_greeting(self, teams: tuple[Team, ...]) -> MessageContent:
        return direct_message.build_greeting_message(teams)

    def format_channel_greeting(self, teams: tuple[Team, ...], channel: str) -> MessageContent:
        return direct_message.build_channel_greeting_message(teams, channel)

    def format_interview_choice(self, interviews: tuple[tuple[Interview, MessageSource | None], ...]) -> MessageContent:
        return direct_message.build_which_interview_message(
            tuple((interview, self._build_message_link(at)) for interview, at in interviews)
        )

    def format_unreachable_people(self, team: Team, people: tuple[Person, ...]) -> MessageContent:
        return direct_message.build_unreachable_people_message(team, people)

    def format_outsider_refusal(self) -> MessageContent:
        return direct_message.build_external_person_message()

    def format_files_unreadable(self) -> MessageContent:
        return between.build_unreadable_files_message()

    def format_reading_failed(self, failure: AnalystFailed, ref: str) -> MessageContent:
        if isinstance(failure, AnalystRejected):
            return noted.build_model_refused_message(ref)
        return noted.build_model_unavailable_message(ref)

    def format_refusal(self, reason: str) -> MessageContent:
        return errors.build_refusal_message(reason)

    def format_outdated_button(self) -> MessageContent:
        return errors.build_outdated_button_message()

    def format_only_speaker_allowed(self, speaker: Person) -> MessageContent:
        return errors.build_speaker_only_message(speaker)

    def format_failure(self, ref: str, *, saved: bool) -> MessageContent:
        return errors.build_failure_message(ref, saved=saved)

    def format_undelivered(self, ref: str) -> MessageContent:
        return errors.build_delivery_failed_message(ref)

    def format_interview_not_started(self, pilot: Pilot, channel: str | None) -> MessageContent:
        return errors.build_cannot_begin_message(pilot, channel)

    def format_consent_request(
        self, words: str, asker: Person, author: Person, proposed: EvidenceProposal
    ) -> MessageContent:
        channel, message, thread = proposed.source
        reference = Reference(pilot=proposed.pilot.id, channel=channel, message=message, thread=thread)
        address = self._build_message_link(proposed.source)
        return evidence.build_consent_request_message(
            words, proposed.pilot, by=asker, author=author, message=address, reference=reference
        )

    def format_consent_requested(self, author: Person) -> MessageContent:
        return evidence.build_consent_asked_message(author)

    def format_consent_already_requested(self, author: Person) -> MessageContent:
        return evidence.build_already_asked_message(author)

    def format_consent_given(self, pilot: Pilot, author: Person) -> MessageContent:
        return evidence.build_consent_given_message(pilot, author)

    def format_consent_declined(self, pilot: Pilot) -> MessageContent:
        return evidence.build_consent_declined_message(pilot)

    def _build_message_link(self, source: MessageSource | None) -> str | None:
        return self._link(source.channel, source.ts, source.thread) if source is not None else None
