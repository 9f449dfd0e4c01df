"""Reading by rule: whether somebody asks instead of telling, and what for."""

import re
from collections.abc import Sequence

from bot.domain.core.people import Pilot
from bot.domain.framework.inquiry_words import KINDS, FoundPhrase, InquiryKind, InquiryWords, compile_phrase
from bot.domain.inquiry.inquiry import Inquiry
from bot.domain.lexicon.content_words import extract_content_words
from bot.domain.lexicon.english import split_words
from bot.domain.quotation.languages import guess_language
from bot.domain.quotation.sentences import split_sentences

_ASKED = re.compile(r"(?:[?？؟\u037e]|[か吗嗎呢][。.]?)\W*\Z")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_MOST_WORDS_OF_A_WISH = 8
"""Of "compare my pilots" or "help": without a question mark only what is short and begins with a wish is one."""
_MOST_WORDS_WITH_A_PERSON = 16
_MOST_WORDS_UNMARKED = 12
"""Of what begins as a question does and has no question mark: more is a story ("what we do is …")."""


def is_question(text: str, words: InquiryWords) -> bool:
    """Whether all of it asks. Whoever asks and goes on to answer has answered."""
    sentences = [span.extract_from(text).strip() for span in split_sentences(text)]
    return bool(sentences) and all(_asks(sentence, words) for sentence in sentences)


def _asks(sentence: str, words: InquiryWords) -> bool:
    if _ASKED.search(sentence):
        return True
    length = len(sentence.split())
    if length <= _MOST_WORDS_OF_A_WISH and any(_begins_with(sentence, kind, words) for kind in KINDS):
        return True
    return length <= _MOST_WORDS_UNMARKED and words.begins_with_asking(sentence)


def _begins_with(sentence: str, kind: InquiryKind, words: InquiryWords) -> bool:
    return any(not re.search(r"\w", sentence[: found.start]) for found in words.find_phrases(kind, sentence))


def is_about_the_record(text: str, words: InquiryWords) -> bool:
    """Whether it is a question that only the record answers, wherever it is asked: not what a question of ours means,
    nor how we rate."""
    return is_question(text, words) and read_inquiry(text, words).kind not in {"search", "measuring", "help"}


def wants_person(text: str, words: InquiryWords) -> bool:
    """Whether somebody asks for a human, and says little else: who tells of others that ask for one has answered."""
    sentences = [span.extract_from(text).strip() for span in split_sentences(text)]
    brief = len(text.split()) <= _MOST_WORDS_WITH_A_PERSON
    return brief and any(words.begins_with_person_request(sentence) for sentence in sentences)


def names_pilot(text: str, pilot: Pilot) -> bool:
    """Whether its whole name stands there, in any case and with any white space."""
    words = r"\s+".join(map(re.escape, pilot.name.split()))
    unspaced = bool(_UNSPACED.search(pilot.name))
    return bool(re.search(words if unspaced else rf"(?<!\w){words}(?!\w)", text, re.I))


def read_inquiry(text: str, words: InquiryWords) -> Inquiry:
    """What is asked: the kind whose phrase says most of it."""
    found = {kind: words.find_phrases(kind, text) for kind in KINDS}
    best = max(KINDS, key=lambda kind: max((one.length for one in found[kind]), default=0))
    kind: InquiryKind = best if found[best] else "search"
    topics = words.list_topics(text)
    return Inquiry(text, kind, topics, _list_terms(text, topics, found[kind], words))


def _list_terms(
    text: str, topics: tuple[str, ...], phrases: Sequence[FoundPhrase], words: InquiryWords
) -> tuple[str, ...]:
    rest = text
    for name in sorted((name for topic in topics for name in words.topics[topic]), key=len, reverse=True):
        rest = compile_phrase(name).sub(" ", rest)
    told = {word for one in phrases for word in one.words} | words.list_empty_words()
    languages = {guess_language(text) or "en", *(one.language for one in phrases)}
    claiming = [set(extract_content_words(rest, language)) for language in languages]
    content = (word for word in split_words(rest) if all(word in found for found in claiming))
    return tuple(dict.fromkeys(word for word in content if word.casefold() not in told))
