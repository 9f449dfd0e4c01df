"""What the interview asks: opening, questions, probes, answers to questions back, colleagues, pause and resume."""

from bot.domain.framework import Framework
from bot.domain.interview import Interview, Pass, Question
from bot.domain.knowledge import Knowledge
from bot.domain.people import Person
from bot.domain.posting import Post
from bot.domain.review import CitedAnswer
from bot.slack.blocks.elements import Block, actions, button, context, link_button, post, section, sections
from bot.slack.blocks.references import Reference
from bot.slack.blocks.text import (
    WAITING,
    counted,
    link,
    listed,
    mention,
    name,
    paragraphs,
    plain,
    quoted,
    shortened,
)

_QUESTION = 1200
_ASKED = 300
_NOTE = 500


def opening(interview: Interview, *, shared: bool) -> Post:
    """Who speaks, and what becomes of what is said; it stays above the interview. `shared`: in a thread that several
    people read, not in one person's direct messages."""
    who = "Anyone in this thread can answer." if shared else "Only you and I read this thread."
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


def opening_question(interview: Interview) -> Post:
    """Beneath the opening, until it is answered."""
    asked = interview.questions[0]
    reference = _reference(interview, asked)
    return post(
        plain(asked.text, _QUESTION),
        section(f"*{plain(asked.text, _QUESTION)}*"),
        actions(button("Pause", "interview_pause", reference), button("How this works", "interview_how", reference)),
    )


def question(interview: Interview, asked: Question, framework: Framework) -> Post:
    """One question a message, with how far we are and why it is asked; a probe says what it is."""
    text = plain(asked.text, _QUESTION)
    return post(
        text,
        section(text if asked.kind == "probe" else f"*{text}*"),
        context(_beneath(interview, asked, framework)),
        ways_out(interview, asked),
    )


def _beneath(interview: Interview, asked: Question, framework: Framework) -> str:
    about = listed(framework.criterion(criterion).name for criterion in asked.criteria) or "The pilot in your words"
    parts = [about, _progress(interview, framework)]
    if asked.kind == "probe":
        return " · ".join(["One follow-up, so that I have it right", *parts])
    left = _left_by(interview, asked)
    if left is not None:
        parts.append(
            f"{mention(interview.person(left.by))} left this one to {mention(interview.person(left.to or ''))}"
        )
    return f"{' · '.join(parts)}\nWhy I ask: {plain(asked.why, _ASKED)}"


def _left_by(interview: Interview, asked: Question) -> Pass | None:
    if not asked.key.startswith("left:"):
        return None
    handed = (p for p in reversed(interview.passes) if p.how == "handed_over" and set(asked.criteria) & set(p.criteria))
    return next(handed, None)


def ways_out(interview: Interview, asked: Question) -> Block | None:
    """The buttons under a question for whoever doesn't just answer it."""
    reference = _reference(interview, asked)
    return actions(
        button("Skip", "interview_skip", reference),
        button("Don't know", "interview_dont_know", reference),
        button("Ask a colleague", "interview_ask_colleague", reference),
        button("Pause", "interview_pause", reference),
    )


def let_go(interview: Interview, asked: Question, passed: Pass, framework: Framework) -> Post:
    """What a question's message becomes once somebody let it go: the same words, no buttons, who and how."""
    by = mention(interview.person(passed.by))
    happened = {
        "skip": f"{by} skipped it. It can still be answered here.",
        "dont_know": f"{by} doesn't know. If somebody else does, they can still answer here.",
        "handed_over": f"{WAITING} {by} left it to {mention(interview.person(passed.to or ''))}.",
    }[passed.how]
    return answered(asked, framework, happened)


def answered(asked: Question, framework: Framework, happened: str = "") -> Post:
    """What a question's message becomes once it is settled: its words without the buttons."""
    text = plain(asked.text, _QUESTION)
    about = listed(framework.criterion(criterion).name for criterion in asked.criteria)
    beneath = " · ".join(part for part in (about, happened) if part)
    return post(text, section(f"*{text}*"), context(beneath) if beneath else None)


def answer_back(interview: Interview, answer: CitedAnswer, knowledge: Knowledge, asked: Question | None) -> Post:
    """The answer to a question back, what it rests on, and then the question that waits again."""
    told = paragraphs(answer.text)
    again = f"Back to my question: *{plain(asked.text, _QUESTION)}*" if asked is not None else ""
    return post(
        f"{shortened(told, 1500)} {again}".strip(),
        *sections(told, 3),
        _sources(answer, knowledge),
        section(again) if again else None,
        ways_out(interview, asked) if asked is not None and asked.kind != "opening" else None,
    )


def _sources(answer: CitedAnswer, knowledge: Knowledge) -> Block | None:
    found = [knowledge.passage(citation) for citation in answer.citations]
    passages = [f"_{plain(passage.title, 60)}_ ({plain(passage.source)})" for passage in found if passage is not None]
    return context(f"From the framework: {listed(passages, 4)}") if passages else None


def invitation(interview: Interview, asked: Question, *, by: Person, colleague: Person, note: str = "") -> Post:
    """Asks a colleague, in the thread or in their direct messages: what it is, and what becomes of the answer.

    `note`: what whoever named them adds.
    """
    reference = _reference(interview, asked)
    pilot = name(interview.pilot.name)
    return post(
        f"{mention(by)} thinks you know this best: {plain(asked.text, _QUESTION)}",
        section(
            f"{WAITING} {mention(colleague)}, {mention(by)} thinks you know this best: *{plain(asked.text, _QUESTION)}*"
        ),
        section(f"{mention(by)} adds: {quoted(note, _NOTE)}") if note.strip() else None,
        context(
            f"I'm Flightplan, an AI assistant; I'm interviewing the team of _{pilot}_. Just reply here, in your own "
            "words. Your answer counts for this pilot and may be quoted with your name in its assessment. Nothing "
            "else is shared with you or about you."
        ),
        actions(
            button("Don't know", "interview_dont_know", reference),
            button("Ask a colleague", "interview_ask_colleague", reference),
            button("How this works", "interview_how", reference),
        ),
    )


def invited(colleague: Person, pilot_name: str, thread: str | None = None) -> Post:
    """Tells whoever named a colleague that they were asked; the interview goes on meanwhile."""
    where = f" ({link(thread, 'see my message')})" if thread else ""
    text = f"{WAITING} I've asked {mention(colleague)}{where}. Their answer will count for _{name(pilot_name)}_."
    return post(text, context(text))


def paused(interview: Interview, framework: Framework, by: Person) -> Post:
    known = _progress(interview, framework)
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
    known = f" {_progress(interview, framework)}, from {counted(heard, 'message')}." if heard else ""
    text = f"{mention(by)} resumed the interview.{known} We go on where we stopped."
    return post(text, section(text))


def unfinished(interview: Interview, framework: Framework, thread: str | None) -> Post:
    """Shown where somebody starts an interview of a pilot that has one."""
    text = (
        f"_{name(interview.pilot.name)}_ already has an interview: {_progress(interview, framework)}, "
        f"{'paused' if interview.status == 'paused' else 'still open'}."
    )
    resume = button("Resume", "interview_resume", Reference(interview=interview.id), style="primary")
    return post(
        text,
        section(text),
        actions(resume if interview.status == "paused" else None, link_button("Go to it", "open_thread", thread)),
    )


def _progress(interview: Interview, framework: Framework) -> str:
    return f"{len(interview.known)} of {len(framework.criterion_ids)} known"


def _reference(interview: Interview, asked: Question) -> Reference:
    return Reference(interview=interview.id, question=asked.id)
