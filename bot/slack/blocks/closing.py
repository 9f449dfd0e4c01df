"""The end of an interview: what was understood, how well it fits, and that the rating is under way."""

from bot.domain.framework import Criterion, Framework, Pillar
from bot.domain.interview import Fit, Interview
from bot.domain.posting import Post
from bot.domain.rating import Standing, standing_of
from bot.slack.blocks.elements import Block, actions, button, context, post, section, together
from bot.slack.blocks.references import Reference
from bot.slack.blocks.text import DISAGREEMENT, DONE, WAITING, level_bar, listed, mention, name, quoted

_QUOTE = 60
FITS = {1: "1 not at all", 2: "2 partly", 3: "3 mostly", 4: "4 exactly"}
_SAYS = {
    1: "says it doesn't fit at all",
    2: "says it fits partly",
    3: "says it fits mostly",
    4: "says it fits exactly",
}


def summary(interview: Interview, framework: Framework) -> Post:
    """Here is what I understood, pillar by pillar, a line a criterion; what nobody could say comes last."""
    reference = Reference(interview=interview.id)
    lead = "Here is what I understood. Correct anything by replying, or by editing your message."
    return post(
        f"{name(interview.pilot.name)}: {lead} How well does it fit?",
        section(f"*{name(interview.pilot.name)}*\n{lead}"),
        *(section(_pillar(interview, pillar)) for pillar in framework.pillars),
        section("*How well does this fit?*"),
        fits(reference),
    )


def fits(reference: Reference) -> Block | None:
    """How well the summary fits, from 1 to 4."""
    return actions(*(button(label, f"fit_{score}", reference) for score, label in FITS.items()))


def summary_again(interview: Interview) -> Post:
    """After a correction: the same question, without repeating everything."""
    text = "Anything else to correct? If not: how well does what I understood fit now?"
    return post(text, section(text), fits(Reference(interview=interview.id)))


def summary_closed(interview: Interview) -> Post:
    """What the summary becomes once the interview is over; the assessment says the rest, with its quotes."""
    said = "".join(f" {mention(interview.person(fit.person))} {_SAYS[fit.score]}." for fit in interview.fits)
    text = f"The summary of _{name(interview.pilot.name)}_ is closed.{said}"
    return post(text, context(text))


def _pillar(interview: Interview, pillar: Pillar) -> str:
    stands = {criterion.id: standing_of(criterion.id, interview.evidence) for criterion in pillar.criteria}
    understood = [_understood(interview, c, found) for c in pillar.criteria if (found := stands[c.id]) is not None]
    unsaid = _unsaid([c for c in pillar.criteria if stands[c.id] is None])
    return "\n".join([f"*{pillar.name}*", *understood, *([unsaid] if unsaid else [])])


def _understood(interview: Interview, criterion: Criterion, standing: Standing) -> str:
    item = standing.evidence[-1]
    sign = f" {DISAGREEMENT}" if standing.disputed else ""
    words = f"{quoted(item.quote, _QUOTE)} ({mention(interview.person(item.speaker))})"
    return f"{level_bar(standing.level)}{sign} {criterion.name}: {words}"


def _unsaid(criteria: list[Criterion]) -> str:
    named = listed(f"_{criterion.name}_" for criterion in criteria)
    return f"{level_bar(None)} Nobody could say: {named}" if criteria else ""


def fit_noted(interview: Interview, fit: Fit) -> Post:
    """Thanks nobody, asks for what is missing, says what comes next."""
    who = mention(interview.person(fit.person))
    text = f"{who} {_SAYS[fit.score]}."
    if fit.score == 4:
        return post(text, context(text))
    text += " What is wrong or missing? Reply here, and I take it in before I rate."
    rate = button("Nothing to add: rate it now", "interview_rate", Reference(interview=interview.id))
    return post(text, context(text), actions(rate))


def rating_under_way(framework: Framework) -> Post:
    text = (
        f"{WAITING} I'm rating the {len(framework.criterion_ids)} criteria from what you said. The assessment comes "
        "here in about a minute."
    )
    return post(text, section(text))


def finished(interview: Interview, framework: Framework) -> Post:
    """Over, what stays unknown, and that the rating is under way."""
    return together(finished_early(interview, framework), rating_under_way(framework))


def finished_early(interview: Interview, framework: Framework) -> Post:
    """Somebody ended it: what isn't known stays unknown."""
    missing = [criterion.name for criterion in framework.criteria if criterion.id not in interview.known]
    text = f"{DONE} The interview is finished."
    if missing:
        text += f" Nobody has spoken of {listed(f'_{criterion}_' for criterion in missing)}: that stays unknown."
    return post(text, section(text))
