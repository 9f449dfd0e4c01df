"""What is said between questions: whom to ask, who is waited for, that one is stopped, paused or over."""

from collections.abc import Sequence

from bot.domain.core.people import Person, Pilot
from bot.domain.framework.framework import Framework
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import MessageContent
from bot.domain.reassessment.reassessment import is_unfinished
from bot.slack.blocks.interview.progress import format_progress
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import WAITING, format_link, format_list, format_mention, format_name
from bot.slack.blocks.kit.references import Reference
from bot.wording.formatter import format_count


def build_choose_colleague_message() -> MessageContent:
    """A name was given that Slack doesn't know: the picker under the question does."""
    return kit.build_text_message(
        "Whom shall I ask? Pick them by _Ask a colleague_, or mention them with @: then I write to the right person."
    )


def build_waiting_message(interview: Interview, people: Sequence[Person], framework: Framework) -> MessageContent:
    """Nothing is left to ask here, but others have not answered."""
    known = format_progress(interview, framework)
    whom = format_list(format_mention(person) for person in people) or "the others"
    return kit.build_text_message(
        f"{WAITING} That is all I have to ask here for now ({known}). I'm waiting for {whom}, and come back here with "
        "the summary. `/pilot finish` ends it without them."
    )


def build_nothing_more_message(person: Person, pilot: Pilot) -> MessageContent:
    return kit.build_text_message(
        f"That is all I wanted to ask you about _{format_name(pilot.name)}_, {format_mention(person)}. If something "
        "changes or comes to mind, write it here."
    )


def build_slow_reading_message(*, over: bool) -> MessageContent:
    if over:
        return kit.build_note("That took the language model longer than usual.")
    return kit.build_note(
        f"{WAITING} The language model takes longer than usual. What you said is saved, and I come back here once it "
        "is read: no need to wait."
    )


def build_stopped_message() -> MessageContent:
    return kit.build_text_message(
        "Stopped. What you said is kept, but I haven't read it. Write on whenever you like, and I read both; or delete "
        "the message, and it is gone."
    )


def build_still_paused_message(interview: Interview) -> MessageContent:
    text = "I've taken that in. The interview is paused, so I ask nothing more until somebody resumes it."
    resume = kit.build_button("Resume", "interview_resume", Reference(interview=interview.id), style="primary")
    return kit.build_message(
        "Resume whenever you like: I've taken that in, and the interview is paused.",
        kit.build_context(text),
        kit.build_buttons(resume),
    )


def build_was_paused_message() -> MessageContent:
    return kit.build_note("The interview was paused here, and goes on below.")


def build_cannot_finish_message(people: Sequence[Person]) -> MessageContent:
    who = " or ".join(format_mention(person) for person in people)
    return kit.build_note(
        f"Only {who} can finish the interview for everybody. You can pause it, or skip what you'd rather not answer."
    )


def build_interview_over_message(pilot: Pilot) -> MessageContent:
    return kit.build_text_message(
        f"The interview of _{format_name(pilot.name)}_ is finished, so I don't take this in. If the assessment is "
        "wrong, challenge the rating there; if things have changed since, `/pilot start` begins a new interview."
    )


def build_command_done_message(what: str, pilot: Pilot, thread: str | None) -> MessageContent:
    """Tells whoever gave a command that it is done, and where the rest is said."""
    where = f" {format_link(thread, 'Go to the interview')}." if thread else ""
    return kit.build_text_message(f"_{format_name(pilot.name)}_: {what}{where}")


def build_restarted_message(interview: Interview) -> MessageContent:
    """A follow-up begins, or, where nothing was assessed yet, an interview from the beginning."""
    what = "a new interview begins; what was assessed before stays."
    if interview.follows is not None:
        what = (
            f"{_describe_aim(interview)}, in {format_count(len(interview.rechecks), 'point')}. What was said "
            "before stays unless you say otherwise."
        )
    return build_command_done_message(what, interview.pilot, None)


def _describe_aim(interview: Interview) -> str:
    return (
        "I go on with what is still open" if is_unfinished(interview.rechecks) else "I ask again what may have changed"
    )


def build_file_sent_message() -> MessageContent:
    return kit.build_note("The plan comes as a file into our direct messages.")


def build_answer_coming_message(*, shared: bool) -> MessageContent:
    """`shared`: asked for in a channel, where we may not be."""
    where = ": here, or in our direct messages where I'm not in this channel" if shared else ""
    return kit.build_note(f"It comes in a moment{where}.")
