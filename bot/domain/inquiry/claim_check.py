"""Holds what a model answers to the entries that it cites: a claim that they don't carry falls, however fluent."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.domain.assessment.carried_sentence import SaidQuote, find_unsaid
from bot.domain.assessment.explanation import collect_plain_claims
from bot.domain.framework.framework import Framework
from bot.domain.inquiry.answer import CitedClaim
from bot.domain.inquiry.record import Record, RecordEntry
from bot.domain.inquiry.worded_answer import WordedClaim
from bot.domain.quotation.languages import guess_language
from bot.domain.quotation.orders import addresses_the_rater
from bot.domain.quotation.quotation import find_quote, straighten_quotes

_QUOTED = re.compile(r'"([^"]+)"')
_MARKUP = re.compile(r"[<>`|\[\]{}\\*~]|://|www\.|@\w")
_BEFORE_A_STAGE = frozenset({"is", "still", "in", "a", "an", "at", "the", "stage"})
_ITSELF = "pilot"
MOST_CLAIMS = 6
LONGEST = 400
"""Characters of a claim: what is longer is no sentence."""


class RefusedClaim(NamedTuple):
    claim: WordedClaim
    why: str


class CheckedClaims(NamedTuple):
    kept: tuple[CitedClaim, ...]
    refused: tuple[RefusedClaim, ...]


def check_claims(claims: Sequence[WordedClaim], given: Record, framework: Framework) -> CheckedClaims:
    """`given`: what the model was shown, and nothing else. People's words may be told in others, as far as these carry
    them; a sentence of ours is told as it stands: put otherwise, what is proposed soon is said to be done."""
    kept: list[CitedClaim] = []
    refused: list[RefusedClaim] = []
    for claim in claims[:MOST_CLAIMS]:
        cited = [given.find_entry(entry_id) for entry_id in dict.fromkeys(claim.entry_ids)]
        entries = tuple(entry for entry in cited if entry is not None)
        fault = _find_misplaced(cited) or next(_find_faults(claim.text, entries, framework), "")
        if fault:
            refused.append(RefusedClaim(claim, fault))
        else:
            reworded = all(entry.kind == "quote" for entry in entries)
            kept.append(CitedClaim(text=claim.text if reworded else "", entries=entries))
    return CheckedClaims(tuple(dict.fromkeys(kept)), tuple(refused))


def _find_misplaced(cited: Sequence[RecordEntry | None]) -> str:
    """One pilot, and of what is no quote one entry: the words of several could make up what none of them says."""
    if not cited or None in cited:
        return "cites what was not given"
    known = [entry for entry in cited if entry is not None]
    if len({entry.pilot.id if entry.pilot else "" for entry in known}) > 1:
        return "mixes pilots"
    return "mixes entries" if sum(entry.kind != "quote" for entry in known) > 1 else ""


def _find_faults(text: str, entries: Sequence[RecordEntry], framework: Framework) -> Iterator[str]:
    if not text.strip() or len(text) > LONGEST:
        yield "no sentence"
    if _MARKUP.search(text) or addresses_the_rater(text):
        yield "more than words"
    for quote in _QUOTED.findall(straighten_quotes(text)):
        if not any(find_quote(quote.strip(" .,;:"), entry.text) for entry in entries):
            yield "quotes what nobody said"
    if _list_stages(text, framework) - {stage for entry in entries for stage in _list_stages(entry.text, framework)}:
        yield "at a stage that nobody gave it"
    unsaid = find_unsaid(text, [_to_said(entry) for entry in entries], _list_plain_words(entries, framework))
    if unsaid is not None:
        yield f"{unsaid.why} {unsaid.word}".strip()


def _list_stages(text: str, framework: Framework) -> frozenset[str]:
    """The stages that it names: production is none of them in a production candidate. What everybody calls a pilot says
    nothing of its stage."""
    rest, found = text.casefold(), set[str]()
    names = {
        " ".join(word for word in stage.sentence.split() if word not in _BEFORE_A_STAGE) for stage in framework.stages
    }
    for name in sorted(names - {_ITSELF}, key=len, reverse=True):
        rest, count = re.subn(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", " ", rest)
        found |= {name} if count else set()
    return frozenset(found)


def _list_plain_words(entries: Sequence[RecordEntry], framework: Framework) -> frozenset[str]:
    """What may stand beside somebody's words: those in which the framework asks about just that. A sentence of ours
    says by itself what it is about."""
    if any(entry.kind != "quote" for entry in entries):
        return frozenset()
    return collect_plain_claims(framework, {entry.criterion for entry in entries})


def _to_said(entry: RecordEntry) -> SaidQuote:
    who = entry.who.display_name if entry.who else ""
    language = guess_language(entry.text) if entry.kind == "quote" else "en"
    return SaidQuote(who, entry.text, language or "en")
