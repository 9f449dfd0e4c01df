"""How a level came about, in words: read by rule, or chosen by whoever answered."""

from collections.abc import Sequence

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.rating import CriterionStanding, find_standing
from bot.domain.core.phrases import join_with_and
from bot.domain.interview.claims import FROM_NOTHING, HIGH, NOTHING_TO_CHECK, TOO_MANY
from bot.domain.interview.confirmation import is_high
from bot.domain.interview.evidence import Confirmation, Evidence
from bot.domain.interview.guards import RefusedProposal
from bot.domain.interview.interview import Interview
from bot.domain.plan.action import Reason

ONLY_ENGLISH = (
    "I read only English: no language model is set up here. What you said is kept word for word. Choose the step that "
    "holds, or say it again in English; my question stays open."
)
BY_RULE = (
    "No language model is set up here, so I read English only, by rule. Under each answer you choose the step that "
    "holds; in any other language you choose it alone."
)
TO_CONFIRM = "3s and 4s, for somebody other than their speaker to confirm or lower"
SHOW_IT = "a name, a number, a date or a document"
KEPT_LOWER = {
    NOTHING_TO_CHECK: f"{{criteria}} is kept at 2 until {SHOW_IT} shows it.",
    TOO_MANY: "{criteria} is kept at 2 until a sentence of its own says it.",
    FROM_NOTHING: "{criteria} is kept at 3 until a measured figure or a second person shows it.",
}
"""What would raise a claim that is held, by why it is."""


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


def list_kept_lower(turn_id: str, interview: Interview, refusals: Sequence[RefusedProposal]) -> dict[str, str]:
    """By criterion, what would raise a claim of this turn that counts for less than was read, criteria left to fill in;
    none where somebody settled or raised it since."""
    held = {item.criterion: item for item in interview.evidence if item.turn_id == turn_id and describe_hold(item)}
    why = {refused.what.partition(" ")[0]: KEPT_LOWER[refused.why] for refused in refusals if refused.why in KEPT_LOWER}
    standings = {criterion: find_standing(criterion, interview.evidence) for criterion in held}
    return {
        criterion: why[criterion]
        for criterion, item in held.items()
        if criterion in why and (standing := standings[criterion]) is not None and standing.level == item.level
    }


def describe_support(item: Evidence, name: str, said: Sequence[Evidence]) -> str:
    """How it came to its level, and who else stands behind a 3 or 4. `said`: all that was said, of anything."""
    return "; ".join(filter(None, (describe_basis(item, name), describe_confirmation(item, said))))


def describe_confirmation(item: Evidence, said: Sequence[Evidence]) -> str:
    """Who confirmed or lowered a 3 or 4, or that nobody else stands behind it; else nothing."""
    if item.confirmations:
        return ", ".join(_describe_word(word) for word in item.confirmations)
    others = (i for i in said if i.criterion == item.criterion and i.speaker != item.speaker)
    return "" if not is_high(item) or any(map(is_high, others)) else "not confirmed by anybody else"


def _describe_word(word: Confirmation) -> str:
    if word.level is None:
        return f"confirmed by {word.name}" + (f", shown by: {word.note}" if word.note else "")
    return f"lowered to {word.level} by {word.name}" + (f": “{word.note}”" if word.note else "")


def describe_high_level(standing: CriterionStanding, interview: Interview, reader: str | None = None) -> str:
    """Whose word a 3 or 4 rests on, who confirmed it, and who sees it differently. `reader`: who alone reads it."""
    told = {item.speaker: item for item in standing.high_evidence}
    differing = [item.speaker for item in standing.evidence if standing.disputed and item.speaker not in told]
    against = join_with_and([_name_for(interview, speaker, reader) for speaker in dict.fromkeys(differing)])
    named = ((_name_for(interview, speaker, reader), item) for speaker, item in told.items())
    words = (_list_high_words(item, name, standing.evidence, against) for name, item in named)
    return "; ".join(", ".join(filter(None, parts)) for parts in words)


def _list_high_words(item: Evidence, name: str, said: Sequence[Evidence], against: str) -> tuple[str, ...]:
    """`against`: who sees it differently, so that nobody need be told that nobody confirmed it."""
    if against and not item.confirmations:
        return f"said by {name}", describe_basis(item, name), f"seen differently by {against}"
    return f"said by {name}", describe_support(item, name, said)


def _name_for(interview: Interview, person: str, reader: str | None) -> str:
    return "you" if person == reader else interview.get_person(person).byline


def describe_translation(said: Evidence | Reason) -> str:
    """What stands behind a quote in another language; empty where there is none."""
    return f" (in English: “{said.translation}”)" if said.translation else ""


def describe_chosen_levels(made: Assessment) -> str:
    """How many of the levels the team chose, and who; empty where all were read."""
    chosen = [rating for rating in made.ratings if rating.is_known and rating.basis == "chosen"]
    if not chosen:
        return ""
    said = (item for rating in chosen for item in made.evidence_for(rating) if item.basis == "chosen")
    names = join_with_and([made.get_person(speaker).byline for speaker in dict.fromkeys(i.speaker for i in said)])
    known = sum(rating.is_known for rating in made.ratings)
    return f"{len(chosen)} of {known} levels were chosen by {names}, each beside their own words."
