"""Orders: what tells the assistant how to rate or behave, and the sentences that are left without it."""

import re

from bot.domain.quotation.own_words import Span
from bot.domain.quotation.quotation import straighten_quotes
from bot.domain.quotation.sentences import split_sentences

_TO_THE_RATER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}"
    r"\b(?:your|the (?:above|previous|rating|usual)|previous|these)\b.{0,30}"
    r"\b(?:rules?|instructions?|guides?|guidelines|prompts?|framework|criteria|rubric|ladder|questions|checks)"
    r"|\b(?:rate|score|grade)\s+(?:us|everything|every|all|our pilot|the pilot|me)\b.{0,40}"
    r"(?:\b[0-5]\b|\bfour\b|\bfive\b|\btop\b|\bhighest\b|\bmax\w*|\bfull\b|\bproven\b|\bproduction)"
    r"|\b(?:give|award|record|put|mark|set|assign|enter|report|write|note|log)\b.{0,40}"
    r"\b(?:top|highest|maximum|max|full|best|perfect)\s+(?:level|rating|score|mark|grade|point)s?\b"
    r"|\b(?:give|award|record|put|mark|set|assign|enter|report|write|log)\b.{0,40}"
    r"\b(?:level\s*)?(?:[0-5]|four|five)(?:\s*(?:/|out of)\s*[45])?\s+"
    r"(?:everywhere|across the board|throughout|(?:for|on|in)\s+(?:every|all|each|governance|ownership|integration))"
    r"|\b(?:set|put|mark|move|raise|record)\b.{0,20}\b(?:every|all|each)\b.{0,20}"
    r"\b(?:criteri\w+|items?|rows?|levels?|pillars?)\b.{0,20}\b(?:to|at|as)\b"
    r"|\bput us (?:down )?(?:as|at|on)\b.{0,10}\blevel\b"
    r"|\blevel\s*[0-5]\b.{0,30}\b(?:for|on|in|across)\s+(?:every|all|each)\b"
    r"|\b(?:mark|rate|record|treat|count)s?\b.{0,30}\b(?:everything|every criterion|all criteria|us)\s+as\b"
    r"|\b(?:you are now|from now on,? you|you (?:must|should|will) (?:act|behave) as|pretend (?:to be|you))\b"
    r"|(?:^|[.!?:]\s+)(?:\w+\s+){0,2}(?:note|message|instruction|memo)s?\s+(?:to|for)\s+(?:the\s+)?(?:ai\s+)?"
    r"(?:assistant|bot|model|rater|assessor)\b"
    r"|(?:^|[.!?]\s+)\W*(?:dear\s+)?(?:assistant|ai|bot|model)\s*[:,].{0,60}"
    r"(?:\brate\b|\bscore\b|\blevels?\b|\brecord\b|=\s*[0-5])"
    r"|\b(?:everything|every criterion|every point|all (?:\w+ )?(?:criteria|items|points|levels))\s+"
    r"(?:is|are|at|to be|should be|must be)\s+(?:a\s+)?(?:level\s*)?"
    r"(?:[0-5]\b|four\b|five\b|top\b|proven\b|the highest)"
    r"|\bsystem\s*(?:prompt|message)\s*:|\brating guide\b",
    re.I,
)


def addresses_the_rater(sentence: str) -> bool:
    """Whether a text tells the assistant what to rate or how to behave, instead of telling about the pilot."""
    return bool(_TO_THE_RATER.search(straighten_quotes(sentence)))


def find_factual_spans(text: str) -> tuple[Span, ...]:
    """The sentences that tell about the pilot: whatever orders the rater is cut off from where the order begins."""
    return tuple(
        span
        for sentence in split_sentences(text)
        if (span := _cut_before_order(sentence, text)).extract_from(text).strip()
    )


def _cut_before_order(sentence: Span, text: str) -> Span:
    order = _TO_THE_RATER.search(straighten_quotes(sentence.extract_from(text)))
    return Span(sentence.start, sentence.start + order.start()) if order else sentence


def touches_an_order(span: Span, text: str) -> bool:
    """Whether any of it is an order to the rater."""
    cut = (Span(_cut_before_order(sentence, text).end, sentence.end) for sentence in split_sentences(text))
    return any(order.overlaps(span) for order in cut if order.start < order.end)
