"""The answer to a free question: its claims, each with a link to what it rests on; or that the record doesn't tell."""

from collections.abc import Iterable, Sequence

from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.answer import CitedClaim, RecordAnswer
from bot.domain.inquiry.record import RecordEntry
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.feedback import build_feedback
from bot.slack.blocks.kit.phrases import format_link, format_list, format_mention, format_quote
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text
from bot.wording.inquiry_words import HEADS, NEAREST, NOTES, UNTOLD, name_place

_LONGEST = 900
_MOST_OPENED = 3
_AGAIN = "Back to my question:"


def build_record_answer_message(
    answer: RecordAnswer, knowledge: Knowledge, *, back: bool = False, reader: str | None = None
) -> MessageContent:
    """`back`: the question that waits follows again. `reader`: who alone reads it."""
    if not answer.is_told:
        return _build_untold_message(answer, reader, back=back)
    lines = [_format_claim(claim, reader) for claim in answer.claims]
    head = HEADS[answer.kind]
    told = lines[0] if len(lines) == 1 else "\n".join(f"• {line}" for line in lines)
    entries = [entry for claim in answer.claims for entry in claim.entries]
    return kit.build_message(
        f"{head}: {lines[0]}",
        kit.build_section(f"*{head}*"),
        *kit.build_sections(told, 4),
        kit.build_context(*_list_passages(entries, knowledge), NOTES[answer.worded_by]),
        _build_open_buttons(entries),
        build_feedback("answer", answer.worded_by),
        kit.build_section(_AGAIN) if back else None,
    )


def _build_untold_message(answer: RecordAnswer, reader: str | None, *, back: bool) -> MessageContent:
    nearest = [_format_claim(CitedClaim(entries=(entry,)), reader) for entry in answer.nearest]
    near = "\n".join((NEAREST, *(f"• {line}" for line in nearest))) if nearest else ""
    ask = f"{format_list(map(format_mention, answer.ask))} may know." if answer.ask else ""
    return kit.build_message(
        f"{UNTOLD} {ask}".strip(),
        kit.build_section(f"{UNTOLD} {ask}".strip()),
        kit.build_section(near) if near else None,
        kit.build_context(NOTES["fallback"]) if answer.worded_by == "fallback" else None,
        _build_open_buttons(answer.nearest),
        kit.build_section(_AGAIN) if back else None,
    )


def _format_claim(claim: CitedClaim, reader: str | None) -> str:
    """The sentence, and where it can be looked up; without a sentence of its own, what its entries say."""
    if not claim.text:
        return " ".join(_format_entry(entry, reader) for entry in claim.entries)
    places = ", ".join(_format_place(entry, reader) for entry in claim.entries if entry.kind != "passage")
    return f"{escape_text(claim.text, _LONGEST)} ({places})" if places else escape_text(claim.text, _LONGEST)


def _format_entry(entry: RecordEntry, reader: str | None) -> str:
    if entry.kind == "passage":
        return escape_text(entry.text, _LONGEST)
    words = format_quote(entry.text, _LONGEST) if entry.kind == "quote" else escape_text(entry.text, _LONGEST)
    return f"{words} ({format_link(entry.address, escape_text(name_place(entry, reader)))})"


def _format_place(entry: RecordEntry, reader: str | None) -> str:
    """Where there is nothing to open, somebody's words stand there themselves."""
    label = format_link(entry.address, escape_text(name_place(entry, reader)))
    return label if entry.address or entry.kind != "quote" else f"{label}: {format_quote(entry.text)}"


def _list_passages(entries: Iterable[RecordEntry], knowledge: Knowledge) -> list[str]:
    found = [knowledge.find_passage(entry.passage) for entry in entries if entry.passage]
    named = [f"_{escape_text(p.title, 60)}_ ({escape_text(p.source)})" for p in found if p is not None]
    return [f"From the framework: {format_list(named, 4)}"] if named else []


def _build_open_buttons(entries: Sequence[RecordEntry]) -> kit.Block | None:
    """Everything about the pilots that were told of: also what no message shows."""
    pilots: dict[str, Pilot] = {entry.pilot.id: entry.pilot for entry in entries if entry.pilot is not None}
    shown = list(pilots.values())[:_MOST_OPENED]
    return kit.build_buttons(
        *(kit.build_button(f"Open {p.name}", f"pilot_open_{n}", Reference(pilot=p.id)) for n, p in enumerate(shown))
    )
