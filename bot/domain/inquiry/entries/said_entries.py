"""What people said of a pilot, sentence by sentence, as they said it."""

from collections.abc import Iterator

from bot.domain.core.people import Person
from bot.domain.framework.framework import Framework
from bot.domain.inquiry.entries.matter import PilotMatter
from bot.domain.inquiry.record import RecordEntry
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.turn import Turn
from bot.domain.quotation.orders import addresses_the_rater, find_factual_spans

_FEWEST_WORDS = 3
"""Of a sentence that is worth a citation by itself, where it bears on no criterion."""


def build_said_entries(matter: PilotMatter, framework: Framework) -> Iterator[RecordEntry]:
    """First what bears on a criterion, then all else that was said; each sentence once, and never an order to us, nor
    what its speaker corrected since."""
    turns, told = {turn.id: turn for turn in matter.turns}, set(matter.corrected)
    for item in matter.evidence:
        turn = turns.get(item.turn_id)
        if turn is None or addresses_the_rater(item.sentence) or (turn.id, item.sentence) in told:
            continue
        told.add((turn.id, item.sentence))
        yield _build_quote(matter, turn, item.sentence, item, framework)
    for turn in (turn for turn in matter.turns if turn.id not in matter.private_turns):
        covered = " ".join(sentence for turn_id, sentence in told if turn_id == turn.id)
        for span in find_factual_spans(turn.text):
            sentence = span.extract_from(turn.text).strip()
            if sentence not in covered and len(sentence.split()) >= _FEWEST_WORDS:
                yield _build_quote(matter, turn, sentence)


def _build_quote(
    matter: PilotMatter, turn: Turn, words: str, item: Evidence | None = None, framework: Framework | None = None
) -> RecordEntry:
    criterion = item.criterion if item is not None else ""
    pillar = framework.get_pillar_of_criterion(criterion).id if framework is not None and criterion else ""
    said_on = item.said_on if item is not None and item.said_on else turn.at.date()
    return RecordEntry(
        id="",
        kind="quote",
        text=words,
        pilot=matter.team.pilot,
        who=_get_speaker(matter, turn.speaker),
        day=said_on,
        criterion=criterion,
        pillar=pillar,
        weight=-said_on.toordinal(),
        address=matter.addresses.get(turn.id),
    )


def _get_speaker(matter: PilotMatter, speaker: str) -> Person:
    made, talked = matter.overview.assessment, matter.overview.interview
    known = (*matter.team.people, *(made.people if made else ()), *(talked.people if talked else ()))
    return next((person for person in known if person.id == speaker), Person(id=speaker, name=speaker))
