"""Answers without a model: the entries that tell what is asked; else what a search finds, or that nothing tells."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.domain.core.people import Person
from bot.domain.framework.inquiry_words import InquiryKind, compile_phrase
from bot.domain.inquiry.answer import CitedClaim, RecordAnswer
from bot.domain.inquiry.entries.record_builder import LEADS
from bot.domain.inquiry.focus import Focus, find_focus
from bot.domain.inquiry.inquiry import Inquiry
from bot.domain.inquiry.record import EntryKind, Record, RecordEntry
from bot.domain.inquiry.search import ENOUGH, NEAR, EntryIndex

MOST_CLAIMS = 6
MOST_PILOTS = 10
"""Told side by side."""
MOST_NEAREST = 2
_QUOTES_A_PILOT = 2
_LEAST_KEYWORDS = 2
"""Words of a passage's keywords that a question has which doesn't ask about the framework."""
_FIRST_STEPS = 3
_ACCEPTANCE = "owner"
"""The criterion of who answers for the workflow, where nothing else is asked about."""


class Asked(NamedTuple):
    """A question beside the record it is answered from."""

    inquiry: Inquiry
    record: Record
    focus: Focus
    asker: str

    def list_entries(self, *kinds: EntryKind) -> tuple[RecordEntry, ...]:
        """Of the pilots in question; where none is named, also what was handed to the asker elsewhere."""
        named = self.record.list_entries(*kinds, pilots=self.focus.pilot_ids)
        known = {pilot.id for pilot in self.record.pilots}
        handed = (e for e in self.record.list_entries(*kinds) if e.pilot is not None and e.pilot.id not in known)
        return named if self.focus.is_named else (*named, *handed)

    def is_on_topic(self, entry: RecordEntry) -> bool:
        """Of a criterion or pillar that the question names."""
        return entry.criterion in self.inquiry.topics or entry.pillar in self.inquiry.topics


def focus_inquiry(inquiry: Inquiry, record: Record, asker: str, usual: str = "") -> Asked:
    """`asker`: their id. `usual`: id of the pilot that is meant where none is named."""
    return Asked(inquiry, record, find_focus(inquiry, record, usual), asker)


def answer_by_rule(asked: Asked) -> RecordAnswer:
    """Each claim is an entry in its own words."""
    inquiry = asked.inquiry
    claims = _select_claims(asked)
    if claims:
        return RecordAnswer(kind=inquiry.kind, claims=claims)
    return leave_untold(asked)


def leave_untold(asked: Asked) -> RecordAnswer:
    """That the record doesn't tell, with what is nearest to it and whom to ask."""
    return RecordAnswer(kind=asked.inquiry.kind, nearest=_list_nearest(asked), ask=_list_leads(asked))


def _select_claims(asked: Asked) -> tuple[CitedClaim, ...]:
    """What is left of a question beside the pilot it names decides: words that no rule knows are searched for."""
    kind, focus = asked.inquiry.kind, asked.focus
    rule = _RULES.get(kind)
    if rule is None or (focus.terms and not focus.is_named and kind not in _WITH_TERMS):
        return _cite(_search(asked, list_told(asked)))
    if kind in _SIDE_BY_SIDE and len(focus.pilots) > 1:
        return tuple(_tell_pilot(asked, pilot.id) for pilot in focus.pilots[:MOST_PILOTS])
    return _cite(rule(asked))


def _cite(entries: Iterable[RecordEntry]) -> tuple[CitedClaim, ...]:
    return tuple(CitedClaim(entries=(entry,)) for entry in entries)[:MOST_CLAIMS]


def _tell_pilot(asked: Asked, pilot: str) -> CitedClaim:
    """Its stage, and what it is held back by."""
    stages = asked.record.list_entries("stage", pilots=[pilot])
    return CitedClaim(entries=(*stages, *asked.record.list_entries("pillar", pilots=[pilot])[:1]))


def _search(asked: Asked, among: Sequence[RecordEntry]) -> Sequence[RecordEntry]:
    """Among what was said, rated and planned of the pilots in question; then in the framework."""
    terms = (*asked.focus.terms, *(person.first_name for person in asked.focus.people))
    if not terms:
        return _select_on_topic(asked, among)
    found = [hit.entry for hit in EntryIndex(among).search(terms) if hit.coverage >= ENOUGH]
    topical = [entry for entry in found if asked.is_on_topic(entry)]
    return (topical or found)[:MOST_CLAIMS] or _search_passages(asked)


