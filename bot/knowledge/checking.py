"""Whether the files of knowledge/ hold together: ids, references, coverage."""

from collections.abc import Iterator
from itertools import pairwise

from bot.domain.asking.questioning import is_fit_to_ask
from bot.domain.framework.framework import Framework, StageRule
from bot.domain.framework.guide import Guide, Topic
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.shared_remedy import SharedRemedies
from bot.knowledge.checking_practices import practice_problems
from bot.knowledge.checking_risks import risk_problems
from bot.knowledge.checking_strand import strand_problems
from bot.knowledge.problem import FRAMEWORK, GUIDE, PASSAGES, REMEDIES, Problem, find_duplicates


def find_contradictions(knowledge: Knowledge) -> Iterator[Problem]:
    """Everything in the files that does not fit together."""
    yield from _framework_problems(knowledge.framework)
    yield from _rule_problems(knowledge)
    yield from _topic_problems(knowledge.guide, knowledge.framework)
    yield from _criterion_guide_problems(knowledge)
    yield from _question_problems(knowledge.guide)
    yield from _passage_problems(knowledge)
    yield from practice_problems(knowledge.practices, knowledge.framework)
    yield from _shared_remedy_problems(knowledge.remedies, knowledge.framework)
    yield from risk_problems(knowledge)
    yield from strand_problems(knowledge.strand, knowledge.practices, knowledge.framework)


def _framework_problems(framework: Framework) -> Iterator[Problem]:
    for key, ids in _framework_ids(framework):
        yield from find_duplicates(FRAMEWORK, key, ids)
    if [name.level for name in framework.levels] != [0, 1, 2, 3, 4]:
        yield Problem(FRAMEWORK, "levels", "must be 0, 1, 2, 3 and 4, in this order")
    if not framework.gating_pillars:
        yield Problem(FRAMEWORK, "pillars", "none of them gates the stage")
    for pillar in framework.pillars:
        if not pillar.criteria:
            yield Problem(FRAMEWORK, f"pillars.{pillar.id}.criteria", "has no criterion")
    for phase in framework.phases:
        if not 1 <= phase.weeks[0] <= phase.weeks[1]:
            yield Problem(FRAMEWORK, f"phases.{phase.id}.weeks", "must be the first week, from 1, and the last")
        if not phase.gate.criteria:
            yield Problem(FRAMEWORK, f"phases.{phase.id}.gate.criteria", "has no criterion")
    yield from _stage_problems(framework.stages)


def _framework_ids(framework: Framework) -> Iterator[tuple[str, list[str]]]:
    yield "pillars", [pillar.id for pillar in framework.pillars]
    yield "pillars.criteria", list(framework.criterion_ids)
    yield "reading_rules", [rule.id for rule in framework.reading_rules]
    yield "traps", [trap.id for trap in framework.traps]
    yield "stages", [stage.id for stage in framework.stages]
    yield "phases", [phase.id for phase in framework.phases]


def _stage_problems(stages: tuple[StageRule, ...]) -> Iterator[Problem]:
    """The stage is the last whose rule holds: the first must hold for any pilot, and no later one ask for less."""
    if not stages or _get_stage_demands(stages[0]) != (0, 0):
        yield Problem(FRAMEWORK, "stages", "the first must hold for every pilot: 0.0 and null")
    for lower, higher in pairwise(stages):
        if any(less > more for less, more in zip(_get_stage_demands(lower), _get_stage_demands(higher), strict=True)):
            yield Problem(FRAMEWORK, f"stages.{higher.id}", f'asks less than "{lower.id}", which stands before it')


def _rule_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """What the rules of traps and stages refer to."""
    framework = knowledge.framework
    stages = [stage.id for stage in framework.stages]
    for trap in framework.traps:
        for field, rules in (("shown_at", trap.shown_at), ("remark_counts_at", trap.remark_counts_at)):
            key = f"traps.{trap.id}.{field}"
            yield from _criterion_problems(key, [rule.criterion for rule in rules], framework)
            if any(not rule.levels for rule in rules):
                yield Problem(FRAMEWORK, key, "names no level")
    for stage in framework.stages:
        if stage.target_stage not in stages:
            yield Problem(FRAMEWORK, f"stages.{stage.id}.target_stage", f'no stage "{stage.target_stage}" to aim at')
        elif stages.index(stage.target_stage) < stages.index(stage.id):
            yield Problem(FRAMEWORK, f"stages.{stage.id}.target_stage", "stands before it")
    roles = {role.id for role in knowledge.practices.roles}
    for phase in framework.phases:
        key = f"phases.{phase.id}.gate"
        about = [known for criterion in phase.gate.criteria for known in criterion.criteria]
        yield from _criterion_problems(f"{key}.criteria", about, framework)
        yield from (
            Problem(FRAMEWORK, f"{key}.approvers", f'no role "{r}"') for r in phase.gate.approvers if r not in roles
        )
    if framework.acceptance is not None:
        yield from _criterion_problems("acceptance.criterion", [framework.acceptance.criterion], framework)
        if framework.acceptance.practice not in {practice.id for practice in knowledge.practices.practices}:
            yield Problem(FRAMEWORK, "acceptance.practice", f'no practice "{framework.acceptance.practice}"')


