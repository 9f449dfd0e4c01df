"""Why a criterion is rated as it is, in words that what was said carries: nothing is told that nobody said."""

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.carried_sentence import SaidQuote, find_unsaid
from bot.domain.assessment.rating import Rating, RefusedSentence
from bot.domain.assessment.review import PillarReview, ProposedRating
from bot.domain.core.phrases import join_with_and
from bot.domain.framework.framework import Criterion, Framework
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview
from bot.domain.lexicon.english import stem
from bot.domain.lexicon.said import extract_claims
from bot.domain.quotation.languages import guess_language

_ITSELF = "pilot"
"""A stage, and what everybody calls what is rated."""
_SHORTEST_PART = 2
"""Words of a step that name a part of it."""


class Explanation(NamedTuple):
    """Why a criterion is rated as it is."""

    there: str
    """What is there, in a sentence that the quotes carry; empty: the first quote stands for it."""
    quotes: tuple[Evidence, ...]
    """What it rests on, most telling first, each sentence once; none where nothing is known."""
    gap: str
    """What the next step lacks, or that it was not said; empty at the top, and where people disagree."""
    disputed: bool


def explain_ratings(
    ratings: Sequence[Rating], review: PillarReview, interview: Interview, framework: Framework
) -> tuple[Rating, ...]:
    """The ratings, each with what is there and what the next step lacks, as far as its evidence carries the words."""
    proposals = {proposal.criterion: proposal for proposal in review.ratings}
    plain = collect_plain_claims(framework)
    return tuple(
        _explain_rating(rating, proposals.get(rating.criterion), interview, _Step(criterion, plain))
        if rating.is_known and (criterion := framework.get_criterion(rating.criterion))
        else rating
        for rating in ratings
    )


class _Step(NamedTuple):
    """The criterion whose steps are spoken of, and the words that its framework asks in."""

    criterion: Criterion
    plain: frozenset[str]


def _explain_rating(rating: Rating, proposal: ProposedRating | None, interview: Interview, step: _Step) -> Rating:
    said = {item.id: item for item in interview.evidence}
    items = [said[item] for item in rating.evidence_ids if item in said]
    quotes = [_build_quote(item, interview) for item in items]
    told = proposal or ProposedRating(criterion=rating.criterion, level=rating.level)
    about_this_step = told.level == rating.level and not rating.disputed and rating.basis != "chosen"
    refused = (
        _refuse("there", told.there, quotes, step),
        _refuse("lacks", told.lacks, quotes, step) if about_this_step else None,
    )
    there = told.there if refused[0] is None else ""
    lacks = told.lacks if about_this_step and refused[1] is None else ""
    if rating.basis == "chosen":
        gap = _describe_choice(items, interview)
    else:
        gap = lacks or describe_unsaid_step(rating, step.criterion, told.unmet if about_this_step else "")
    whole = " ".join(filter(None, (there or (f"“{items[0].sentence}”" if items else ""), gap)))
    left_out = tuple(filter(None, refused))
    return rating.model_copy(update={"there": there, "gap": gap, "rationale": whole, "refused": left_out})


def _build_quote(item: Evidence, interview: Interview) -> SaidQuote:
    turn = next((turn for turn in interview.turns if turn.id == item.turn_id), None)
    language = (turn and turn.language) or guess_language(item.sentence) or "en"
    person = interview.get_person(item.speaker)
    return SaidQuote(person.name, item.sentence, language.partition("-")[0].casefold(), item.translation)


def _refuse(
    field: Literal["there", "lacks"], told: str, quotes: Sequence[SaidQuote], step: _Step
) -> RefusedSentence | None:
    found = find_unsaid(told, quotes, step.plain) if told else None
    return RefusedSentence(field=field, text=told, word=found.word, why=found.why) if found else None


def _describe_choice(items: Sequence[Evidence], interview: Interview) -> str:
    chosen = dict.fromkeys(item.speaker for item in items if item.basis == "chosen")
    names = join_with_and([interview.get_person(speaker).byline for speaker in chosen])
    held = any(item.claimed is not None for item in items)
    return f"Chosen by {names}, beside their own words." + (" Held until something shows it." if held else "")


def describe_unsaid_step(rating: Rating, criterion: Criterion, unmet: str = "") -> str:
    """What the next step asks for, as something that was not said; empty at the top, at the bottom, where people said
    that it isn't there, and where they disagree or chose the level themselves.

    `unmet` is the part of the step that wasn't; where it isn't one, the step stands whole.
    """
    settled = rating.disputed or rating.basis == "chosen"
    if not rating.level or settled or rating.level + 1 >= len(criterion.ladder):
        return ""
    step = criterion.ladder[rating.level + 1]
    part = " ".join(unmet.split()).strip(" .,;")
    if len(part.split()) >= _SHORTEST_PART and part.casefold() in step.casefold() and len(part) < len(step) - 1:
        return f"Rated at {rating.level} because “{part}” was not said."
    return f"Rated at {rating.level} because not all of this was said: “{step}”" if step else ""


def explain_rating(made: Assessment, rating: Rating, criterion: Criterion) -> Explanation:
    """What people are told of a rating, also of one from before its reasons were kept."""
    gap = rating.gap or describe_unsaid_step(rating, criterion)
    return Explanation(rating.there, list_telling_evidence(made, rating), gap, rating.disputed)


def list_telling_evidence(made: Assessment, rating: Rating) -> tuple[Evidence, ...]:
    """What a rating rests on, most telling first, each sentence once."""
    said = {item.id: item for item in made.evidence}
    quotes: dict[str, Evidence] = {}
    for item in (said[key] for key in rating.evidence_ids if key in said):
        quotes.setdefault(item.sentence, item)
    return tuple(quotes.values())


def collect_plain_claims(framework: Framework, only: Collection[str] | None = None) -> frozenset[str]:
    """The words that the framework asks in, but for the stages it tells apart: that it is in production somebody must
    have said. Its numbers and names are nobody's. `only`: ids of the criteria whose words are wanted."""
    stages = {stem(stage.name) for stage in framework.stages} - {_ITSELF}
    asked = (criterion for criterion in framework.criteria if only is None or criterion.id in only)
    texts = (text for c in asked for text in (c.name, c.asks, *c.ladder))
    return frozenset(claim for text in texts for claim in extract_claims(text) if not claim.startswith("#")) - stages