def _select_on_topic(asked: Asked, among: Sequence[RecordEntry]) -> Sequence[RecordEntry]:
    """Of each pilot how it is rated there, what was said of it, and what has to be done."""
    on_topic = [entry for entry in among if asked.is_on_topic(entry)]
    return _take_turns(asked.focus, on_topic, 1 + _QUOTES_A_PILOT) or _search_passages(asked)


def _search_passages(asked: Asked, least: int = _LEAST_KEYWORDS) -> Sequence[RecordEntry]:
    """The one with most of the question's words among its keywords, `least` of them at least; where the question isn't
    about how we rate, it has to speak of all that is asked."""
    told = asked.inquiry.text.casefold()
    passages = asked.record.list_entries("passage")
    best = max(passages, key=lambda entry: _weigh_keywords(entry, told), default=None)
    if best is None or _weigh_keywords(best, told) < least:
        return []
    measures, index = asked.inquiry.kind == "measuring", EntryIndex([best])
    explains = asked.inquiry.kind == "search" and all(index.knows(term) for term in asked.focus.terms)
    return [best] if measures or explains else []


def _take_turns(focus: Focus, entries: Iterable[RecordEntry], most: int) -> list[RecordEntry]:
    """The first of each pilot, so that none is left out for another's many."""
    found = tuple(entries)
    by_pilot = [[e for e in found if e.pilot is not None and e.pilot.id == pilot.id][:most] for pilot in focus.pilots]
    rounds = [[own[turn] for own in by_pilot if len(own) > turn] for turn in range(most)]
    chosen = [entry for one in rounds for entry in one][:MOST_CLAIMS]
    return [entry for own in by_pilot for entry in own if entry in chosen]


# --- by what is asked -------------------------------------------------------------------------------


def _tell_standing(asked: Asked) -> Sequence[RecordEntry]:
    pillars = asked.list_entries("pillar")
    actions = [e for e in asked.list_entries("action") if "blocked since" in e.text]
    gates = [e for e in asked.list_entries("gate") if e.day is not None]
    return (*asked.list_entries("stage"), *asked.list_entries("interview"), *pillars[:3], *gates[:1], *actions[:1])


def _tell_held_back(asked: Asked) -> Sequence[RecordEntry]:
    """The weakest pillar and its lowest criteria, each with the words that show it, and what is blocked; of what was
    not rated yet, that it wasn't and how far its interview is."""
    told = [entry for pilot in asked.focus.pilots for entry in _list_holding(asked, pilot.id)]
    return _take_turns(asked.focus, told or asked.list_entries("stage", "interview"), 5)


def _list_holding(asked: Asked, pilot: str) -> list[RecordEntry]:
    record = asked.record
    pillars = record.list_entries("pillar", pilots=[pilot])[:1]
    ratings = [r for r in record.list_entries("rating", pilots=[pilot]) if any(r.pillar == p.pillar for p in pillars)]
    blocked = [e for e in record.list_entries("action", pilots=[pilot]) if "blocked since" in e.text]
    quotes = record.list_entries("quote", pilots=[pilot])
    shown = [[r, *[q for q in quotes if q.criterion == r.criterion][:1]] for r in ratings[:2]]
    return [*pillars, *blocked[:1], *(entry for one in shown for entry in one)]


def _tell_owner(asked: Asked) -> Sequence[RecordEntry]:
    """Of what is named: what was said of it and who has to do it; of nothing in particular: who answers for it all."""
    if asked.inquiry.topics and asked.inquiry.topics != (_ACCEPTANCE,):
        return _select_on_topic(asked, asked.list_entries("quote", "action", "rating"))
    said = [entry for entry in asked.list_entries("quote") if entry.criterion == _ACCEPTANCE]
    return _take_turns(asked.focus, [*asked.list_entries("owner", "role"), *said], 3)


