"""Tailoring: lets an analyst reword a plan, and refuses whatever names something that nobody named."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from bot.domain.assessment.assessment import Assessment
from bot.domain.interview.guards import RefusedProposal
from bot.domain.planning.plan import Action, ProductionPlan, Risk, TailoredAction, TailoredRisk, Tailoring
from bot.domain.planning.summary import build_dated_sentences, list_undated_sentences
from bot.domain.tailoring.fabrication_check import AllowedVocabulary, find_invented_terms
from bot.domain.tailoring.meaning_check import explain_changed_meaning

T = TypeVar("T", Action, Risk)
P = TypeVar("P", TailoredAction, TailoredRisk)

_MOST_OF_AN_ACTION = {"title": 120, "deliverable": 240, "exit": 300}
_MOST_OF_A_RISK = {"title": 120, "why": 320}
_MOST_OF_A_SENTENCE = 320
_MOST_SENTENCES = 8


def apply_tailoring(
    plan: ProductionPlan, tailoring: Tailoring, assessment: Assessment, said: Sequence[str]
) -> tuple[ProductionPlan, tuple[RefusedProposal, ...]]:
    """The plan in the analyst's words where they stand, field by field, else in the library's; and what was refused.

    `said` are the texts of all turns. Only titles, deliverables, exit criteria, risks and the summary can change. The
    summary stands or falls as a whole: sentences of two hands don't make one story. Its two sentences with dates are
    ours, so that they can be said anew when the plan moves.
    """
    judge = _WordingJudge(
        AllowedVocabulary.from_texts(said, _iter_allowed_names(plan, assessment), _iter_library_texts(plan))
    )
    worded = plan.model_copy(
        update={
            "actions": judge.reword_actions(plan.actions, tailoring.actions),
            "risks": judge.reword_risks(plan.risks, tailoring.risks),
        }
    )
    ours = build_dated_sentences(plan) if plan.actions else ()
    story = judge.reword_story(
        list_undated_sentences(plan), [sentence for sentence in tailoring.summary if sentence not in ours]
    )
    return worded.model_copy(update={"summary": _build_worded_summary(plan, worded, story)}), tuple(judge.refusals)


def _iter_allowed_names(plan: ProductionPlan, assessment: Assessment) -> Iterator[str]:
    """What may be named besides what was said: people, their roles and the pilot. Systems stand in the turns."""
    yield plan.pilot.name
    for person in assessment.people:
        yield from (person.display_name, person.name, person.role)
    for action in plan.actions:
        yield from filter(None, (action.role_name, action.person_name))


def _iter_library_texts(plan: ProductionPlan) -> Iterator[str]:
    for action in plan.actions:
        yield from (action.title, action.deliverable, action.exit)
    for risk in plan.risks:
        yield from (risk.title, risk.why)
    for phase in plan.phases:
        yield from (phase.name, phase.gate.ends_with, *phase.gate.criteria)
    yield from plan.summary


def _build_worded_summary(plan: ProductionPlan, worded: ProductionPlan, story: tuple[str, ...]) -> tuple[str, ...]:
    """Our sentences name the first action, by the title that it has now."""
    if not plan.actions:
        return story
    if story != list_undated_sentences(plan):
        return (*story, *build_dated_sentences(worded))
    now = dict(zip(build_dated_sentences(plan), build_dated_sentences(worded), strict=True))
    return tuple(now.get(sentence, sentence) for sentence in plan.summary)


class _WordingJudge:
    """Holds each proposed text against the library's own, and keeps what it refused."""

    def __init__(self, words: AllowedVocabulary) -> None:
        self.refusals: list[RefusedProposal] = []
        self._words = words

    def reword_actions(self, own: Sequence[Action], proposed: Sequence[TailoredAction]) -> tuple[Action, ...]:
        by_id = self._select_first_proposals(
            {action.id for action in own}, ((p.action_id, p) for p in proposed), "action"
        )
        return tuple(self._reword_item(action, by_id.get(action.id), _MOST_OF_AN_ACTION) for action in own)

    def reword_risks(self, own: Sequence[Risk], proposed: Sequence[TailoredRisk]) -> tuple[Risk, ...]:
        by_id = self._select_first_proposals({risk.id for risk in own}, ((p.risk_id, p) for p in proposed), "risk")
        return tuple(self._reword_item(risk, by_id.get(risk.id), _MOST_OF_A_RISK) for risk in own)

    def reword_story(self, own: tuple[str, ...], proposed: Sequence[str]) -> tuple[str, ...]:
        sentences = tuple(" ".join(sentence.split()) for sentence in proposed)
        if not sentences:
            return own
        checked = [(s, self._explain_refusal(s, " ".join(own), _MOST_OF_A_SENTENCE)) for s in sentences]
        wrong = [RefusedProposal(what=f"summary: {sentence}", why=why) for sentence, why in checked if why]
        if len(sentences) > _MOST_SENTENCES:
            wrong.append(RefusedProposal(what="summary", why=f"more than {_MOST_SENTENCES} sentences"))
        self.refusals += wrong
        return own if wrong else sentences

    def _select_first_proposals(self, known: set[str], proposed: Iterable[tuple[str, P]], noun: str) -> dict[str, P]:
        """The first proposal for each that the plan holds."""
        found: dict[str, P] = {}
        for key, item in proposed:
            if key not in known:
                self.refusals.append(RefusedProposal(what=f"{key}: {item.title}", why=f"no such {noun} in the plan"))
            elif key in found:
                self.refusals.append(
                    RefusedProposal(what=f"{key}: {item.title}", why="worded twice; the first one counts")
                )
            else:
                found[key] = item
        return found

    def _reword_item(self, own: T, proposal: TailoredAction | TailoredRisk | None, most: dict[str, int]) -> T:
        if proposal is None:
            return own
        changes: dict[str, str] = {}
        for field, length in most.items():
            library, text = getattr(own, field), " ".join(getattr(proposal, field).split())
            why = "" if text == library else self._explain_refusal(text, library, length)
            if isinstance(own, Action) and text != library:
                why = why or explain_changed_meaning(field, text, library)
            if why:
                self.refusals.append(RefusedProposal(what=f"{own.id} {field}: {text}", why=why))
            else:
                changes[field] = text
        return own.model_copy(update=changes)

    def _explain_refusal(self, text: str, own: str, most: int) -> str:
        """Empty when the text may stand in the place of the library's `own`."""
        if not text:
            return "empty"
        if len(text) > most:
            return f"longer than {most} characters"
        named = find_invented_terms(text, own, self._words)
        return f"nobody named: {', '.join(named)}" if named else ""
