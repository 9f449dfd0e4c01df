"""Voice: how Flightplan words what it says on a platform, as a port; the edge turns nouns into messages."""

from datetime import date, datetime
from typing import Protocol

from bot.domain.actions.progress import Progress, Step
from bot.domain.actions.tracked_action import Followed
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Challenge, Team
from bot.domain.digest.decision import Decision, Ruling
from bot.domain.digest.digest import Digest
from bot.domain.interview.evidence_proposal import Proposal
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Fit, Pass, Question
from bot.domain.messaging.message import Part, Post
from bot.domain.messaging.message_source import Source
from bot.domain.planning.plan import ProductionPlan
from bot.domain.replanning.difference import PlanDifference
from bot.services.interview.interviewing import Heard


class InterviewVoice(Protocol):
    """What is said while a team is interviewed."""

    def opening(self, interview: Interview, *, shared: bool) -> Post:
        """What stands above the first question: who asks, how it goes, what becomes of the answers."""

    def question(self, interview: Interview, asked: Question, *, invited: bool = False) -> Post:
        """`invited`: put to a colleague who was asked in."""

    def settled(self, asked: Question) -> Post:
        """What a question's message becomes once it was answered."""

    def let_go(self, interview: Interview, asked: Question, passed: Pass) -> Post:
        """What a question's message becomes once somebody let it go."""

    def answer_back(self, answer: CitedAnswer, *, back: bool) -> Post:
        """`back`: the question that waits follows once more."""

    def invitation(self, interview: Interview, colleague: Person, by: Person, note: str) -> Post:
        """What stands above a question to a colleague who was asked in."""

    def invited(self, colleague: Person, pilot: Pilot) -> Post: ...

    def whom_to_ask(self) -> Post:
        """Somebody was named whom the platform doesn't know by that name; the question follows once more."""

    def waiting_for(self, interview: Interview, people: tuple[Person, ...]) -> Post:
        """Nothing is left to ask here; others have not answered yet."""

    def nothing_more_for(self, person: Person, pilot: Pilot) -> Post: ...

    def noted(self, heard: Heard, *, shared: bool) -> Post | None:
        """`shared`: where several people read it. None where there is nothing to say."""

    def nothing_noted(self, heard: Heard, *, shared: bool) -> Post: ...

    def took_out(self, kinds: tuple[str, ...]) -> Post: ...

    def undone(self, speaker: Person) -> Post: ...

    def corrected(self, speaker: Person) -> Post: ...

    def stopped(self) -> Post:
        """Somebody stopped the reading; what was said is kept."""

    def paused(self, interview: Interview, by: Person) -> Post: ...

    def resumed(self, interview: Interview, by: Person) -> Post: ...

    def still_paused(self, interview: Interview) -> Post: ...

    def was_paused(self) -> Post:
        """What becomes of both once the interview goes on."""

    def nudge(self, interview: Interview, asked: Question, people: tuple[Person, ...]) -> Post:
        """To whoever owes an answer for days."""

    def summary_waits(self, interview: Interview, lead: Person) -> Post: ...

    def stalled(
        self, interview: Interview, asked: Question, people: tuple[Person, ...], until: datetime | None
    ) -> Post:
        """To the lead: these people did not answer, or are away until then."""


class ClosingVoice(Protocol):
    """What is said at the end of an interview and about what follows from it."""

    def summary(self, interview: Interview) -> Post: ...

    def summary_again(self, interview: Interview) -> Post:
        """After a correction: the question how well it fits, once more."""

    def summary_closed(self, interview: Interview) -> Post:
        """What the summary becomes once the interview is over."""

    def summary_again_closed(self) -> Post:
        """What the question after a correction becomes then, where it stands alone."""

    def fit_noted(self, interview: Interview, fit: Fit, lead: Person | None) -> Post:
        """`lead`: who ends it, where whoever judged may not."""

    def shall_i_finish(self, interview: Interview) -> Post:
        """Somebody who may end it seems to want to. Once it is over, that it was asked."""

    def only_they_may_end(self, people: tuple[Person, ...]) -> Post: ...

    def finished(self, interview: Interview, fit: Fit | None) -> Post:
        """Over, what stays unknown, and that the rating is under way. `fit`: the judgement that ended it."""

    def over(self, interview: Interview) -> Post:
        """Somebody speaks in an interview that is finished."""

    def card(self, made: Assessment, before: Assessment | None, *, has_plan: bool) -> Post: ...

    def challenged(self, made: Assessment, challenge: Challenge) -> Post: ...

    def drafting(self, pilot: Pilot) -> Post: ...

    def drafting_there(self, pilot: Pilot, at: Source | None) -> Post:
        """To whoever asked for the plan from elsewhere; `at`: where it will come, if they may read there."""

    def file_note(self, drafted: ProductionPlan) -> str: ...


