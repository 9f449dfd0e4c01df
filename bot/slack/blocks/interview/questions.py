"""What the interview asks: opening, questions, probes, answers to questions back, colleagues, pause and resume."""

from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.people import Person
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Pass, Question
from bot.domain.messaging.message import Post
from bot.slack.blocks.interview.progress import how_far
from bot.slack.blocks.kit.elements import Block, actions, button, context, link_button, post, section, sections
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import WAITING, link, listed, mention, name, paragraphs, plain, quoted, shortened
from bot.wording.formatter import counted

_QUESTION = 1200
_ASKED = 300
_NOTE = 500


def opening(interview: Interview, *, shared: bool) -> Post:
    """What stands above the first question, and goes on standing there once that is answered.

    `shared`: in a thread that several people read, not in one person's direct messages.
    """
    who = "Anyone in this thread can answer." if shared else "Only you and I read this thread."
    if interview.follows is not None:
        return _opening_again(interview, who)
    title = f"{name(interview.pilot.name)}: from pilot to production"
    return post(
        f"{title}.",
        section(f"*{title}*"),
        section(
            "I'm Flightplan, an AI assistant. I ask about ten questions, one at a time. It takes 20 to 30 minutes, in "
            f"one go or over days. {who} I quote you in the assessment, so that people can check me; I rate the "
            "pilot, never a person. Edit or delete a message, and I take the change into account."
        ),
    )


def _opening_again(interview: Interview, who: str) -> Post:
    title = f"{name(interview.pilot.name)}: what has changed?"
    records = sum(asked.kind == "record" for asked in interview.questions)
    taken = f" I read {counted(records, 'thing')} already: proofs of done actions, and challenges." if records else ""
    return post(
        title,
        section(f"*{title}*"),
        section(
            "I'm Flightplan, an AI assistant. I ask only about what may have changed since the last assessment, one "
            f"thing at a time; your first answer may cover most of it. {who} What was said before stays, marked as "
            f"said before, unless you say otherwise now.{taken}"
        ),
    )


def question(interview: Interview, asked: Question, framework: Framework, *, invited: bool = False) -> Post:
    """One question a message, with how far we are and why it is asked; a probe says what it is.

    `invited`: put to a colleague who was asked in, and whom the rest of the interview does not concern.
    """
    return post(
        plain(asked.text, _QUESTION),
        section(_words(asked)),
        context(_beneath(interview, asked, framework, invited)),
        ways_out(interview, asked, invited=invited),
    )


def _words(asked: Question) -> str:
    text = plain(asked.text, _QUESTION)
    return text if asked.kind == "probe" else f"*{text}*"


def _beneath(interview: Interview, asked: Question, framework: Framework, invited: bool) -> str:
    about = listed(framework.criterion(criterion).name for criterion in asked.criteria)
    parts = [part for part in (about, "" if invited or not about else how_far(interview, framework)) if part]
    if asked.kind == "probe":
        parts.insert(0, "One follow-up, so that I have it right")
    left = _left_by(interview, asked) if not invited else None
    if left is not None:
        parts.append(
            f"{mention(interview.person(left.by))} left this one to {mention(interview.person(left.to or ''))}"
        )
    return "\n".join([*([" · ".join(parts)] if parts else []), f"Why I ask: {plain(asked.why, _ASKED)}"])


def _left_by(interview: Interview, asked: Question) -> Pass | None:
    if not asked.key.startswith("left:"):
        return None
    handed = (p for p in reversed(interview.passes) if p.how == "handed_over" and set(asked.criteria) & set(p.criteria))
    return next(handed, None)


def ways_out(interview: Interview, asked: Question, *, invited: bool = False) -> Block | None:
    """The buttons under a question for whoever doesn't just answer it.

    Somebody who was asked in has nothing to pause; the opening is a story, which nobody need skip."""
    reference = _reference(interview, asked)
    skip = button("Skip", "interview_skip", reference)
    dont_know = button("Don't know", "interview_dont_know", reference)
    colleague = button("Ask a colleague", "interview_ask_colleague", reference)
    pause = button("Pause", "interview_pause", reference)
    how = button("How this works", "interview_how", reference)
    if asked.kind == "opening":
        return actions(pause, how)
    return actions(dont_know, colleague, how) if invited else actions(skip, dont_know, colleague, pause)


