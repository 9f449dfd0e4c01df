"""SlackVoice: the port Voice, worded by the block builders."""

from datetime import date, datetime

from bot.domain.actions.progress import Progress, Step
from bot.domain.actions.tracked_action import Followed
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Challenge, Team
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence_proposal import Proposal
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Fit, Pass, Question
from bot.domain.messaging.message import Post
from bot.domain.messaging.message_source import Source
from bot.domain.planning.plan import ProductionPlan
from bot.domain.replanning.difference import PlanDifference
from bot.services.interview.interviewing import Heard
from bot.services.queries.pilots import Link
from bot.slack.blocks.actions import action, following, reminders
from bot.slack.blocks.assessment import assessment, ratings
from bot.slack.blocks.interview import between, closing, direct_message, evidence, noted, nudges, questions
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.plan import plan
from bot.slack.leaders_formatter import LeadersSlackVoice


class SlackVoice(LeadersSlackVoice):
    """`link`: from a message's place to its address."""

    def __init__(self, knowledge: Knowledge, link: Link) -> None:
        super().__init__(knowledge)
        self._knowledge = knowledge
        self._framework = knowledge.framework
        self._link = link

    # --- the interview -----------------------------------------------------------------------

    def opening(self, interview: Interview, *, shared: bool) -> Post:
        return questions.opening(interview, shared=shared)

    def question(self, interview: Interview, asked: Question, *, invited: bool = False) -> Post:
        return questions.question(interview, asked, self._framework, invited=invited)

    def settled(self, asked: Question) -> Post:
        return questions.answered(asked, self._framework)

    def let_go(self, interview: Interview, asked: Question, passed: Pass) -> Post:
        return questions.let_go(interview, asked, passed, self._framework)

    def answer_back(self, answer: CitedAnswer, *, back: bool) -> Post:
        return questions.answer_back(answer, self._knowledge, back=back)

    def invitation(self, interview: Interview, colleague: Person, by: Person, note: str) -> Post:
        return questions.invitation(interview, by=by, colleague=colleague, note=note)

    def invited(self, colleague: Person, pilot: Pilot) -> Post:
        return questions.invited(colleague, pilot.name)

    def whom_to_ask(self) -> Post:
        return between.whom_to_ask()

    def waiting_for(self, interview: Interview, people: tuple[Person, ...]) -> Post:
        return between.waiting_for(interview, people, self._framework)

    def nothing_more_for(self, person: Person, pilot: Pilot) -> Post:
        return between.nothing_more_for(person, pilot)

    def noted(self, heard: Heard, *, shared: bool) -> Post | None:
        return noted.noted(heard, self._framework, shared=shared)

    def nothing_noted(self, heard: Heard, *, shared: bool) -> Post:
        return noted.nothing_noted(heard, shared=shared)

    def took_out(self, kinds: tuple[str, ...]) -> Post:
        return noted.took_out(kinds)

    def undone(self, speaker: Person) -> Post:
        return noted.undone(speaker)

    def corrected(self, speaker: Person) -> Post:
        return noted.corrected(speaker)

    def stopped(self) -> Post:
        return between.stopped()

    def paused(self, interview: Interview, by: Person) -> Post:
        return questions.paused(interview, self._framework, by)

    def resumed(self, interview: Interview, by: Person) -> Post:
        return questions.resumed(interview, self._framework, by)

    def still_paused(self, interview: Interview) -> Post:
        return between.still_paused(interview)

    def was_paused(self) -> Post:
        return between.was_paused()

    def nudge(self, interview: Interview, asked: Question, people: tuple[Person, ...]) -> Post:
        return nudges.reminder(interview, asked, people)

    def summary_waits(self, interview: Interview, lead: Person) -> Post:
        return nudges.summary_waits(interview, lead)

    def stalled(
        self, interview: Interview, asked: Question, people: tuple[Person, ...], until: datetime | None
    ) -> Post:
        return nudges.stalled(interview, asked, people, until)

    # --- the end of it -----------------------------------------------------------------------

    def summary(self, interview: Interview) -> Post:
        return closing.summary(interview, self._framework)

    def summary_again(self, interview: Interview) -> Post:
        return closing.summary_again(interview)

    def summary_closed(self, interview: Interview) -> Post:
        return closing.summary_closed(interview, self._framework)

    def summary_again_closed(self) -> Post:
        return closing.summary_again_closed()

    def fit_noted(self, interview: Interview, fit: Fit, lead: Person | None) -> Post:
        return closing.fit_noted(interview, fit, lead)

    def shall_i_finish(self, interview: Interview) -> Post:
        return closing.shall_i_finish(interview, self._framework)

    def only_they_may_end(self, people: tuple[Person, ...]) -> Post:
        return between.only_they_may_end(people)

    def finished(self, interview: Interview, fit: Fit | None) -> Post:
        return closing.finished(interview, self._framework, fit)

    def over(self, interview: Interview) -> Post:
        return between.over(interview.pilot)

    def card(self, made: Assessment, before: Assessment | None, *, has_plan: bool) -> Post:
        return assessment.card(made, self._framework, before=before, has_plan=has_plan)

    def challenged(self, made: Assessment, challenge: Challenge) -> Post:
        by = made.person(challenge.by)
        return ratings.challenged(
            made, self._framework, challenge.criterion, level=challenge.level, reason=challenge.reason, by=by
        )

    def drafting(self, pilot: Pilot) -> Post:
        return plan.drafting_under_way(pilot.name)

    def drafting_there(self, pilot: Pilot, at: Source | None) -> Post:
        return between.moved("I'm drafting the plan; it comes there in about a minute.", pilot, self._address(at))

    def file_note(self, drafted: ProductionPlan) -> str:
        return plan.file_note(drafted)

    # --- while the plan is worked ------------------------------------------------------------

    def plan(self, progress: Progress) -> Post:
        return plan.message(progress)

    def action(self, at: Followed) -> Post:
        return action.action(at)

    def asked(self, team: Team, progress: Progress, person: str) -> Post:
        return following.asked(team, progress, person)

    def given(self, at: Followed, step: Step) -> Post:
        return following.given(at, step)

    def taken(self, at: Followed, step: Step) -> Post:
        return following.taken(at, step)

    def blocked(self, at: Followed, step: Step) -> Post:
        return following.blocked(at, step)

    def no_longer_blocked(self, at: Followed) -> Post:
        return following.no_longer_blocked(at)

    def not_theirs(self, at: Followed, step: Step) -> Post:
        return following.not_theirs(at, step)

    def moved(self, at: Followed, by: Person, difference: PlanDifference) -> Post:
        return following.moved(at, by, difference)

    def date_moved(self, at: Followed, before: date) -> Post:
        return following.date_moved(at, before)

    def reminder(self, due: tuple[Followed, ...], today: date) -> Post:
        return reminders.reminder(due, today)

    def unanswered(self, late: tuple[Followed, ...]) -> Post:
        return reminders.unanswered(late)

    def use_the_buttons(self) -> Post:
        return following.use_the_buttons()

    def superseded(self, at: Followed) -> Post:
        return following.superseded(at)

    # --- at the door -------------------------------------------------------------------------

    def greeting(self, teams: tuple[Team, ...]) -> Post:
        return direct_message.greeting(teams)

    def greeting_in_channel(self, teams: tuple[Team, ...], channel: str) -> Post:
        return direct_message.greeting_in_channel(teams, channel)

    def which_interview(self, interviews: tuple[tuple[Interview, Source | None], ...]) -> Post:
        return direct_message.which_interview(tuple((interview, self._address(at)) for interview, at in interviews))

    def cannot_reach(self, team: Team, people: tuple[Person, ...]) -> Post:
        return direct_message.cannot_reach(team, people)

    def outside(self) -> Post:
        return direct_message.outside()

    def cannot_read_files(self) -> Post:
        return between.cannot_read_files()

    def model_is_down(self, ref: str) -> Post:
        return noted.model_is_down(ref)

    def model_is_refused(self, ref: str) -> Post:
        return noted.model_is_refused(ref)

    def refused(self, reason: str) -> Post:
        return errors.refused(reason)

    def too_old(self) -> Post:
        return errors.too_old()

    def only_speaker(self, speaker: Person) -> Post:
        return errors.only_speaker(speaker)

    def failed(self, ref: str, *, saved: bool) -> Post:
        return errors.failed(ref, saved=saved)

    def unsaid(self, ref: str) -> Post:
        return errors.unsaid(ref)

    def not_begun(self, pilot: Pilot, channel: str | None) -> Post:
        return errors.not_begun(pilot, channel)

    def consent(self, words: str, asker: Person, author: Person, proposed: Proposal) -> Post:
        channel, message, thread = proposed.source
        reference = Reference(pilot=proposed.pilot.id, channel=channel, message=message, thread=thread)
        address = self._address(proposed.source)
        return evidence.consent_request(
            words, proposed.pilot, by=asker, author=author, message=address, reference=reference
        )

    def asked_for_consent(self, author: Person) -> Post:
        return evidence.asked_for_consent(author)

    def asked_before(self, author: Person) -> Post:
        return evidence.asked_before(author)

    def agreed(self, pilot: Pilot, author: Person) -> Post:
        return evidence.agreed(pilot, author)

    def declined(self, pilot: Pilot) -> Post:
        return evidence.declined(pilot)

    def _address(self, source: Source | None) -> str | None:
        return self._link(source.channel, source.ts, source.thread) if source is not None else None
