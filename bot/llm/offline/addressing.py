"""Addressing: whether words are meant for the assistant, and whether they say who somebody is."""

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.domain.core.people import Person
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.quotation.orders import addresses_the_rater, find_factual_spans
from bot.domain.quotation.own_words import Span
from bot.domain.quotation.quotation import straighten_quotes
from bot.domain.quotation.sentences import split_sentences
from bot.llm.offline.reading import Sentence

_SECOND_PERSON = re.compile(r"\b(?:you|your|yours|yourself|u)\b|(?:^|[.,;:!?]\s|\bthen\s)\w+ me\b", re.I)
"""Also what asks for something: "then tell me …"."""
_OF_A_MODEL = re.compile(
    r"\b(?:chat ?gpt|\w*gpt|openai|language models?|prompts?|personas?|characters?|role-?play\w*|respond\w*|responses?"
    r"|repl(?:y|ies)|users?)\b",
    re.I,
)
"""What somebody speaks of who briefs a language model."""
_FIRST_PERSON = re.compile(
    r"\bi\b(?! (?:want|need)\b)|\b(?:i'm|i've|i'd|mine|myself)\b|\bmy\b(?! \w+'s\b)|\bme\.", re.I
)
"""A wish, or what is a friend's, claims nothing."""
_CLAUSE = re.compile(r"[,;:]\s")
_SENTENCES_OF_A_BRIEFING = 3
"""Who tells of a pilot says so once or twice; who tells an assistant what to be says little else."""
_FULL_NAME = re.compile(
    r"\b[A-Z][a-zà-ž]+ [A-Z][a-zà-ž]+\b"
    r"|^(?!He |She |It |This |That |Who |What )[A-Z][a-zà-ž]+ (?:[a-z]+s|has|did|will)\b"
)


def count_addressed_sentences(text: str) -> int:
    """How many sentences are meant for the assistant, or tell of one."""
    sentences = (span.extract_from(text) for span in split_sentences(text))
    return sum(bool(_SECOND_PERSON.search(sentence) or _OF_A_MODEL.search(sentence)) for sentence in sentences)


def is_addressed_to_us(text: str) -> bool:
    """Whether a message as a whole briefs the assistant instead of telling about a pilot."""
    return count_addressed_sentences(text) >= _SENTENCES_OF_A_BRIEFING


def names_somebody(sentences: Iterable[Sentence], people: Iterable[Person]) -> bool:
    """Whether a person is named in them, or the speaker speaks of themselves, where they aren't talking to us."""
    known = {name.casefold() for person in people for name in (*person.name.split(), *person.role.split()[:1]) if name}
    clauses = (clause for sentence in sentences for clause in _CLAUSE.split(straighten_quotes(sentence.text)))
    told = [clause for clause in clauses if not _SECOND_PERSON.search(clause) and not _OF_A_MODEL.search(clause)]
    return any(
        _FIRST_PERSON.search(text) or _FULL_NAME.search(text) or known & set(re.findall(r"\w+", text.casefold()))
        for text in told
    )


def strip_instructions(interview: Interview) -> Interview:
    """The interview as it was told, without what people told the rater."""
    turns = tuple(strip_turn_instructions(turn) for turn in interview.turns)
    return interview if turns == interview.turns else interview.model_copy(update={"turns": turns})


def strip_turn_instructions(turn: Turn) -> Turn:
    """What people told the rater is left out of what they said."""
    text = _strip_text(turn.text)
    return turn if text == turn.text else turn.model_copy(update={"text": text})


@lru_cache(maxsize=4096)
def _strip_text(text: str) -> str:
    """The same text, but for what addresses the rater; line breaks, which end sentences, stay."""
    spans = find_factual_spans(text)
    return (
        text if len(spans) == len(split_sentences(text)) and not addresses_the_rater(text) else _join_spans(spans, text)
    )


def _join_spans(spans: tuple[Span, ...], text: str) -> str:
    return "\n".join(span.extract_from(text) for span in spans)
