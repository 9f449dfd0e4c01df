"""The register of risks: what traps, low criteria, unknowns, disputes, bans and an absent owner put at risk."""

from collections.abc import Collection, Iterator, Mapping

from bot.domain.assessment.assessment import Assessment, FoundTrap
from bot.domain.assessment.explanation import list_telling_evidence
from bot.domain.core.phrases import join_with_and
from bot.domain.framework.framework import Level
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.known_risk import FindingKind, KnownRisk
from bot.domain.framework.strand import Grade
from bot.domain.interview.criterion_state import STATE_PHRASES
from bot.domain.interview.evidence import Evidence
from bot.domain.plan.plan import PlannedGap, ProductionPlan
from bot.domain.plan.register import Risk

_MOST = 12
_FEWEST = 3
"""Where fewer stand against it, what is designed and not proven is told too."""
_IN_USE: Level = 2
_DESIGNED: Level = 3
_WHAT = "{what}"
_TWO_VIEWS = "The plan rests on the weaker claim. If the stronger one holds, some of these actions are done already."
_POINTS: Mapping[Grade | None, int] = {"high": 3, "medium": 2, "low": 1, None: 0}


def build_risks(
    plan: ProductionPlan, assessment: Assessment, knowledge: Knowledge, holders: Mapping[str, str]
) -> tuple[Risk, ...]:
    """At most twelve, by likelihood times impact. `holders`: who stands for a role, by its id, by name.

    None is left only for a team that has proven everything, and of which is known that it can do no grave harm.
    """
    found = list(_RiskRegister(plan, assessment, knowledge, holders).iter_risks())
    return tuple(sorted(found, key=lambda risk: -_POINTS[risk.likelihood] * _POINTS[risk.impact])[:_MOST])


def grade_likelihood(level: Level | None) -> Grade:
    """How likely what a criterion guards against is, at its level; unknown counts like absent."""
    if level is None or level < _IN_USE:
        return "high"
    return "low" if level >= _DESIGNED else "medium"


