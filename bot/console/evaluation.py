"""Evaluation: how well the ratings agree with what a careful reader makes of the same teams."""

from collections.abc import Iterable, Sequence
from statistics import fmean, median
from typing import NamedTuple

from bot.console.recording import Gold, Recording
from bot.console.replay import ReplayResult
from bot.domain.core.model import Value
from bot.domain.core.usage import ModelCall
from bot.domain.quotation.quotation import find_quote, split_at_redactions

_LEVELS = 5


class LevelPair(NamedTuple):
    criterion: str
    gold: int | None
    rated: int | None


class TeamResult(Value):
    id: str
    pilot: str
    stage: str
    gold_stage: str
    kappa: float | None
    known_f1: float
    exact: float
    """Share of the criteria known to both that got the very level."""
    questions: int
    """Everything asked, probes included; the opening is not counted."""
    probes: int
    quotes_verbatim: bool
    traps_found: int
    traps_wrong: int
    traps_gold: int
    disagreements_right: bool
    model_calls: int
    cost: float | None
    seconds: float


class PillarResult(Value):
    pillar: str
    kappa: float | None
    exact: float


class PromptUse(Value):
    """How often a prompt was called, and how often something usable came back."""

    prompt: str
    calls: int
    usable: int


class Evaluation(Value):
    analyst: str
    teams: tuple[TeamResult, ...]
    pillars: tuple[PillarResult, ...]
    kappa: float | None
    known_f1: float
    exact: float
    stage_right: int
    quotes_verbatim: bool
    questions_median: float
    questions_without_probes_median: float
    seconds_median: float
    seconds_most: float
    model_calls: int
    tokens: dict[str, int]
    cost: float | None
    prompts: tuple[PromptUse, ...]

    def summarize_by_prompt(self) -> dict[str, dict[str, float | None]]:
        """What is worth keeping of every prompt that was called: the agreement of all, and its own calls."""
        together = {
            "teams": len(self.teams),
            "kappa": None if self.kappa is None else round(self.kappa, 3),
            "exact": round(self.exact, 3),
            "known_f1": round(self.known_f1, 3),
            "stage_right": self.stage_right,
        }
        return {use.prompt: {**together, "calls": use.calls, "usable": use.usable} for use in self.prompts}


def calculate_kappa(pairs: Iterable[tuple[int, int]]) -> float | None:
    """Cohen's kappa with quadratic weights over levels 0 to 4; None where chance alone would agree fully."""
    pairs = tuple(pairs)
    if not pairs:
        return None
    count = len(pairs)
    gold = [sum(g == level for g, _ in pairs) / count for level in range(_LEVELS)]
    rated = [sum(r == level for _, r in pairs) / count for level in range(_LEVELS)]
    observed = sum((g - r) ** 2 for g, r in pairs) / count
    expected = sum(gold[i] * rated[j] * (i - j) ** 2 for i in range(_LEVELS) for j in range(_LEVELS))
    return None if expected == 0 else 1 - observed / expected


def calculate_known_f1(pairs: Sequence[LevelPair]) -> float:
    """F1 of telling known criteria from unknown ones."""
    hits = sum(p.gold is not None and p.rated is not None for p in pairs)
    total = sum(p.gold is not None for p in pairs) + sum(p.rated is not None for p in pairs)
    return 2 * hits / total if total else 1.0


def calculate_exact_share(pairs: Sequence[LevelPair]) -> float:
    both = _select_both_known(pairs)
    return fmean(g == r for g, r in both) if both else 0.0


def pair_levels(gold: Gold, levels: dict[str, int | None]) -> tuple[LevelPair, ...]:
    return tuple(LevelPair(c, gold.levels.get(c), level) for c, level in levels.items())


