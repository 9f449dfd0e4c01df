"""What the interview asks: opening, questions, probes, answers to questions back, colleagues, pause and resume."""

from bot.domain.asking.follow_up import is_follow_up
from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.people import Person
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkippedQuestion
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.interview.progress import ONE_MORE, format_progress, format_question_number, format_request
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import (
    WAITING,
    format_actor,
    format_list,
    format_mention,
    format_name,
    format_people,
    format_their_words,
)
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_paragraphs, escape_text, shorten_text
from bot.slack.blocks.opening.stopped_requests import build_stop_menu
from bot.wording.formatter import format_count

_QUESTION = 1200
_ASKED = 300
_NOTE = 500


def build_question_message(
    interview: Interview, asked: Question, framework: Framework, *, invited: bool = False
) -> MessageContent:
    """One question a message, with how far we are and why it is asked; a probe says what it is.

    `invited`: put to a colleague who was asked in, and whom the rest of the interview does not concern.
    """
    return kit.build_request(
        f"{_format_request(interview, asked, invited)}: {escape_text(asked.text, _QUESTION)}",
        kit.build_section(_address(interview, asked, _format_question_text(asked))),
        kit.build_context(_format_question_context(interview, asked, framework, invited)),
        build_question_buttons(interview, asked, invited=invited),
    )


def _format_request(interview: Interview, asked: Question, invited: bool) -> str:
    """Question 4 of about 10: what a notification begins with."""
    if invited:
        return f"A question for you about {format_name(interview.pilot.name)}"
    return format_request(interview, asked)


def _format_question_text(asked: Question) -> str:
    text = escape_text(asked.text, _QUESTION)
    return text if asked.kind == "probe" else f"*{text}*"


def _address(interview: Interview, asked: Question, text: str) -> str:
    """With the name of whoever likely knows it; nobody else is kept from answering."""
    return f"{format_mention(interview.get_person(asked.likely))}: {text}" if asked.likely else text


def _format_question_context(interview: Interview, asked: Question, framework: Framework, invited: bool) -> str:
    about = format_list(framework.get_criterion(criterion).name for criterion in asked.criteria)
    if asked.kind == "probe":
        follows = is_follow_up(interview, asked)
        number = interview.put_for(asked.to, "One follow-up, so that I have it right" if follows else ONE_MORE)
    else:
        number = "" if invited or not about else format_question_number(interview, asked)
    parts = [part for part in (number, about) if part]
    if asked.likely:
        parts.append("anyone may answer")
    left = _find_delegation(interview, asked) if not invited else None
    if left is not None:
        parts.append(
            f"{format_mention(interview.get_person(left.by))} left this one to "
            f"{format_mention(interview.get_person(left.to or ''))}"
        )
    why = interview.put_for(asked.to, "Why I ask: {why}").format(why=escape_text(asked.why, _ASKED))
    return "\n".join([*([" · ".join(parts)] if parts else []), why])


def _find_delegation(interview: Interview, asked: Question) -> SkippedQuestion | None:
    if not asked.key.startswith("left:"):
        return None
    handed = (p for p in reversed(interview.passes) if p.how == "handed_over" and set(asked.criteria) & set(p.criteria))
    return next(handed, None)


def build_question_buttons(interview: Interview, asked: Question, *, invited: bool = False) -> kit.Block | None:
    """What whoever doesn't just answer a question can do: what is wanted most as a button, the rest in a menu.

    Somebody who was asked in has nothing to pause; the opening is a story, which nobody need skip."""
    reference = Reference(interview=interview.id, question=asked.id)
    pause, how = ("Pause", "interview_pause"), ("How this works", "interview_how")
    if asked.kind == "opening":
        return kit.build_buttons(kit.build_button(*pause, reference), kit.build_button(*how, reference))
    skip = None if invited else ("Skip", "interview_skip")
    colleague = ("Ask a colleague", "interview_ask_colleague")
    return kit.build_buttons(
        kit.build_button("Don't know", "interview_dont_know", reference),
        kit.build_menu(reference, colleague, skip, None if invited else pause, how),
    )


def build_skipped_question_message(
    interview: Interview, asked: Question, passed: SkippedQuestion, framework: Framework, reader: str | None = None
) -> MessageContent:
    """What a question's message becomes once somebody let it go: the same words, no buttons, who and how. `reader`:
    in whose direct messages it stands."""
    by, to = format_actor(interview.get_person(passed.by), reader), interview.get_person(passed.to or "")
    happened = {
        "skip": f"{by} skipped it. It can be answered here while the interview is open.",
        "later": f"{by} wanted to think about it. I ask it once more before the end.",
        "dont_know": f"{by} didn't know. It can be answered here while the interview is open.",
        "handed_over": f"{WAITING} {by} left it to {format_people((to,), reader)}.",
    }[passed.how]
    return build_settled_question_message(asked, framework, happened)