class FollowingVoice(Protocol):
    """What is said while a plan is worked."""

    def plan(self, progress: Progress) -> Post: ...

    def action(self, at: Followed) -> Post:
        """One action as it stands, with what can be done about it."""

    def asked(self, team: Team, progress: Progress, person: str) -> Post:
        """To somebody whose name stands on actions that they have not agreed to; or had, and have answered by now."""

    def given(self, at: Followed, step: Step) -> Post:
        """To somebody who is handed an action."""

    def taken(self, at: Followed, step: Step) -> Post:
        """To somebody whose action was handed to somebody else."""

    def blocked(self, at: Followed, step: Step) -> Post:
        """To the lead, and whoever reads along."""

    def no_longer_blocked(self, at: Followed) -> Post:
        """What that becomes once the action is done, or goes on."""

    def not_theirs(self, at: Followed, step: Step) -> Post:
        """To whoever gave an action to somebody who said that it isn't theirs."""

    def moved(self, at: Followed, by: Person, difference: PlanDifference) -> Post:
        """To the team, or to those whose actions moved along."""

    def date_moved(self, at: Followed, before: date) -> Post:
        """To somebody who has an action and sees nothing else of the pilot."""

    def reminder(self, due: tuple[Followed, ...], today: date) -> Post:
        """Above the actions that somebody is reminded of this morning."""

    def unanswered(self, late: tuple[Followed, ...]) -> Post:
        """Above the actions that the lead hears of, since their owners did not react."""

    def use_the_buttons(self) -> Post:
        """To somebody who writes under a message about their actions."""

    def superseded(self, at: Followed) -> Post:
        """What an action's message becomes once a newer plan has taken the place of its plan."""


class LeadersVoice(Protocol):
    """What leaders read once a week, and what becomes of it."""

    def digest(self, made: Digest) -> tuple[Part, ...]:
        """In parts: the decision owed is one of its own, replaced once it is settled."""

    def decided(self, owed: Decision, ruling: Ruling) -> Post: ...

    def decided_in_digest(self, digest: Digest, settled: tuple[Decision, Ruling], following: Decision | None) -> Post:
        """What stands in a digest in the place of the decision that was settled: what became of it, and the next."""

    def owner_named(self, team: Team, by: Person) -> Post:
        """To whoever was named as the operational owner."""


class DoorVoice(Protocol):
    """What is said to people who come in, or for whom something did not work."""

    def greeting(self, teams: tuple[Team, ...]) -> Post:
        """To somebody who writes without being in an interview; `teams`: those they may see."""

    def greeting_in_channel(self, teams: tuple[Team, ...], channel: str) -> Post:
        """To somebody who mentions the app in a channel; `teams`: those that live there."""

    def which_interview(self, interviews: tuple[tuple[Interview, Source | None], ...]) -> Post:
        """To somebody who is in several, with where each is talked."""

    def cannot_reach(self, team: Team, people: tuple[Person, ...]) -> Post:
        """Guests and others whom the app can't write to."""

    def outside(self) -> Post:
        """To somebody of another organisation."""

    def cannot_read_files(self) -> Post: ...

    def model_is_down(self, ref: str) -> Post: ...

    def model_is_refused(self, ref: str) -> Post: ...

    def refused(self, reason: str) -> Post: ...

    def too_old(self) -> Post: ...

    def only_speaker(self, speaker: Person) -> Post: ...

    def failed(self, ref: str, *, saved: bool) -> Post: ...

    def unsaid(self, ref: str) -> Post:
        """A message could not be shown where this is said."""

    def not_begun(self, pilot: Pilot, channel: str | None) -> Post:
        """To the lead: the first message of the interview could not be said, in the channel or to somebody."""

    def consent(self, words: str, asker: Person, author: Person, proposed: Proposal) -> Post: ...

    def asked_for_consent(self, author: Person) -> Post: ...

    def asked_before(self, author: Person) -> Post:
        """Somebody asks for the same message again; says nothing of what its author answered."""

    def agreed(self, pilot: Pilot, author: Person) -> Post: ...

    def declined(self, pilot: Pilot) -> Post: ...


class Voice(LeadersVoice, InterviewVoice, ClosingVoice, FollowingVoice, DoorVoice, Protocol):
    """All of it."""