def build_team_result(recording: Recording, gold: Gold, replayed: ReplayResult) -> TeamResult:
    assessment, asked = replayed.assessment, replayed.interview.questions[1:]
    pairs = pair_levels(gold, assessment.levels)
    traps = {trap.trap for trap in assessment.traps}
    return TeamResult(
        id=recording.id,
        pilot=recording.pilot,
        stage=assessment.stage,
        gold_stage=gold.stage,
        kappa=calculate_kappa(_select_both_known(pairs)),
        known_f1=calculate_known_f1(pairs),
        exact=calculate_exact_share(pairs),
        questions=len(asked),
        probes=sum(question.kind == "probe" for question in asked),
        quotes_verbatim=_are_quotes_verbatim(recording, replayed),
        traps_found=len(traps & set(gold.traps)),
        traps_wrong=len(traps - set(gold.traps)),
        traps_gold=len(gold.traps),
        disagreements_right={d.criterion for d in assessment.disagreements} == set(gold.disagreements),
        model_calls=len(replayed.calls),
        cost=_sum_cost([replayed]),
        seconds=replayed.seconds,
    )


def evaluate_replays(
    analyst: str, pillars: dict[str, tuple[str, ...]], replays: Sequence[tuple[Recording, Gold, ReplayResult]]
) -> Evaluation:
    """Agreement over all teams; `pillars` maps pillar ids to criterion ids."""
    teams = tuple(build_team_result(*replay) for replay in replays)
    pairs = tuple(p for _, gold, replayed in replays for p in pair_levels(gold, replayed.assessment.levels))
    calls = tuple(call for _, _, replayed in replays for call in replayed.calls)
    return Evaluation(
        analyst=analyst,
        teams=teams,
        pillars=tuple(_build_pillar_result(pillar, criteria, pairs) for pillar, criteria in pillars.items()),
        kappa=calculate_kappa(_select_both_known(pairs)),
        known_f1=calculate_known_f1(pairs),
        exact=calculate_exact_share(pairs),
        stage_right=sum(team.stage == team.gold_stage for team in teams),
        quotes_verbatim=all(team.quotes_verbatim for team in teams),
        questions_median=median(team.questions for team in teams),
        questions_without_probes_median=median(team.questions - team.probes for team in teams),
        seconds_median=median(team.seconds for team in teams),
        seconds_most=max(team.seconds for team in teams),
        model_calls=len(calls),
        tokens={
            "input": sum(call.input_tokens for call in calls),
            "cached": sum(call.cached_tokens for call in calls),
            "output": sum(call.output_tokens for call in calls),
        },
        cost=_sum_cost([replayed for _, _, replayed in replays]),
        prompts=tuple(_count_prompt_use(name, calls) for name in sorted({call.prompt for call in calls})),
    )


def _count_prompt_use(prompt: str, calls: Sequence[ModelCall]) -> PromptUse:
    outcomes = [call.outcome for call in calls if call.prompt == prompt]
    return PromptUse(prompt=prompt, calls=len(outcomes), usable=outcomes.count("ok"))


def _build_pillar_result(pillar: str, criteria: tuple[str, ...], pairs: Sequence[LevelPair]) -> PillarResult:
    own = tuple(pair for pair in pairs if pair.criterion in criteria)
    return PillarResult(pillar=pillar, kappa=calculate_kappa(_select_both_known(own)), exact=calculate_exact_share(own))


def _select_both_known(pairs: Iterable[LevelPair]) -> tuple[tuple[int, int], ...]:
    return tuple((p.gold, p.rated) for p in pairs if p.gold is not None and p.rated is not None)


def _are_quotes_verbatim(recording: Recording, replayed: ReplayResult) -> bool:
    """Every quote stands in what its speaker said, in the recording itself but for redacted secrets."""
    turns = {turn.id: turn for turn in replayed.interview.turns}
    recorded = [recording.opening, *recording.later, *(s for said in recording.answers.values() for s in said)]
    return all(
        find_quote(item.quote, turns[item.turn_id].text) is not None
        and any(said.by == item.speaker and _is_told_in(said.text, item.quote) for said in recorded)
        for item in replayed.assessment.evidence
    )


def _is_told_in(said: str, quote: str) -> bool:
    return all(find_quote(piece, said) is not None for piece in split_at_redactions(quote))


def _sum_cost(replays: Sequence[ReplayResult]) -> float | None:
    """US dollars; None when any call has no known price."""
    costs = [call.cost for replayed in replays for call in replayed.calls]
    return sum(cost for cost in costs if cost is not None) if None not in costs else None
