"""What is said after an answer: what was noted and where, and what people see differently."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.assessment.level_shifts import LevelShift, list_corrected_levels
from bot.domain.assessment.rating import drop_corrected, find_standing
from bot.domain.core.people import Person
from bot.domain.framework.framework import Framework, Level
from bot.domain.interview.evidence import Confirmation, Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn
from bot.domain.messaging.message import MessageContent
from bot.services.interview.interviewing import TurnOutcome
from bot.slack.blocks.interview.ladders import build_choose_button, format_step_lines
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.feedback import build_feedback
from bot.slack.blocks.kit.phrases import (
    AT_RISK,
    DISAGREEMENT,
    format_actor,
    format_bar,
    format_colleague_byline,
    format_list,
    format_mention,
    format_quote,
    format_said,
)
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import clean_line, escape_text
from bot.wording.level_words import ONLY_ENGLISH, list_kept_lower

_NOTED = "Noted under {criteria}: {quote}"
_KEPT = "Kept for {criteria}, which I'll still ask about: {quote}"
_MOST_VIEWS = 4
_TO_THE_RATER = "it tells the assistant what to rate"
_COUNTED = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}


def build_answer_recorded_message(
    heard: TurnOutcome, framework: Framework, *, shared: bool = True, by_rule: bool = False
) -> MessageContent | None:
    """Where an answer was noted, how that stands now, and the words it rests on; None where there is nothing to say.

    `shared`: in a thread that several people read, who want to know whose words they are. `by_rule`: no model read it,
    so the step is told, and its speaker may choose another.
    """
    taken = _select_turn_evidence(heard)
    lines = [
        *_format_edit_note(heard, shared),
        *_format_late_note(heard, framework),
        *_format_lines(heard.interview, taken, framework, shared),
        *_format_replaced(heard, framework, shared),
        *_format_corrections(heard, framework),
        *_format_kept_lower(heard, framework),
        *_format_refusal_note(heard),
        *_format_still_open(heard, framework, shared),
    ]
    turn = heard.interview.get_turn(heard.turn.id) if by_rule else heard.turn
    if by_rule:
        lines += [ONLY_ENGLISH] if heard.is_first_unread_language else []
        lines += format_step_lines(heard.interview, turn, framework)
    if not lines:
        return None
    disputed = _list_disputed_criteria(heard.interview, taken)
    return kit.build_message(
        _format_notification(taken, disputed, framework) or lines[0],
        kit.build_context("\n".join(lines)),
        _build_receipt_buttons(heard.interview, turn, taken, by_rule),
        build_feedback("noted", turn.id, heard.interview.id) if taken else None,
        *(_build_disagreement_block(heard.interview, criterion, framework) for criterion in disputed),
    )


def _format_notification(taken: tuple[Evidence, ...], disputed: list[str], framework: Framework) -> str:
    """Where it was noted, without anybody's words."""
    noted, differing = (
        format_list((framework.get_criterion(c).name for c in found), 20)
        for found in (dict.fromkeys(item.criterion for item in taken), disputed)
    )
    told = [f"Noted under {noted}." if noted else "", f"You see {differing} differently." if differing else ""]
    return " ".join(part for part in told if part)


def _select_turn_evidence(heard: TurnOutcome) -> tuple[Evidence, ...]:
    """What counts of it: not what its speaker corrected since."""
    return tuple(item for item in drop_corrected(heard.interview.evidence) if item.turn_id == heard.turn.id)


def _format_edit_note(heard: TurnOutcome, shared: bool) -> list[str]:
    """It stands below what was said since."""
    whose = f"{_format_speaker_name(heard.interview, heard.turn.speaker)}'s" if shared else "Your"
    return [f"{whose} earlier answer, as it reads now:"] if heard.turn.revision else []


def _format_replaced(heard: TurnOutcome, framework: Framework, shared: bool) -> list[str]:
    """What its speaker corrected since is told without the words that no longer count."""
    counting = _select_turn_evidence(heard)
    gone = (i for i in heard.interview.evidence if i.turn_id == heard.turn.id and i not in counting)
    criteria = dict.fromkeys(item.criterion for item in gone)
    who = f"{_format_speaker_name(heard.interview, heard.turn.speaker)} has" if shared else "You have"
    about = _name_criteria(criteria, framework)
    return [f"{who} corrected since what stood here under {about}; it no longer counts."] if criteria else []


