"""What the model must return. The descriptions of the fields are part of the prompt: word them as such."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.framework.framework import FactKind
from bot.domain.inquiry.worded_answer import InquiryIntent
from bot.domain.interview.answer_mapping import Intent
from bot.domain.interview.evidence import OwnerStance
from bot.llm.vocabulary import OneOf

CriterionId = Annotated[str, OneOf("criteria")]
TrapId = Annotated[str, OneOf("traps")]
PassageId = Annotated[str, OneOf("passages")]
LevelRead = Literal[0, 1, 2, 3, 4]
DetailKey = Literal[
    "direction",
    "interface",
    "owner",
    "state",
    "tier",
    "decider",
    "boundary",
    "escalation",
    "time",
    "criterion",
    "baseline",
    "target",
    "measured",
    "role",
    "what",
    "kind",
    "until",
    "day",
    "first_day",
]


class Returned(BaseModel):
    """Every field is required and nothing may be added: what strict structured output asks for."""

    model_config = ConfigDict(extra="forbid")


class ReadingReturned(Returned):
    """What each field means stands in the prompt, and is not said twice."""

    criterion: CriterionId
    quotes: list[str]
    reasoning: str
    level: LevelRead | None
    in_passing: bool
    corrects: bool
    disputes: bool
    contradicts: CriterionId | None


class DetailReturned(Returned):
    key: DetailKey
    value: str


class FactReturned(Returned):
    kind: FactKind
    name: str
    quote: str
    adds_to: str | None
    details: list[DetailReturned]


class OwnerReturned(Returned):
    person: str
    claim: OwnerStance
    quote: str


class SignalReturned(Returned):
    trap: TrapId
    quote: str


class ProbeReturned(Returned):
    criterion: CriterionId
    text: str


class MappingReturned(Returned):
    """What was heard in one message."""

    intent: Intent
    readings: list[ReadingReturned]
    facts: list[FactReturned]
    owners: list[OwnerReturned]
    signals: list[SignalReturned]
    probes: list[ProbeReturned]
    wording: str | None
    language: str | None
    colleague: str | None
    question_back: str | None


class RatingReturned(Returned):
    criterion: CriterionId
    evidence_ids: list[str] = Field(description="Of the evidence that carries the level, most telling first.")
    reasoning: str = Field(
        description="At most 30 words: from step 4 down which parts are met, until one is met whole."
    )
    level: LevelRead | None = Field(description="Null only when nothing in the evidence bears on the criterion.")
    there: str = Field(description="One short plain sentence to the team: what is there.")
    lacks: str = Field(description="One short plain sentence to the team: what the next step lacks; empty at level 4.")
    unmet: str = Field(description="The part of the next step that is not met, copied from the step; else empty.")


class ReviewReturned(Returned):
    """The ratings of one pillar."""

    ratings: list[RatingReturned]


class AnswerReturned(Returned):
    """An answer to what a person asked."""

    passages: list[PassageId] = Field(description="The passages that the answer rests on, most important first.")
    text: str = Field(description="At most 90 words, plain, said to the person.")


class ClaimReturned(Returned):
    text: str = Field(description="One plain sentence that the entries carry, in their words.")
    entries: list[str] = Field(description="The ids of the entries that it rests on, copied.")


class InquiryReturned(Returned):
    """An answer from the record."""

    asks: InquiryIntent
    claims: list[ClaimReturned] = Field(description="Empty where the entries don't answer it, or nothing was asked.")


class EditReturned(Returned):
    old: str = Field(description="Words of the original, copied.")
    new: str = Field(description="What stands in their place, wherever they stand in the texts.")
    said_in: str = Field(description="The id of the place where what is new was said; else empty.")


class TranslationsReturned(Returned):
    """The texts, translated."""

    texts: list[str] = Field(description="One translation a text, in the order given.")


class ActionReturned(Returned):
    id: str
    edits: list[EditReturned]


class RiskReturned(Returned):
    id: str
    edits: list[EditReturned]


class TailoringReturned(Returned):
    """The plan in this team's words."""

    summary: list[str] = Field(description="One sentence an entry; empty unless a summary is asked for.")
    actions: list[ActionReturned] = Field(description="Those only in which something changes.")
    risks: list[RiskReturned] = Field(description="Likewise.")