def build_settled_question_message(asked: Question, framework: Framework, happened: str = "") -> MessageContent:
    """What a question's message becomes once it is settled: its words without the buttons."""
    about = format_list(framework.get_criterion(criterion).name for criterion in asked.criteria)
    beneath = " · ".join(part for part in (about, happened) if part)
    return kit.build_message(
        escape_text(asked.text, _QUESTION),
        kit.build_section(_format_question_text(asked)),
        kit.build_context(beneath) if beneath else None,
    )


def build_cited_answer_message(answer: CitedAnswer, knowledge: Knowledge, *, back: bool) -> MessageContent:
    """The answer to a question back, and what it rests on. `back`: the question that waits follows again."""
    told, again = escape_paragraphs(answer.text), "Back to my question:"
    return kit.build_message(
        f"{shorten_text(told, 1500)} {again if back else ''}".strip(),
        *kit.build_sections(told, 3),
        _build_sources_block(answer, knowledge),
        kit.build_section(again) if back else None,
    )


def _build_sources_block(answer: CitedAnswer, knowledge: Knowledge) -> kit.Block | None:
    found = [knowledge.find_passage(citation) for citation in answer.citations]
    passages = [f"_{escape_text(p.title, 60)}_ ({escape_text(p.source)})" for p in found if p is not None]
    return kit.build_context(f"From the framework: {format_list(passages, 4)}") if passages else None


def build_invitation_message(
    interview: Interview, passed: SkippedQuestion, note: str = "", *, takes_part: bool = False
) -> MessageContent:
    """What stands above a question to a colleague, in the thread or in their direct messages: why they are asked, and
    what becomes of the answer.

    `note`: what whoever named them adds. `takes_part`: they are of the team, and were told of it all before.
    """
    by, colleague = interview.get_person(passed.by), interview.get_person(passed.to or "")
    adds = f"{format_mention(by)} adds: {format_their_words(note, _NOTE)}"
    if takes_part:
        return kit.build_text_message(
            f"{format_mention(colleague)}, {format_mention(by)} thinks you can answer this.",
            kit.build_section(adds) if note.strip() else None,
        )
    pilot = format_their_words(interview.pilot.name)
    return kit.build_text_message(
        f"{format_mention(colleague)}, {format_mention(by)} thinks you can answer this for the AI pilot {pilot}.",
        kit.build_section(adds) if note.strip() else None,
        kit.build_context(
            "I'm Flightplan, an AI assistant; I'm interviewing that team. Just reply here, in your own words. "
            "Your answer counts for this pilot and may be quoted with your name in its assessment. Nothing else is "
            "shared with you or about you."
        ),
        kit.build_buttons(build_stop_menu(by.id)),
    )


def build_invitation_sent_message(colleague: Person, pilot_name: str) -> MessageContent:
    """Tells whoever named a colleague that they were asked; the interview goes on meanwhile."""
    return kit.build_note(
        f"{WAITING} I've asked {format_mention(colleague)}. Their answer will count for _{format_name(pilot_name)}_."
    )


def build_paused_message(
    interview: Interview, framework: Framework, by: Person, reader: str | None = None
) -> MessageContent:
    known = format_progress(interview, framework)
    return kit.build_message(
        f"Resume whenever you like: {format_people((by,), reader)} paused the interview, {known}.",
        kit.build_section(
            f"{format_actor(by, reader)} paused the interview. Nothing is lost: {known}. Resume it whenever you like, "
            "today or next week."
        ),
        kit.build_buttons(
            kit.build_button("Resume", "interview_resume", Reference(interview=interview.id), style="primary")
        ),
    )


def build_resumed_message(
    interview: Interview, framework: Framework, by: Person, reader: str | None = None
) -> MessageContent:
    """Says where we stand; the question comes with it, by `together`."""
    heard = sum(turn.state != "retracted" for turn in interview.turns)
    known = f" {format_progress(interview, framework)}, from {format_count(heard, 'message')}." if heard else ""
    return kit.build_text_message(
        f"{format_actor(by, reader)} resumed the interview.{known} We go on where we stopped."
    )


def build_existing_interview_message(interview: Interview, framework: Framework, thread: str | None) -> MessageContent:
    """Shown where somebody starts an interview of a pilot that has one."""
    text = (
        f"_{format_name(interview.pilot.name)}_ already has an interview: {format_progress(interview, framework)}, "
        f"{'paused' if interview.status == 'paused' else 'still open'}."
    )
    resume = kit.build_button("Resume", "interview_resume", Reference(interview=interview.id), style="primary")
    leads = kit.build_link_button("Go to it", "open_thread", thread)
    return kit.build_text_message(text, kit.build_buttons(resume if interview.status == "paused" else None, leads))