def _format_lines(interview: Interview, taken: tuple[Evidence, ...], framework: Framework, shared: bool) -> list[str]:
    """One line, with the words of the first and where else it was noted; another for what was said in passing."""
    by_frame: dict[str, dict[str, list[str]]] = {}
    for criterion in dict.fromkeys(item.criterion for item in taken):
        first = next(item for item in taken if item.criterion == criterion)
        frame = _KEPT if first.in_passing else _NOTED
        level = "" if first.in_passing else f" {format_bar(_find_level(interview, criterion))}"
        named = f"*{framework.get_criterion(criterion).name}*{level}"
        by_frame.setdefault(frame, {}).setdefault(clean_line(first.sentence), []).append(named)
    whose = f" ({_format_speaker_name(interview, taken[0].speaker)})" if taken and shared else ""
    return [_format_line(interview, taken[0].speaker, frame, rows) + whose for frame, rows in by_frame.items()]


def _format_line(interview: Interview, speaker: str, frame: str, rows: Mapping[str, list[str]]) -> str:
    """`rows`: by the words, what they were noted under."""
    (quote, first), *others = rows.items()
    line = interview.put_for(speaker, frame).format(criteria=format_list(first, 20), quote=format_quote(quote))
    rest = [named for _, where in others for named in where]
    also = interview.put_for(speaker, "Also under {criteria}").format(criteria=format_list(rest, 20))
    return f"{line} · {also[:1].lower()}{also[1:]}" if rest else line


def _format_speaker_name(interview: Interview, person: str) -> str:
    return format_colleague_byline(interview.get_person(person), interview.people)


def _find_level(interview: Interview, criterion: str) -> Level | None:
    standing = find_standing(criterion, interview.evidence)
    return standing.level if standing else None


def _format_late_note(heard: TurnOutcome, framework: Framework) -> list[str]:
    """It answers an earlier question, whose answer came a message late; named is what of it it answers."""
    if heard.late_for is None:
        return []
    told = {item.criterion for item in _select_turn_evidence(heard)}
    answered = [criterion for criterion in heard.late_for.criteria if criterion in told]
    about = _name_criteria(answered or heard.late_for.criteria, framework)
    last = heard.interview.find_question(heard.turn.question_id)
    waits = last is not None and last in heard.interview.pending_questions
    stays = f" {_format_stays_open(last, framework)}" if waits and last is not None else ""
    return [f"That answers what I asked before, about {about}, and counts there.{stays}"]


def _format_still_open(heard: TurnOutcome, framework: Framework, shared: bool) -> list[str]:
    """Where it answers what its speaker was asked by name, and what everybody was asked before stands further up."""
    answered, said_at = heard.interview.find_question(heard.turn.question_id), heard.turn.at
    asked = (q for q in heard.interview.pending_questions if q.asked_at is None or q.asked_at <= said_at)
    common = [question for question in asked if question.to is None]
    waits = shared and answered is not None and answered.to is not None and common
    return [_format_stays_open(common[-1], framework)] if waits else []


def _format_stays_open(question: Question, framework: Framework) -> str:
    of_it = f", about {_name_criteria(question.criteria, framework)}," if question.criteria else ""
    return f"My last question{of_it} stays open."


def _name_criteria(criteria: Iterable[str], framework: Framework) -> str:
    return format_list(f"*{framework.get_criterion(criterion).name}*" for criterion in criteria)


def _format_corrections(heard: TurnOutcome, framework: Framework) -> list[str]:
    """What a correction changed of where things stand."""
    kept = next((turn for turn in heard.interview.turns if turn.id == heard.turn.id), heard.turn)
    who = _format_speaker_name(heard.interview, kept.speaker)
    changes = list_corrected_levels(heard.interview, kept)
    return format_level_changes(changes, framework, f"since {who} corrected this")


def _format_kept_lower(heard: TurnOutcome, framework: Framework) -> list[str]:
    """What would raise a level that is held, in one sentence each."""
    kept = list_kept_lower(heard.turn.id, heard.interview, heard.refusals)
    return [
        heard.interview.put_for(heard.turn.speaker, told).format(criteria=f"*{framework.get_criterion(c).name}*")
        for c, told in kept.items()
    ]


def _format_refusal_note(heard: TurnOutcome) -> list[str]:
    if not any(refusal.why == _TO_THE_RATER for refusal in heard.refusals):
        return []
    return ["I left out a sentence that tells me what to rate. I go by what there is and how it is done."]


