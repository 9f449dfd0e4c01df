"""Intents: what a turn wants when it isn't an answer: to pass, to pause, to ask back, to send us to a colleague."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.core.people import find_mentions
from bot.domain.interview.answer_mapping import Intent
from bot.domain.interview.interview import Interview
from bot.domain.quotation.sentences import split_sentences
from bot.llm.offline.cues import Cues

_SENT_TO = re.compile(r"\b(?i:ask|with|to|for|try)\s+@?([\w'’.à-ž-]*\w(?:\s+[A-Z][\w'’à-ž-]+)*)")
_COURTESY = re.compile(
    r"^(?:sorry|i'?m afraid|hm+|well|oh|good question|i see|thanks|thank you|ok(?:ay)?|no|fair|ha|um+|honestly|please|"
    r"hi|hello)\b.{0,18}$",
    re.I,
)
_WORDLESS = re.compile(r"(?:https?://\S+|www\.\S+|:[\w+-]+:|[\W_])*", re.I)
_HELP = "How does this work?"
_MOST_WORDS_OF_A_MOVE = 14


@dataclass(frozen=True)
class DetectedIntent:
    intent: Intent
    colleague: str | None = None
    question_back: str | None = None


def detect_intent(text: str, interview: Interview, cues: Cues) -> DetectedIntent:
    """The intent of a turn. A move counts only when the turn says nothing else."""
    pieces = [span.extract_from(text) for span in split_sentences(text)]
    said = [piece for piece in pieces if not _COURTESY.match(piece)] or pieces
    if _all_make_move(pieces, cues, "help"):
        return DetectedIntent("ask_back", question_back=_HELP)
    if _all_make_move(said, cues, "ask_back") and text.strip().endswith("?"):
        return DetectedIntent("ask_back", question_back=text.strip())
    if colleague := _find_colleague(said, interview, cues):
        return DetectedIntent("ask_colleague", colleague=colleague)
    return DetectedIntent(_classify_move(text, pieces, said, cues))


def starts_ignorant(text: str, cues: Cues) -> bool:
    """Whether the first thing that is said is that they don't know; something else may follow."""
    pieces = [span.extract_from(text) for span in split_sentences(text)]
    said = [piece for piece in pieces if not _COURTESY.match(piece)]
    return _all_make_move(pieces[:1], cues, "dont_know") or _all_make_move(said[:1], cues, "dont_know")


def _classify_move(text: str, pieces: Sequence[str], said: Sequence[str], cues: Cues) -> Intent:
    """`said`: what is left of the pieces without their courtesies."""
    if _WORDLESS.fullmatch(text) or _all_make_move(pieces, cues, "chatter") or _all_make_move(said, cues, "go_on"):
        return "other"
    if _all_make_move(said, cues, "dont_know"):
        return "dont_know"
    moves: tuple[Intent, ...] = ("skip", "pause", "finish")
    short = len(text.split()) <= _MOST_WORDS_OF_A_MOVE
    return next((move for move in moves if short and _all_make_move(said[:1], cues, move)), "answer")


def _all_make_move(pieces: Sequence[str], cues: Cues, move: str) -> bool:
    """Whether every sentence is short and makes this move."""
    return bool(pieces) and all(
        len(piece.split()) <= _MOST_WORDS_OF_A_MOVE and cues.turns[move].occurs_in(piece) for piece in pieces
    )


def _find_colleague(pieces: Sequence[str], interview: Interview, cues: Cues) -> str | None:
    """The colleague we are sent to, as named, when the turn does nothing else. "Devin?" must name a participant."""
    if len(pieces) != 1 or len(pieces[0].split()) > _MOST_WORDS_OF_A_MOVE:
        return None
    group = cues.turns.get("ask_group")
    if group and group.occurs_in(pieces[0]):
        return pieces[0]
    if not cues.turns["ask_colleague"].occurs_in(pieces[0]):
        return None
    known = find_mentions(interview.people, pieces[0])
    sent_to = _SENT_TO.search(pieces[0])
    return known[0].text if known else sent_to and sent_to.group(1)
