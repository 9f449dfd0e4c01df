"""Retrieval: the few entries of a record that a model is given to answer one question from."""

from collections.abc import Sequence

from bot.domain.inquiry.answer import RecordAnswer
from bot.domain.inquiry.answer_by_rule import Asked, list_told
from bot.domain.inquiry.record import Record, RecordEntry
from bot.domain.inquiry.search import ENOUGH, EntryIndex

MOST_GIVEN = 40
_MOST_FOUND, _MOST_PASSAGES = 24, 3


def select_entries(asked: Asked, by_rule: RecordAnswer) -> Record:
    """What the rules would tell, what holds enough of its words, what is about the same criterion, what comes near it
    of the words of whoever is named, and the nearest passages; each once, in that order. Nothing at all where nothing
    does: then the record doesn't tell, also for a model that could be brought to cite anything."""
    ruled = (entry for claim in by_rule.claims for entry in claim.entries)
    telling = _list_telling(asked, list_told(asked))[:_MOST_FOUND]
    topical = (entry for entry in list_told(asked) if asked.is_on_topic(entry))
    passages = _list_telling(asked, asked.record.list_entries("passage"))[:_MOST_PASSAGES]
    named_people = {person.id for person in asked.focus.people}
    near = (entry for entry in by_rule.nearest if entry.who is not None and entry.who.id in named_people)
    chosen = (*ruled, *telling, *topical, *near, *passages)
    kept = tuple({entry.id: entry for entry in chosen}.values())[:MOST_GIVEN]
    named = {entry.pilot.id for entry in kept if entry.pilot is not None}
    pilots = tuple(pilot for pilot in asked.record.pilots if pilot.id in named)
    return Record(pilots=pilots, people=asked.record.people, entries=kept)


def _list_telling(asked: Asked, among: Sequence[RecordEntry]) -> list[RecordEntry]:
    """Whoever is named counts only where nothing else is asked about: all that they said has their name."""
    terms = asked.focus.terms or tuple(person.first_name for person in asked.focus.people)
    return [hit.entry for hit in EntryIndex(among).search(terms) if hit.coverage >= ENOUGH]
