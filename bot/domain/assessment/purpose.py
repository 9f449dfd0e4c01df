"""Purpose: what the pilot is, in one sentence of the team's own, as it stands in their opening."""

import re
from collections.abc import Iterator

from bot.domain.core.model import Value
from bot.domain.interview.interview_record import InterviewRecord
from bot.domain.quotation.orders import addresses_the_rater
from bot.domain.quotation.sentences import split_sentences

_SHORTEST = 5
"""Words of a sentence that tells what something does."""
_DOES = (
    r"(?:(?!(?:is|was|has|this|its|as|us)\b)[\w-]{2,}s\b|(?:is|are) (?:meant|intended|supposed|designed|built|there)\b)"
)
_ITSELF = re.compile(rf"\b(?:it|which|that) {_DOES}", re.I)
_AFTER_NAME = re.compile(r"\s[(–-]|\s(?:at|for|by|in)\s|[(:,]")
_GREETING = re.compile(r"^(?:(?:hi|hello|hey|hiya|hei|so|well|ok|okay|all|team|everyone|there)\b|[^\w(\"“'‘])+", re.I)
_WORD = re.compile(r"\w[\w'’-]*")


class Purpose(Value):
    quote: str
    """Verbatim, a whole sentence but for a greeting before it."""
    speaker: str
    turn_id: str
    translation: str = ""
    """In English, where it was said in another language and could be translated."""


def find_purpose(interview: InterviewRecord) -> Purpose | None:
    """From the first opening that tells it; None where nothing was said there but greetings and orders."""
    openings = {question.id for question in interview.questions if question.kind == "opening"}
    for turn in interview.turns:
        told = turn.question_id in openings and turn.state != "retracted"
        if told and (quote := _select_sentence(turn.text, interview.pilot.name)):
            said = _GREETING.sub("", quote)
            english = interview.find_translation(said, "en") or ""
            return Purpose(quote=said, speaker=turn.speaker, turn_id=turn.id, translation=english)
    return None


def _select_sentence(text: str, name: str) -> str:
    """The one that says what the pilot does: by its name, else as "it"; else the first that names it, or the first."""
    sentences = list(_list_telling_sentences(text))
    called = re.escape(_AFTER_NAME.split(name.strip())[0])
    by_name = re.compile(rf"(?<!\w){called}\b[\s:.,•*–-]*{_DOES}", re.I)
    for start, sentence in sentences:
        if any(start < found.end() <= start + len(sentence) for found in by_name.finditer(text)):
            return sentence
    said = [sentence for _, sentence in sentences]
    naming = [sentence for sentence in said if re.search(rf"(?<!\w){called}(?!\w)", sentence, re.I)]
    return next((sentence for sentence in said if _ITSELF.search(sentence)), next(iter((*naming, *said)), ""))


def _list_telling_sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each with where it begins. Without spaces between words, any sentence may tell."""
    for span in split_sentences(text):
        sentence = span.extract_from(text)
        words = _WORD.findall(sentence)
        long = len(words) >= _SHORTEST or any(len(word) > 12 and not word.isascii() for word in words)
        if long and not addresses_the_rater(sentence):
            yield span.start, sentence
