"""Tailoring: lets an analyst reword a plan, and refuses whatever names something that nobody named."""

from collections.abc import Iterator, Sequence

from bot.domain.assessment import Assessment
from bot.domain.guards import Refusal
from bot.domain.plan import Action, ProductionPlan, TailoredAction, Tailoring
from bot.domain.tailoring_words import Vocabulary, invented

_MOST_CHARACTERS = {"title": 120, "deliverable": 240, "exit": 300}
_MOST_OF_A_SENTENCE = 320
_MOST_SENTENCES = 8


def apply_tailoring(
    plan: ProductionPlan, tailoring: Tailoring, assessment: Assessment, said: Sequence[str]
) -> tuple[ProductionPlan, tuple[Refusal, ...]]:
    """The plan in the analyst's words where they stand, field by field, else in the library's; and what was refused.

    `said` are the texts of all turns. Only titles, deliverables, exit criteria and the summary can change. The
    summary stands or falls as a whole: sentences of two hands don't make one story.
    """
    words = Vocabulary.of(said, _names(plan, assessment), _library_texts(plan))
    refusals: list[Refusal] = []
    proposals = _by_action(plan, tailoring.actions, refusals)
    actions = tuple(_reworded(action, proposals.get(action.id), words, refusals) for action in plan.actions)
    summary = _summary(plan, tailoring.summary, words, refusals)
    return plan.model_copy(update={"actions": actions, "summary": summary}), tuple(refusals)


def _names(plan: ProductionPlan, assessment: Assessment) -> Iterator[str]:
    """What may be named besides what was said: people, their roles and the pilot. Systems stand in the turns."""
    yield plan.pilot.name
    for person in assessment.people:
        yield from (person.name, person.role)
    for action in plan.actions:
        yield from filter(None, (action.role_name, action.person_name))


def _library_texts(plan: ProductionPlan) -> Iterator[str]:
    for action in plan.actions:
        yield from (action.title, action.deliverable, action.exit)
    for phase in plan.phases:
        yield from (phase.name, phase.gate.ends_with, *phase.gate.criteria)
    yield from plan.summary


def _by_action(
    plan: ProductionPlan, proposed: Sequence[TailoredAction], refusals: list[Refusal]
) -> dict[str, TailoredAction]:
    """The first proposal for each action of the plan."""
    known = {action.id for action in plan.actions}
    found: dict[str, TailoredAction] = {}
    for item in proposed:
        if item.action_id not in known:
            refusals.append(Refusal(what=f"{item.action_id}: {item.title}", why="no such action in the plan"))
        elif item.action_id in found:
            refusals.append(Refusal(what=f"{item.action_id}: {item.title}", why="worded twice; the first one counts"))
        else:
            found[item.action_id] = item
    return found


def _reworded(action: Action, proposal: TailoredAction | None, words: Vocabulary, refusals: list[Refusal]) -> Action:
    if proposal is None:
        return action
    changes: dict[str, str] = {}
    for field, most in _MOST_CHARACTERS.items():
        own, text = getattr(action, field), " ".join(getattr(proposal, field).split())
        why = "" if text == own else _why_refused(text, own, most, words)
        if why:
            refusals.append(Refusal(what=f"{action.id} {field}: {text}", why=why))
        else:
            changes[field] = text
    return action.model_copy(update=changes)


def _summary(
    plan: ProductionPlan, proposed: Sequence[str], words: Vocabulary, refusals: list[Refusal]
) -> tuple[str, ...]:
    sentences = tuple(" ".join(sentence.split()) for sentence in proposed)
    if not sentences:
        return plan.summary
    own = " ".join(plan.summary)
    checked = [(sentence, _why_refused(sentence, own, _MOST_OF_A_SENTENCE, words)) for sentence in sentences]
    wrong = [Refusal(what=f"summary: {sentence}", why=why) for sentence, why in checked if why]
    if len(sentences) > _MOST_SENTENCES:
        wrong.append(Refusal(what="summary", why=f"more than {_MOST_SENTENCES} sentences"))
    refusals.extend(wrong)
    return plan.summary if wrong else sentences


def _why_refused(text: str, own: str, most: int, words: Vocabulary) -> str:
    """Empty when the text may stand in the place of the library's `own`."""
    if not text:
        return "empty"
    if len(text) > most:
        return f"longer than {most} characters"
    named = invented(text, own, words)
    return f"nobody named: {', '.join(named)}" if named else ""