def _criterion_problems(key: str, named: list[str], framework: Framework) -> Iterator[Problem]:
    yield from (Problem(FRAMEWORK, key, f'no criterion "{c}"') for c in named if c not in framework.criterion_ids)


def _get_stage_demands(stage: StageRule) -> tuple[float, int]:
    return stage.weakest_pillar_at_least, stage.every_gate_criterion_at_least or 0


def _topic_problems(guide: Guide, framework: Framework) -> Iterator[Problem]:
    yield from find_duplicates(GUIDE, "topics", (topic.id for topic in guide.topics))
    asked_by: dict[str, Topic] = {}
    for topic in guide.topics:
        key = f"topics.{topic.id}.criteria"
        if not topic.criteria:
            yield Problem(GUIDE, key, "brings out no criterion")
        for criterion in topic.criteria:
            if criterion not in framework.criterion_ids:
                yield Problem(GUIDE, key, f'no criterion "{criterion}"')
            if criterion in asked_by:
                yield Problem(GUIDE, key, f'"{criterion}" is asked by topics.{asked_by[criterion].id} already')
            asked_by.setdefault(criterion, topic)
    for criterion in framework.criterion_ids:
        if criterion not in asked_by:
            yield Problem(GUIDE, "topics", f'none asks about "{criterion}"')


def _criterion_guide_problems(knowledge: Knowledge) -> Iterator[Problem]:
    known = knowledge.framework.criterion_ids
    for entry in knowledge.guide.criteria:
        key = f"criteria.{entry.criterion}"
        if entry.criterion not in known:
            yield Problem(GUIDE, key, "no such criterion")
        if not entry.probes:
            yield Problem(GUIDE, f"{key}.probes", "has no probe")
        if knowledge.find_passage(entry.passage) is None:
            yield Problem(GUIDE, f"{key}.passage", f'no passage "{entry.passage}"')
    guided = {entry.criterion for entry in knowledge.guide.criteria}
    for criterion in known:
        if criterion not in guided:
            yield Problem(GUIDE, f"criteria.{criterion}", "is missing")


def _question_problems(guide: Guide) -> Iterator[Problem]:
    """The guide stands in when a fitted question is refused, so it must pass the same rule."""
    for key, question in _list_questions(guide):
        if not is_fit_to_ask(question):
            yield Problem(GUIDE, key, "is not one short, open question that leads nowhere")


def _list_questions(guide: Guide) -> Iterator[tuple[str, str]]:
    yield "opening.text", guide.opening.text
    for topic in guide.topics:
        yield f"topics.{topic.id}.question", topic.question
    for entry in guide.criteria:
        yield f"criteria.{entry.criterion}.question", entry.question
        for number, probe in enumerate(entry.probes):
            yield f"criteria.{entry.criterion}.probes.{number}", probe


def _passage_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """People may ask back about any pillar, criterion or trap; what isn't one of them is explained by nobody."""
    ids = [passage.id for passage in knowledge.passages]
    yield from find_duplicates(PASSAGES, "", ids)
    subjects = _list_subjects(knowledge.framework)
    for subject in subjects:
        if subject not in ids:
            yield Problem(PASSAGES, subject, "is missing")
    rooms = {subject.split(".")[0] for subject in subjects}
    for passage_id in ids:
        if passage_id.split(".")[0] in rooms and passage_id not in subjects:
            yield Problem(PASSAGES, passage_id, "explains nothing that the framework has")


def _list_subjects(framework: Framework) -> list[str]:
    criteria = [f"{pillar.id}.{criterion.id}" for pillar in framework.pillars for criterion in pillar.criteria]
    pillars = [f"{pillar.id}.pillar" for pillar in framework.pillars]
    return [*pillars, *criteria, *(f"trap.{trap.id}" for trap in framework.traps)]


def _shared_remedy_problems(library: SharedRemedies, framework: Framework) -> Iterator[Problem]:
    """A criterion without an entry could be lacking everywhere, and nobody would be told what to decide."""
    yield from find_duplicates(REMEDIES, "remedies", (remedy.criterion for remedy in library.remedies))
    for remedy in library.remedies:
        if remedy.criterion not in framework.criterion_ids:
            yield Problem(REMEDIES, f"remedies.{remedy.criterion}", "no such criterion")
        for field, text in (("lack", remedy.lack), ("decision", remedy.decision)):
            if not _continues_sentence(text):
                yield Problem(
                    REMEDIES, f"remedies.{remedy.criterion}.{field}", "must go on a sentence: no capital, no end"
                )
    for criterion in framework.criterion_ids:
        if criterion not in {remedy.criterion for remedy in library.remedies}:
            yield Problem(REMEDIES, "remedies", f'none says what lifts "{criterion}"')


def _continues_sentence(text: str) -> bool:
    return text[0].islower() and text[-1].isalnum() and "\n" not in text