def _tell_said(asked: Asked) -> Sequence[RecordEntry]:
    """That person's own words; of a thing that is named, only those that hold it."""
    quotes = asked.list_entries("quote")
    if asked.focus.people:
        ids = {person.id for person in asked.focus.people}
        quotes = tuple(entry for entry in quotes if entry.who is not None and entry.who.id in ids)
    if asked.focus.terms:
        hits = EntryIndex(quotes).search(asked.focus.terms) if quotes else ()
        return [hit.entry for hit in hits if hit.coverage >= ENOUGH]
    if asked.inquiry.topics:
        return [entry for entry in quotes if asked.is_on_topic(entry)]
    return quotes if asked.focus.people else ()


def _tell_first_steps(asked: Asked) -> Sequence[RecordEntry]:
    """What the asker has to do, or is asked to take on; else what nobody has; else what is due first, whoever has
    it."""
    everywhere = asked.record.list_entries("action")
    actions = [entry for entry in asked.list_entries("action") if entry.is_open]
    among = asked.list_entries("action") if asked.focus.is_named else everywhere
    theirs = [entry for entry in among if _is_of(entry, asked.asker)]
    asked_of_them = [e for e in theirs if "(proposed to " in e.text and "; done on " not in e.text]
    own = [entry for entry in theirs if entry.is_open] or asked_of_them
    free = [entry for entry in actions if entry.who is None]
    return (own or free or actions)[:_FIRST_STEPS] or asked.list_entries("interview", "stage")[:_FIRST_STEPS]


def _is_of(entry: RecordEntry, person: str) -> bool:
    return entry.who is not None and entry.who.id == person


def _tell_measuring(asked: Asked) -> Sequence[RecordEntry]:
    """From the framework alone: the passage about what is named, and the one with most of the question's words."""
    passages, topics = asked.record.list_entries("passage"), asked.inquiry.topics
    own = [e for e in passages if e.criterion in topics or (e.pillar in topics and not e.criterion)]
    found = _search_passages(asked, 1)
    return tuple({entry.id: entry for entry in (*own[:1], *found)}.values())


def _weigh_keywords(entry: RecordEntry, told: str) -> int:
    """Words of the keywords that stand in the question."""
    return sum(len(word.split()) for word in entry.keywords if compile_phrase(word).search(told))


def _tell_changes(asked: Asked) -> Sequence[RecordEntry]:
    return _take_turns(asked.focus, asked.list_entries("change"), 4)


def _tell_gates(asked: Asked) -> Sequence[RecordEntry]:
    """Those that have a day come first."""
    return _take_turns(asked.focus, asked.list_entries("gate"), 2)


def _tell_disagreements(asked: Asked) -> Sequence[RecordEntry]:
    return asked.list_entries("disagreement")


_RULES: Mapping[InquiryKind, Callable[[Asked], Sequence[RecordEntry]]] = {
    "standing": _tell_standing,
    "held_back": _tell_held_back,
    "owner": _tell_owner,
    "said": _tell_said,
    "first_steps": _tell_first_steps,
    "measuring": _tell_measuring,
    "comparison": _tell_standing,
    "changes": _tell_changes,
    "gates": _tell_gates,
    "disagreements": _tell_disagreements,
}
_SIDE_BY_SIDE: frozenset[InquiryKind] = frozenset({"standing", "comparison"})
_WITH_TERMS: frozenset[InquiryKind] = frozenset({"said", "measuring"})
"""Those that look for the words that are left by themselves."""
_TOLD: tuple[EntryKind, ...] = (
    *("rating", "quote", "action", "owner", "role", "disagreement", "fact", "change"),
    *("trap", "stage", "pillar", "interview"),
)


# --- where nothing tells ----------------------------------------------------------------------------


def list_told(asked: Asked) -> tuple[RecordEntry, ...]:
    """What was said, rated and planned of the pilots in question."""
    return asked.list_entries(*_TOLD)


def _list_nearest(asked: Asked) -> tuple[RecordEntry, ...]:
    among = list_told(asked)
    hits = EntryIndex(among).search(asked.focus.terms) if among else ()
    return tuple(hit.entry for hit in hits if hit.coverage >= NEAR)[:MOST_NEAREST]


def _list_leads(asked: Asked) -> tuple[Person, ...]:
    """Of the pilots in question, if it is clear which these are."""
    roles = asked.list_entries("role")
    leads = {entry.who.id: entry.who for entry in roles if entry.who is not None and entry.weight == LEADS}
    others = tuple(person for person_id, person in leads.items() if person_id != asked.asker)
    return others if len(asked.focus.pilots) == 1 else ()
