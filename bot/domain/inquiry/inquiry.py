"""Inquiry: a free question as it is understood by rule."""

from typing import NamedTuple

from bot.domain.framework.inquiry_words import InquiryKind


class Inquiry(NamedTuple):
    text: str
    kind: InquiryKind
    topics: tuple[str, ...] = ()
    """Ids of the criteria and pillars it names."""
    terms: tuple[str, ...] = ()
    """Its words that name something, but for those that say what is asked and the names of topics."""
