"""WordedAnswer: what a model makes of a question and the entries it was given, before anybody has checked it."""

from typing import Literal

from bot.domain.core.model import Value

InquiryIntent = Literal["question", "statement", "other"]


class WordedClaim(Value):
    """One sentence, and the ids of the entries that it is said to rest on."""

    text: str
    entry_ids: tuple[str, ...] = ()


class WordedAnswer(Value):
    asks: InquiryIntent = "question"
    claims: tuple[WordedClaim, ...] = ()
