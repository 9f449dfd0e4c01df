"""What is said between questions: whom to ask, who is waited for, that one is stopped, paused or over."""

from collections.abc import Sequence

from bot.domain.core.people import Person, Pilot
from bot.domain.framework.framework import Framework
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import Post
from bot.slack.blocks.interview.progress import how_far
from bot.slack.blocks.kit.elements import actions, button, context, post, section
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import WAITING, link, listed, mention, name
from bot.wording.formatter import counted


def whom_to_ask() -> Post:
    """A name was given that Slack doesn't know: the picker under the question does."""
    text = "Whom shall I ask? Pick them by _Ask a colleague_, or mention them with @: then I write to the right person."
    return post(text, section(text))


def waiting_for(interview: Interview, people: Sequence[Person], framework: Framework) -> Post:
    """Nothing is left to ask here, but others have not answered."""
    known = how_far(interview, framework)
    whom = listed(mention(person) for person in people) or "the others"
    text = (
        f"{WAITING} That is all I have to ask here for now ({known}). I'm waiting for {whom}, and come back here with "
        "the summary. `/pilot finish` ends it without them."
    )
    return post(text, section(text))


def nothing_more_for(person: Person, pilot: Pilot) -> Post:
    text = (
        f"That is all I wanted to ask you about _{name(pilot.name)}_, {mention(person)}. If something changes or comes "
        "to mind, write it here."
    )
    return post(text, section(text))


def stopped() -> Post:
    text = (
        "Stopped. What you said is kept, but I haven't read it. Write on whenever you like, and I read both; or delete "
        "the message, and it is gone."
    )
    return post(text, section(text))


def still_paused(interview: Interview) -> Post:
    text = "I've taken that in. The interview is paused, so I ask nothing more until somebody resumes it."
    resume = button("Resume", "interview_resume", Reference(interview=interview.id), style="primary")
    return post(text, context(text), actions(resume))


def was_paused() -> Post:
    text = "The interview was paused here, and goes on below."
    return post(text, context(text))


def only_they_may_end(people: Sequence[Person]) -> Post:
    who = " or ".join(mention(person) for person in people)
    text = f"Only {who} can finish the interview for everybody. You can pause it, or skip what you'd rather not answer."
    return post(text, context(text))


def over(pilot: Pilot) -> Post:
    text = (
        f"The interview of _{name(pilot.name)}_ is finished, so I don't take this in. If the assessment is wrong, "
        "challenge the rating there; if things have changed since, `/pilot start` begins a new interview."
    )
    return post(text, section(text))


def moved(what: str, pilot: Pilot, thread: str | None) -> Post:
    """Tells whoever gave a command that it is done, and where the rest is said."""
    where = f" {link(thread, 'Go to the interview')}." if thread else ""
    text = f"_{name(pilot.name)}_: {what}{where}"
    return post(text, section(text))


def started_again(interview: Interview) -> Post:
    """A follow-up begins, or, where nothing was assessed yet, an interview from the beginning."""
    what = "a new interview begins; what was assessed before stays."
    if interview.follows is not None:
        what = (
            f"I ask again what may have changed, in {counted(len(interview.rechecks), 'point')}. What was said "
            "before stays unless you say otherwise."
        )
    return moved(what, interview.pilot, None)


def cannot_read_files() -> Post:
    text = "I can't read files. Tell me in your own words what it shows; a link to it is welcome as proof."
    return post(text, section(text))


def file_on_its_way() -> Post:
    text = "I've put the plan as a file into our direct messages."
    return post(text, context(text))