def _build_receipt_buttons(
    interview: Interview, turn: Turn, taken: tuple[Evidence, ...], by_rule: bool
) -> kit.Block | None:
    """By rule the step comes first and the rest is a menu, which Slack shows to all: others are told whose it is."""
    reference, speaker = Reference(interview=interview.id, turn=turn.id), (turn.speaker,)
    if by_rule:
        menu = kit.build_menu(reference, ("Correct", "turn_correct"), ("Undo", "turn_undo")) if taken else None
        return kit.build_buttons(build_choose_button(interview, turn), menu)
    return kit.build_buttons(
        kit.build_button("Correct", "turn_correct", reference, only_for=speaker) if taken else None,
        kit.build_button("Undo", "turn_undo", reference, only_for=speaker) if taken else None,
    )


def _list_disputed_criteria(interview: Interview, taken: tuple[Evidence, ...]) -> list[str]:
    touched = dict.fromkeys(item.criterion for item in taken)
    return [c for c in touched if (standing := find_standing(c, interview.evidence)) is not None and standing.disputed]


def _build_disagreement_block(interview: Interview, criterion: str, framework: Framework) -> kit.Block:
    standing = find_standing(criterion, interview.evidence)
    voiced = {item.speaker: standing.get_key_evidence(item.speaker) for item in standing.evidence} if standing else {}
    views = [f"{format_mention(interview.get_person(who))}: {format_said(item)}" for who, item in voiced.items()]
    views += [_format_lowered(interview, word) for word in standing.contesting] if standing else []
    shown = [*views[:_MOST_VIEWS], *([f"and {len(views) - _MOST_VIEWS} more"] if len(views) > _MOST_VIEWS else [])]
    keeping = "both" if len(views) == 2 else "all of it"
    return kit.build_section(
        f"{DISAGREEMENT} {_COUNTED.get(len(views), len(views))} of you see *{framework.get_criterion(criterion).name}* "
        f"differently, and I'm keeping {keeping}.\n"
        + "\n".join(shown)
        + "\nI rate by the weaker claim until it is settled; settling it becomes an action of the plan."
    )


def _format_lowered(interview: Interview, word: Confirmation) -> str:
    quote = f": {format_quote(word.note)}" if word.note else ""
    return f"{format_mention(interview.get_person(word.by))} lowers it to {word.level}{quote}"


def build_secret_removed_message(kinds: tuple[str, ...]) -> MessageContent:
    """Said at once when somebody pasted a secret."""
    what = escape_text(format_list(kinds) or "a secret")
    told = (
        f"{AT_RISK} That message held what looks like {what}. I took it out and kept none of it. It still stands in "
        "Slack: delete the message, and change the secret where it is used."
    )
    return kit.build_message(f"Delete that message: it held what looks like {what}.", kit.build_section(told))


def build_answer_undone_message(
    speaker: Person, changes: Sequence[LevelShift], framework: Framework, reader: str | None = None
) -> MessageContent:
    """What becomes of the line after Undo. `reader`: in whose direct messages it stands."""
    told = f"{format_actor(speaker, reader)} took this answer back. Its words, and everything I read from it, are gone."
    return kit.build_note("\n".join([told, *format_level_changes(changes, framework, "without these words")]))


def format_level_changes(changes: Sequence[LevelShift], framework: Framework, why: str) -> list[str]:
    """*Systems*: lab → pilot, since Dana corrected this."""
    named = {level.level: level.name for level in framework.levels}
    steps = [
        f"*{framework.get_criterion(change.criterion).name}*: "
        f"{_name_level(named, change.before)} → {_name_level(named, change.after)}"
        for change in changes
    ]
    return [f"{format_list(steps, 20)}, {why}."] if steps else []


def _name_level(named: Mapping[int, str], level: Level | None) -> str:
    return "unknown" if level is None else named[level]


def build_answer_corrected_message(speaker: Person, reader: str | None = None) -> MessageContent:
    who = format_actor(speaker, reader)
    return kit.build_note(
        f"{who} corrected this answer. What I note of the new words comes below; the old ones no longer count."
    )


def build_nothing_recorded_message(heard: TurnOutcome, *, shared: bool = True) -> MessageContent:
    """Read, but nothing in it could be rated: said, so that nobody wonders. A story need not show anything yet."""
    question = heard.interview.find_question(heard.turn.question_id)
    if heard.intent == "other":
        waits = question is not None and question in heard.interview.pending_questions
        left = "my question still waits for one." if waits else "I noted nothing of it."
        text = f"I took that for no answer: {left}"
    elif question is not None and question.kind == "opening":
        text = "I've kept that as the story of the pilot. Now to what it leaves open."
    else:
        what = f"what {_format_speaker_name(heard.interview, heard.turn.speaker)} said" if shared else "that"
        text = f"I've kept {what}, but nothing in it shows yet where the pilot stands."
    return kit.build_note(heard.interview.put_for(heard.turn.speaker, text))
