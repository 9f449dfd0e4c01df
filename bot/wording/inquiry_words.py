"""How the answer to a free question is told: its head, where each claim can be looked up, and how it was found."""

from bot.domain.framework.inquiry_words import InquiryKind
from bot.domain.inquiry.answer import WordedBy
from bot.domain.inquiry.record import EntryKind, RecordEntry
from bot.wording.formatter import format_day

HEADS: dict[InquiryKind, str] = {
    "help": "What you can ask",
    "standing": "Where it stands",
    "held_back": "What holds it back",
    "owner": "Who has it",
    "said": "What was said",
    "first_steps": "What comes first",
    "measuring": "How I rate",
    "comparison": "Side by side",
    "changes": "What moved",
    "gates": "The next gates",
    "disagreements": "Seen differently",
    "search": "On record, nearest to your question",
}
UNTOLD = "The record that you may see doesn't tell that."
NEAREST = "Nearest to it:"
NOTES: dict[WordedBy, str] = {
    "search": "Found by search; these are the record's own words. I answer only from pilots that you may see.",
    "fallback": "The language model gave no answer that the record carries, so this is by search, in the record's own "
    "words. I answer only from pilots that you may see.",
    "model": "Every sentence rests on what it links to. I answer only from pilots that you may see.",
}
_PLACES: dict[EntryKind, str] = {"action": "plan", "gate": "plan", "role": "interview", "interview": "interview"}


def name_place(entry: RecordEntry, reader: str | None = None) -> str:
    """Where it can be looked up: who said it when, or what it stands in. `reader`: who alone reads it."""
    if entry.kind != "quote":
        return _PLACES.get(entry.kind, "assessment")
    who = "somebody" if entry.who is None else "you" if entry.who.id == reader else entry.who.byline
    return f"{who}, {format_day(entry.day)}" if entry.day is not None else who
