"""From a model's edits in a plan's texts to their new wording, with what it put in and where that was said."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.domain.plan.action import Action
from bot.domain.plan.register import Risk
from bot.domain.plan.wording import SaidTerm, TailoredAction, TailoredRisk, Tailoring
from bot.llm.fencing import clean_line
from bot.llm.schemas import EditReturned, TailoringReturned

_WORD = re.compile(r"[^\s,;:.()]+")


class Original(NamedTuple):
    """What was asked about, in the library's words."""

    actions: Sequence[Action] = ()
    risks: Sequence[Risk] = ()


def to_tailoring(returned: TailoringReturned, original: Original) -> Tailoring:
    """What is said of an action or risk that was not asked about is not heard."""
    actions, risks = {a.id: a for a in original.actions}, {risk.id: risk for risk in original.risks}
    return Tailoring(
        summary=tuple(line for sentence in returned.summary if (line := clean_line(sentence))),
        actions=tuple(_reword_action(actions[a.id], a.edits) for a in returned.actions if a.id in actions),
        risks=tuple(_reword_risk(risks[r.id], r.edits) for r in returned.risks if r.id in risks),
    )


def _reword_action(own: Action, edits: Sequence[EditReturned]) -> TailoredAction:
    changes = _index_edits(edits)
    return TailoredAction(
        action_id=own.id,
        title=_apply_edits(own.title, changes),
        deliverable=_apply_edits(own.deliverable, changes),
        exit=_apply_edits(own.exit, changes),
        terms=tuple(_to_term(edit) for edit in edits if edit.said_in.strip()),
    )


def _reword_risk(own: Risk, edits: Sequence[EditReturned]) -> TailoredRisk:
    changes = _index_edits(edits)
    return TailoredRisk(risk_id=own.id, title=_apply_edits(own.title, changes), why=_apply_edits(own.why, changes))


def _index_edits(edits: Iterable[EditReturned]) -> dict[str, str]:
    """What stands in the place of which words, folded; the first edit of the same words counts."""
    changes: dict[str, str] = {}
    for edit in edits:
        if old := clean_line(edit.old).casefold():
            changes.setdefault(old, clean_line(edit.new))
    return changes


def _apply_edits(text: str, changes: Mapping[str, str]) -> str:
    """All at once, so that none changes what another put in; whole words only, the longest first."""
    if not changes:
        return text
    longest_first = sorted(changes, key=len, reverse=True)
    wanted = "|".join(r"\s+".join(map(re.escape, old.split())) for old in longest_first)
    found = re.compile(rf"(?<!\w)(?:{wanted})(?!\w)", re.I)
    return clean_line(found.sub(lambda match: _replace(match[0], changes), text))


def _replace(old: str, changes: Mapping[str, str]) -> str:
    """A sentence goes on to begin with a capital."""
    new = changes.get(clean_line(old).casefold(), old)
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def _to_term(edit: EditReturned) -> SaidTerm:
    """Of what stands there now, the words that stood there before were not put in. Behind the place stand the words as
    they were said, where they differ."""
    before = {word.casefold() for word in _WORD.findall(edit.old)}
    added = [word for word in _WORD.findall(clean_line(edit.new)) if word.casefold() not in before]
    place, _, as_said = clean_line(edit.said_in).partition(" ")
    return SaidTerm(term=" ".join(added), said_in=place, as_said=as_said)