def let_go(interview: Interview, asked: Question, passed: Pass, framework: Framework) -> Post:
    """What a question's message becomes once somebody let it go: the same words, no buttons, who and how."""
    by = mention(interview.person(passed.by))
    happened = {
        "skip": f"{by} skipped it. It can still be answered here.",
        "dont_know": f"{by} didn't know. It can still be answered here.",
        "handed_over": f"{WAITING} {by} left it to {mention(interview.person(passed.to or ''))}.",
    }[passed.how]
    return answered(asked, framework, happened)


def answered(asked: Question, framework: Framework, happened: str = "") -> Post:
    """What a question's message becomes once it is settled: its words without the buttons."""
    about = listed(framework.criterion(criterion).name for criterion in asked.criteria)
    beneath = " · ".join(part for part in (about, happened) if part)
    return post(plain(asked.text, _QUESTION), section(_words(asked)), context(beneath) if beneath else None)


def answer_back(answer: CitedAnswer, knowledge: Knowledge, *, back: bool) -> Post:
    """The answer to a question back, and what it rests on. `back`: the question that waits follows again."""
    told, again = paragraphs(answer.text), "Back to my question:"
    return post(
        f"{shortened(told, 1500)} {again if back else ''}".strip(),
        *sections(told, 3),
        _sources(answer, knowledge),
        section(again) if back else None,
    )


def _sources(answer: CitedAnswer, knowledge: Knowledge) -> Block | None:
    found = [knowledge.passage(citation) for citation in answer.citations]
    passages = [f"_{plain(passage.title, 60)}_ ({plain(passage.source)})" for passage in found if passage is not None]
    return context(f"From the framework: {listed(passages, 4)}") if passages else None


def invitation(interview: Interview, *, by: Person, colleague: Person, note: str = "") -> Post:
    """What stands above a question to a colleague, in the thread or in their direct messages: why they are asked, and
    what becomes of the answer.

    `note`: what whoever named them adds.
    """
    pilot = name(interview.pilot.name)
    text = f"{mention(colleague)}, {mention(by)} thinks you can answer this for _{pilot}_."
    return post(
        text,
        section(text),
        section(f"{mention(by)} adds: {quoted(note, _NOTE)}") if note.strip() else None,
        context(
            f"I'm Flightplan, an AI assistant; I'm interviewing the team of _{pilot}_. Just reply here, in your own "
            "words. Your answer counts for this pilot and may be quoted with your name in its assessment. Nothing "
            "else is shared with you or about you."
        ),
    )


def invited(colleague: Person, pilot_name: str, thread: str | None = None) -> Post:
    """Tells whoever named a colleague that they were asked; the interview goes on meanwhile."""
    where = f" ({link(thread, 'see my message')})" if thread else ""
    text = f"{WAITING} I've asked {mention(colleague)}{where}. Their answer will count for _{name(pilot_name)}_."
    return post(text, context(text))


def paused(interview: Interview, framework: Framework, by: Person) -> Post:
    known = how_far(interview, framework)
    return post(
        f"{mention(by)} paused the interview: {known}.",
        section(
            f"{mention(by)} paused the interview. Nothing is lost: {known}. Resume it whenever you like, today or "
            "next week."
        ),
        actions(button("Resume", "interview_resume", Reference(interview=interview.id), style="primary")),
    )


def resumed(interview: Interview, framework: Framework, by: Person) -> Post:
    """Says where we stand; the question comes with it, by `together`."""
    heard = sum(turn.state != "retracted" for turn in interview.turns)
    known = f" {how_far(interview, framework)}, from {counted(heard, 'message')}." if heard else ""
    text = f"{mention(by)} resumed the interview.{known} We go on where we stopped."
    return post(text, section(text))


def unfinished(interview: Interview, framework: Framework, thread: str | None) -> Post:
    """Shown where somebody starts an interview of a pilot that has one."""
    text = (
        f"_{name(interview.pilot.name)}_ already has an interview: {how_far(interview, framework)}, "
        f"{'paused' if interview.status == 'paused' else 'still open'}."
    )
    resume = button("Resume", "interview_resume", Reference(interview=interview.id), style="primary")
    return post(
        text,
        section(text),
        actions(resume if interview.status == "paused" else None, link_button("Go to it", "open_thread", thread)),
    )


def _reference(interview: Interview, asked: Question) -> Reference:
    return Reference(interview=interview.id, question=asked.id)