class _RiskRegister:
    """What stands against one plan, each thing once."""

    def __init__(
        self, plan: ProductionPlan, assessment: Assessment, knowledge: Knowledge, holders: Mapping[str, str]
    ) -> None:
        self._plan = plan
        self._assessment = assessment
        self._knowledge = knowledge
        self._holders = holders
        self._told: set[str] = set()
        """Criteria of which something is told already."""

    def iter_risks(self) -> Iterator[Risk]:
        risks = [*self._iter_findings(), *self._iter_low_criteria()]
        yield from risks
        if len(risks) < _FEWEST:
            yield from self._iter_unproven_criteria(_FEWEST - len(risks))

    def _iter_findings(self) -> Iterator[Risk]:
        for found in self._assessment.traps:
            yield self._build_trap_risk(found)
        yield from self._iter_owner_risks()
        for gap in self._plan.gaps:
            if gap.kind == "disagreement":
                yield self._build_dispute_risk(gap)
        yield from self._iter_unknown_risks()
        yield from self._iter_limit_risks()
        yield from self._iter_harm_risks()

    # --- what was found ---------------------------------------------------------------------------

    def _build_trap_risk(self, found: FoundTrap) -> Risk:
        trap = self._knowledge.framework.get_trap(found.trap)
        by_id = {item.id: item for item in self._assessment.evidence}
        said = next((by_id[evidence] for evidence in found.evidence_ids if evidence in by_id), None)
        self._told |= {rule.criterion for rule in trap.shown_at if self._is_below(rule.criterion, _DESIGNED)}
        risk = self._build(trap.id, trap.id, title=trap.name, why=trap.means, likelihood="high")
        told = risk.model_copy(update={"trap": trap.id, "actions": self._list_actions(trap.criteria)})
        if found.quote:
            return told.model_copy(update={"quote": found.quote})
        return _with_quote(told, said)

    def _iter_owner_risks(self) -> Iterator[Risk]:
        rule, claim = self._knowledge.framework.acceptance, self._assessment.owner
        if rule is None or rule.criterion in self._told or (claim is not None and claim.claim == "accepted"):
            return
        kind: FindingKind = "owner_not_asked" if claim is not None and claim.claim == "proposed" else "no_owner"
        if self._knowledge.risks.find(kind) is None:
            return
        self._told.add(rule.criterion)
        risk = self._build(kind, kind, likelihood="medium" if kind == "owner_not_asked" else "high")
        told = risk.model_copy(update={"actions": self._list_actions({rule.criterion})})
        if claim is not None and claim.quote:
            yield told.model_copy(update={"quote": claim.quote, "speaker": claim.speaker})
        else:
            yield self._quote_criterion(told, rule.criterion)

    def _build_dispute_risk(self, gap: PlannedGap) -> Risk:
        self._told.add(gap.criterion)
        name = self._knowledge.framework.get_criterion(gap.criterion).name
        risk = self._build(
            f"{gap.criterion}_disagreement",
            "disagreement",
            title=f"Two views of {name}",
            why=_TWO_VIEWS,
            likelihood=grade_likelihood(gap.now),
        )
        return self._quote_criterion(risk.model_copy(update={"actions": gap.actions[:1]}), gap.criterion)

    def _iter_unknown_risks(self) -> Iterator[Risk]:
        gating = {criterion.id for criterion in self._knowledge.framework.gating_criteria}
        unknown = [gap for gap in self._plan.gaps if gap.kind == "unknown" and gap.criterion in gating]
        if not unknown:
            return
        self._told |= {gap.criterion for gap in unknown}
        names = join_with_and([self._knowledge.framework.get_criterion(gap.criterion).name for gap in unknown])
        states = join_with_and(list(dict.fromkeys(STATE_PHRASES[gap.state] for gap in unknown)))
        risk = self._build(
            "unknown",
            "unknown",
            title=f"Not known: {names}",
            why=f"{states[:1].upper()}{states[1:]}. What comes to light there may add actions and move gates.",
            likelihood="high",
        )
        yield risk.model_copy(update={"actions": tuple(action for gap in unknown for action in gap.actions[:1])})

    def _iter_limit_risks(self) -> Iterator[Risk]:
        for limit in self._plan.limits:
            if limit.kind == "ban" and self._knowledge.risks.find("ban"):
                risk = self._build(f"ban:{limit.fact or limit.what}", "ban", what=limit.what, likelihood="high")
                yield risk.model_copy(update={"quote": limit.quote, "speaker": limit.speaker})
        for conflict in self._plan.conflicts:
            if conflict.kind != "ban" and self._knowledge.risks.find("conflict"):
                risk = self._build(
                    f"conflict:{conflict.fact or conflict.said}",
                    "conflict",
                    what=conflict.said,
                    why=conflict.sentence,
                    likelihood="high",
                )
                actions = (conflict.action,) if conflict.action else ()
                yield risk.model_copy(update={"speaker": conflict.speaker, "actions": actions})

    def _iter_harm_risks(self) -> Iterator[Risk]:
        tier = self._plan.risk_answers.tier
        kind: FindingKind | None = "harm_not_asked" if tier is None else "grave_decisions" if tier == "high" else None
        if kind is not None and self._knowledge.risks.find(kind):
            yield self._build(kind, kind, likelihood="medium")

    # --- criteria ---------------------------------------------------------------------------------

    def _iter_low_criteria(self) -> Iterator[Risk]:
        for criterion in self._knowledge.framework.gating_criteria:
            if criterion.id not in self._told and self._is_below(criterion.id, _DESIGNED):
                yield from self._build_criterion_risk(criterion.id)

    def _iter_unproven_criteria(self, most: int) -> Iterator[Risk]:
        criteria = [criterion.id for criterion in self._knowledge.framework.gating_criteria]
        designed = [c for c in criteria if c not in self._told and self._assessment.levels.get(c) == _DESIGNED]
        gravest = sorted(designed, key=lambda c: -_POINTS[self._get_impact(c)])
        for criterion in gravest[:most]:
            yield from self._build_criterion_risk(criterion)

    def _build_criterion_risk(self, criterion: str) -> Iterator[Risk]:
        if self._knowledge.risks.find(criterion) is None:
            return
        level = self._assessment.levels.get(criterion)
        risk = self._build(criterion, criterion, likelihood=grade_likelihood(level))
        yield self._quote_criterion(risk.model_copy(update={"actions": self._list_actions({criterion})}), criterion)

    # --- a row ------------------------------------------------------------------------------------

    def _build(
        self, risk_id: str, about: str, *, likelihood: Grade, title: str = "", why: str = "", what: str = ""
    ) -> Risk:
        known = self._knowledge.risks.find(about) or KnownRisk(
            about=about, impact="medium", first_sign="", answer="", role=""
        )
        return Risk(
            id=risk_id,
            title=title or known.title.replace(_WHAT, what),
            why=why or known.why,
            likelihood=likelihood,
            impact=known.impact,
            first_sign=known.first_sign,
            answer=known.answer,
            owner_role=self._knowledge.practices.get_role_name(known.role) if known.role else "",
            owner=self._holders.get(known.role),
        )

    def _quote_criterion(self, risk: Risk, criterion: str) -> Risk:
        said = list_telling_evidence(self._assessment, self._assessment.get_rating(criterion))
        return _with_quote(risk, next(iter(said), None))

    def _list_actions(self, criteria: Collection[str]) -> tuple[str, ...]:
        return tuple(action for gap in self._plan.gaps if gap.criterion in criteria for action in gap.actions)

    def _is_below(self, criterion: str, level: Level) -> bool:
        known = self._assessment.levels.get(criterion)
        return known is None or known < level

    def _get_impact(self, criterion: str) -> Grade | None:
        known = self._knowledge.risks.find(criterion)
        return known.impact if known else None


def _with_quote(risk: Risk, said: Evidence | None) -> Risk:
    if said is None:
        return risk
    return risk.model_copy(update={"quote": said.sentence, "speaker": said.speaker, "translation": said.translation})
