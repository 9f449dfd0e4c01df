"""Retrieval: the few entries of a record that a model is given to answer one question from."""

from bot.domain.inquiry.answer import RecordAnswer
from bot.domain.inquiry.answer_by_rule import Asked, list_told
from bot.domain.inquiry.record import Record
from bot.domain.inquiry.search import EntryIndex

MOST_GIVEN = 40
_MOST_FOUND, _MOST_PASSAGES = 24, 3


def select_entries(asked: Asked, by_rule: RecordAnswer) -> Record:
    """What the rules would tell, what a search finds, and the passages nearest to it; each once, in that order."""
    ruled = (entry for claim in by_rule.claims for entry in claim.entries)
    terms = (*asked.focus.terms, *asked.inquiry.topics, *(person.first_name for person in asked.focus.people))
    found = EntryIndex(list_told(asked)).search(terms)[:_MOST_FOUND]
    topical = (entry for entry in list_told(asked) if asked.is_on_topic(entry))
    passages = EntryIndex(asked.record.list_entries("passage")).search(terms)[:_MOST_PASSAGES]
    chosen = (*ruled, *(hit.entry for hit in found), *topical, *(hit.entry for hit in passages))
    kept = tuple({entry.id: entry for entry in chosen}.values())[:MOST_GIVEN]
    named = {entry.pilot.id for entry in kept if entry.pilot is not None}
    pilots = tuple(pilot for pilot in asked.record.pilots if pilot.id in named)
    return Record(pilots=pilots, people=asked.record.people, entries=kept)
