"""Whether another wording of an action asks for what the library's asks for: same duty, object and measure."""

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from bot.domain.lexicon.english import NEGATIONS, TURNS, can_be_verb, split_into_set, stem, stem_all
from bot.domain.tailoring.fabrication_check import to_unit
from bot.domain.tailoring.said_phrases import blank_said_turns, find_replaced_review, list_denied_verbs
from bot.domain.tailoring.tokens import FOR_ALL, RHYTHMS, KnownTerms, Token, split_into_tokens

_REPLACED = frozenset({"or", "#1"})
"""Of "P&L or budget" and of "one person", the team's own name for it is left: nothing weaker."""
_LISTS = frozenset({"and", "both"})
_ARTICLES = frozenset({"a", "an", "the"})
_GENERAL = split_into_set(
    "operational operations leader owner sponsor carries profit loss P&L budget person people user users name "
    "named team group pilot builder clerk staff shift site main system record source tool screen workflow "
    "work step daily case result output AI model data feed file extract stretch exception decision kind type "
    "set sample number amount share instruction procedure channel route role support cost volume service "
    "example thing place list queue executive risk compliance finance partner lead supervisor representatives "
    "connected line door"
)
"""What the library says in general, because every team has names of its own for it. All its other words stay."""


class Objection(NamedTuple):
    """Why a wording is refused, and the word that it is refused for; both empty when it isn't."""

    why: str = ""
    word: str = ""


def find_changed_duty(text: str, own: str, known: KnownTerms) -> Objection:
    """What the text puts in, leaves out or moves against the library's `own`, beyond naming what was said."""
    before, whole = split_into_tokens(own), split_into_tokens(text)
    after = blank_said_turns(whole, before, known)
    known = known._replace(proven=known.proven | list_denied_verbs(whole, before, known))
    lost, added = _compare(_drop_articles(before), _drop_articles(after))
    strange = [token for token in added if not token.links and not known.allow(token)]
    if new := _find_most(strange, after, before):
        turns = new.text.casefold() in TURNS
        return Objection("turns what is asked for" if turns else "nobody said it there", new.text)
    moved = {token.key for token in lost if not token.links} & {token.key for token in added}
    if moved:
        return Objection("moves", next(token.text for token in added if token.key in moved))
    if strange:
        return Objection("turns what is asked for", strange[0].text)
    if infinitive := _find_new_infinitive(before, after):
        return Objection("turns what is asked for", infinitive)
    names = [token for token in added if not token.links]
    kept_first = before and after and (before[0].links or before[0].key in {token.key for token in after})
    if not kept_first:
        return Objection("leaves out what is asked for", before[0].text if before else "")
    meeting = find_replaced_review(after, names, known)
    gone = [t for t in lost if t.text.casefold() not in meeting and not _may_go(t, names, after, before)]
    left_out = _find_most(gone, before, after) or next(iter(gone), None)
    return Objection("leaves out what is asked for", left_out.text) if left_out else Objection()


def _find_most(tokens: Sequence[Token], here: Sequence[Token], there: Sequence[Token]) -> Token | None:
    """The first of the tokens that stands more often here than there: what only moved is at fault for nothing new."""
    count, other = Counter(token.key for token in here), Counter(token.key for token in there)
    return next((token for token in tokens if count[token.key] > other[token.key]), None)


def _drop_articles(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.text.casefold() not in _ARTICLES]


def _compare(before: Sequence[Token], after: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """What only the first has, and what only the second has, both in their order."""
    matcher = SequenceMatcher(None, [t.key for t in before], [t.key for t in after], autojunk=False)
    lost: list[Token] = []
    added: list[Token] = []
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind != "equal":
            gone, come = before[start:end], after[other_start:other_end]
            lost += [token for token in gone if not _is_listed(token, gone, come)]
            added += come
    rhythm = _find_moved_rhythm(lost, added)
    return [t for t in lost if t.key not in rhythm], [t for t in added if t.key not in rhythm]


def _is_listed(token: Token, gone: Sequence[Token], come: Sequence[Token]) -> bool:
    """Whether it is part of "each system a case passes through" where a list of the systems stands instead."""
    listed = gone[0].key == FOR_ALL and any(t.text.casefold() in _LISTS for t in come)
    return listed and not token.key.startswith("#") and token.text.casefold() not in NEGATIONS


def _find_moved_rhythm(lost: Sequence[Token], added: Sequence[Token]) -> frozenset[str]:
    """How often may stand elsewhere in the sentence: "each week, …", "… weekly"."""
    units = {stem(to_unit(word)) for word in RHYTHMS}
    moved = {t.key for t in lost} & {t.key for t in added} & (units | {FOR_ALL})
    return frozenset(moved) if FOR_ALL in moved and len(moved) > 1 else frozenset()


def _find_new_infinitive(before: Sequence[Token], after: Sequence[Token]) -> str:
    """The word before a "to" that makes a thing to do of what was done: asked to sign, plans to measure."""
    pairs = Counter((one.key, other.key) for one, other in pairwise(before))
    own = {token.key for token in before}
    for first, link, verb in zip(after, after[1:], after[2:], strict=False):
        new = link.text == "to" and verb.key in own and not pairs["to", verb.key]
        if new and not verb.links and can_be_verb(verb.text) and first.key not in own:
            return first.text
    return ""


def _may_go(token: Token, names: Sequence[Token], after: Sequence[Token], before: Sequence[Token]) -> bool:
    """Whether what was left out is a general word for what the text names, or only holds the sentence together."""
    if token.links:
        return True
    if token.key == FOR_ALL:
        lists = sum(t.text.casefold() in _LISTS for t in after) >= sum(t.text.casefold() in _LISTS for t in before)
        return bool(names) and lists and any(t.text.casefold() in _LISTS for t in after)
    return bool(names) and (token.key in stem_all(_GENERAL) or token.key in _REPLACED)
