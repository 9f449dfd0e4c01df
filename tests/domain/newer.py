"""A framework that got a new version: a criterion gone, one renamed, one new, a pillar and a stage by other names."""

from bot.domain.framework.framework import Criterion, Framework, Pillar


def newer(framework: Framework, *, remembers: bool = True) -> Framework:
    """`remembers`: whether the version before is still known."""
    levels = tuple(level.model_copy(update={"name": f"{level.name} now"}) for level in framework.levels)
    return framework.model_copy(
        update={
            "version": "2099.1",
            "levels": levels,
            "pillars": tuple(_renewed(pillar) for pillar in framework.pillars),
            "traps": tuple(trap for trap in framework.traps if trap.id != "orphaned"),
            "stages": tuple(
                stage.model_copy(update={"id": "sandbox", "name": "sandbox"}) if stage.id == "lab" else stage
                for stage in framework.stages
            ),
            "earlier": (framework,) if remembers else (),
        }
    )


def _renewed(pillar: Pillar) -> Pillar:
    kept = [_renamed(criterion) for criterion in pillar.criteria if criterion.id != "audit"]
    if pillar.id == "governance":
        drills = Criterion(id="drills", name="Drills", asks="who has rehearsed what", ladder=("0", "1", "2", "3", "4"))
        return pillar.model_copy(update={"id": "oversight", "name": "Oversight", "criteria": (*kept, drills)})
    return pillar.model_copy(update={"criteria": tuple(kept)})


def _renamed(criterion: Criterion) -> Criterion:
    if criterion.id != "owner":
        return criterion
    return criterion.model_copy(update={"name": "Answerable leader", "ladder": ("a", "b", "c", "d", "e")})
