"""How a level came about, in words: read by rule, or chosen by whoever answered."""

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.phrases import join_with_and
from bot.domain.interview.claims import HIGH
from bot.domain.interview.evidence import Evidence

ONLY_ENGLISH = (
    "I read only English: no language model is set up here. What you said is kept word for word. Choose the step that "
    "holds, or say it again in English; my question stays open."
)
BY_RULE = (
    "No language model is set up here, so I read English only, by rule. Under each answer you choose the step that "
    "holds; in any other language you choose it alone."
)
SHOW_IT = "a name, a number, a date or a document"


def describe_basis(item: Evidence, name: str) -> str:
    """What stands beside a quote where its speaker settled the level, or where it is held lower than it was read; else
    nothing."""
    if item.basis == "read":
        return describe_hold(item)
    if item.claimed is not None:
        return f"level {item.claimed} chosen by {name}, held at {item.level} until {SHOW_IT} shows it"
    return f"level chosen by {name}" + (f", shown by: {item.shows}" if item.shows else "")


def describe_hold(item: Evidence) -> str:
    """That a claim counts for less than was read, until something shows it; empty where it doesn't."""
    if item.claimed is None or item.level is None or item.basis != "read":
        return ""
    shown = SHOW_IT if item.level < HIGH else "a measured figure or a second person"
    return f"read as {item.claimed}, held at {item.level} until {shown} shows it"


def describe_translation(item: Evidence) -> str:
    """What stands behind a quote in another language; empty where there is none."""
    return f" (in English: “{item.translation}”)" if item.translation else ""


def describe_chosen_levels(made: Assessment) -> str:
    """How many of the levels the team chose, and who; empty where all were read."""
    chosen = [rating for rating in made.ratings if rating.is_known and rating.basis == "chosen"]
    if not chosen:
        return ""
    said = (item for rating in chosen for item in made.evidence_for(rating) if item.basis == "chosen")
    names = join_with_and([made.get_person(speaker).first_name for speaker in dict.fromkeys(i.speaker for i in said)])
    known = sum(rating.is_known for rating in made.ratings)
    return f"{len(chosen)} of {known} levels were chosen by {names}, each beside their own words."
