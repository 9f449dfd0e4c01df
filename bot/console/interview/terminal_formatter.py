"""Terminal formatter: how an interview reads at a terminal. A screen is not changed: what would replace is nothing."""

from rich.console import Group, RenderableType
from rich.text import Text

from bot.console import render
from bot.console.interview.ladders import render_ladders
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.errors import AnalystFailed
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Team
from bot.domain.framework.framework import Framework
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkippedQuestion, Turn
from bot.domain.messaging.message import MessageContent
from bot.services.interview.interviewing import TurnOutcome
from bot.wording.level_words import BY_RULE, ONLY_ENGLISH

SHOWN = "shown"
"""Under which a block holds what rich prints."""
_INTRODUCTION = (
    "I'm Flightplan, an AI assistant. I'll ask about ten questions, one at a time; it takes 20 to 30 minutes, "
    "in one go or over days. I quote you in the assessment, so people can check me; I rate the pilot, never a "
    "person. Everything you type is kept at once. /help shows what else you can do."
)


def _say_nothing(*_of: object, **_how: object) -> MessageContent:
    """Where Slack would change a message, or tell others: here they look at the same screen."""
    return MessageContent("", ())


class TerminalMessageFormatter:
    format_settled_question = staticmethod(_say_nothing)
    format_skipped_question = staticmethod(_say_nothing)
    format_invitation_receipt = staticmethod(_say_nothing)
    format_owner_asked = staticmethod(_say_nothing)
    format_thanks = staticmethod(_say_nothing)
    format_answer_undone = staticmethod(_say_nothing)
    format_answer_corrected = staticmethod(_say_nothing)
    format_answer_retried = staticmethod(_say_nothing)
    format_slow_reading = staticmethod(_say_nothing)
    format_reading_stopped = staticmethod(_say_nothing)
    format_interview_paused = staticmethod(_say_nothing)
    format_interview_resumed = staticmethod(_say_nothing)
    format_still_paused = staticmethod(_say_nothing)
    format_pause_ended = staticmethod(_say_nothing)
    format_settled_elsewhere = staticmethod(_say_nothing)
    format_asked_again = staticmethod(_say_nothing)
    format_going_on = staticmethod(_say_nothing)
    format_reading_waits = staticmethod(_say_nothing)
    format_waiting_ended = staticmethod(_say_nothing)
    format_repeated_question = staticmethod(_say_nothing)
    format_kept_in_pause = staticmethod(_say_nothing)
    format_no_longer_needed = staticmethod(_say_nothing)
    format_progress_card = staticmethod(_say_nothing)

    def __init__(self, framework: Framework, analyst: str, *, by_rule: bool = False) -> None:
        self._framework = framework
        self._analyst = analyst
        self._by_rule = by_rule

    def format_opening(self, interview: Interview, team: Team, to: str | None) -> MessageContent:
        by_rule = [Text(BY_RULE, style="dim")] if self._by_rule else []
        return _build_content(_INTRODUCTION, Text(render.format_analyst_notice(self._analyst), style="dim"), *by_rule)

    def format_question(self, interview: Interview, asked: Question, *, invited: bool = False) -> MessageContent:
        return _build_content(render.render_question(asked, len(interview.known_criteria), self._framework))

    def format_answer_back(self, answer: CitedAnswer, *, back: bool) -> MessageContent:
        return _build_content(render.render_cited_answer(answer))

    def format_invitation(
        self, interview: Interview, passed: SkippedQuestion, note: str, *, takes_part: bool
    ) -> MessageContent:
        return _build_content(f"{interview.get_person(passed.by).name} left this to you.")

    def format_invitation_sent(self, colleague: Person, pilot: Pilot) -> MessageContent:
        return _build_content(f"Left to {colleague.display_name}. When they sit here: /as {colleague.display_name}")

    def format_invitation_queued(self, colleague: Person, pilot: Pilot) -> MessageContent:
        return self.format_invitation_sent(colleague, pilot)

    def format_unknown_colleague(self) -> MessageContent:
        return _build_content("/ask NAME leaves it to whom you name.")

    def format_waiting_for_others(self, interview: Interview, people: tuple[Person, ...]) -> MessageContent:
        names = " and ".join(person.display_name for person in people)
        return _build_content(f"Nothing is left to ask but what waits for {names}: /as NAME, or /finish without it.")

    def format_recorded_answer(self, heard: TurnOutcome, *, shared: bool) -> MessageContent | None:
        turn = heard.interview.get_turn(heard.turn.id)
        ladders = render_ladders(heard.interview, turn, self._framework) if self._by_rule else None
        unread = Text(ONLY_ENGLISH, style="yellow") if self._by_rule and heard.is_first_unread_language else None
        noted = render.render_turn_outcome(heard, self._framework)
        shown = [one for one in (noted, unread, ladders) if one is not None]
        return _build_content(*shown) if shown else None

    def format_nothing_recorded(self, heard: TurnOutcome, *, shared: bool) -> MessageContent:
        return _build_content(render.render_nothing_noted())

    def format_secrets_removed(self, kinds: tuple[str, ...]) -> MessageContent:
        return _build_content(render.render_redaction_notice(kinds))

    # --- at its end

    format_closed_summary = staticmethod(_say_nothing)
    format_closed_summary_check = staticmethod(_say_nothing)
    format_feedback_recorded = staticmethod(_say_nothing)
    format_finish_not_allowed = staticmethod(_say_nothing)
    format_interview_finished = staticmethod(_say_nothing)

    def format_summary(self, interview: Interview) -> MessageContent:
        asks = "Correct anything by typing it. How well does this fit? 1 not at all, 2, 3, 4 exactly."
        return _build_content(render.render_summary(interview, self._framework), asks)

    def format_summary_check(self, interview: Interview) -> MessageContent:
        return _build_content("Anything else to correct? If not, 1 to 4: how well does it fit?")

    def format_finish_prompt(self, interview: Interview) -> MessageContent:
        return _build_content("/finish ends the interview now; what is not known stays unknown.")

    def format_interview_over(self, interview: Interview) -> MessageContent:
        return _build_content("This interview is finished.")

    def format_assessment_card(
        self, made: Assessment, before: Assessment | None, *, has_plan: bool, sharable: bool
    ) -> MessageContent:
        return _build_content(
            render.render_assessment(made, self._framework), render.render_ratings(made, self._framework)
        )

    # --- what did not work

    format_outsider_refusal = staticmethod(_say_nothing)

    def format_reading_failed(self, failure: AnalystFailed, ref: str) -> MessageContent:
        told = f"{failure} Your answer is saved; /retry has it read again, no need to repeat it."
        return _build_content(Text(told, style="yellow"))

    def format_answer_unreadable(self, interview: Interview, turn: Turn, ref: str) -> MessageContent:
        told = f"I couldn't read answer {turn.id[1:]}: the model gave me nothing usable for it. It is kept, but counts "
        told += f"for nothing until it is read. /retry tries again, /correct {turn.id[1:]} TEXT puts it in other words."
        return _build_content(Text(told, style="yellow"))

    def format_refusal(self, reason: str) -> MessageContent:
        return MessageContent(reason, ())

    def format_outdated_button(self) -> MessageContent:
        return MessageContent("That question waits for nobody any more. Nothing was changed.", ())


def _build_content(*shown: RenderableType) -> MessageContent:
    return MessageContent("", ({SHOWN: Group(*shown)},))
