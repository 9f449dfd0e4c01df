"""The end of an interview: what was understood, how well it fits, and that the rating is under way."""

from bot.domain.assessment.rating import standing_of
from bot.domain.core.people import Person
from bot.domain.framework.framework import Criterion, Framework, Pillar
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Fit
from bot.domain.messaging.message import Post
from bot.slack.blocks.kit.elements import Block, actions, button, context, post, section, together
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import DISAGREEMENT, DONE, WAITING, called, level_bar, listed, mention, name, quoted

_QUOTE = 100
FITS = {1: "1 not at all", 2: "2 partly", 3: "3 mostly", 4: "4 exactly"}
_SAYS = {
    1: "says it doesn't fit at all",
    2: "says it fits partly",
    3: "says it fits mostly",
    4: "says it fits exactly",
}


def summary(interview: Interview, framework: Framework) -> Post:
    """Here is what I understood: a line a criterion, how far it is and the words that rests on."""
    lead = "Here is what I understood. Correct anything by replying, or by editing your message."
    return post(
        f"{name(interview.pilot.name)}: {lead} How well does it fit?",
        *_understanding(interview, framework, lead),
        section("*How well does this fit?*"),
        fits(Reference(interview=interview.id)),
    )


def _understanding(interview: Interview, framework: Framework, lead: str) -> list[Block]:
    if interview.follows is not None:
        return _understanding_again(interview, framework, lead)
    return [
        section(f"*{name(interview.pilot.name)}*\n{lead}"),
        *(section(_pillar(interview, pillar)) for pillar in framework.pillars),
        context(" · ".join(f"{level_bar(level.level)} {level.name}" for level in framework.levels)),
    ]


def _understanding_again(interview: Interview, framework: Framework, lead: str) -> list[Block]:
    """Of a follow-up only what was said anew; the rest stands as it did."""
    alone = len({item.speaker for item in interview.evidence}) < 2
    told = [_understood(interview, c, alone) for c in framework.criteria if c.id in interview.known]
    new = "\n".join(["*What is new*", *told]) if told else "*Nothing new* was said that I could rate."
    rest = "Everything else stands as it was assessed, marked as said before."
    return [section(f"*{name(interview.pilot.name)}*\n{lead}"), section(new), context(rest)]


def fits(reference: Reference) -> Block | None:
    """How well the summary fits, from 1 to 4."""
    return actions(*(button(label, f"fit_{score}", reference) for score, label in FITS.items()))


def summary_again(interview: Interview) -> Post:
    """After a correction: the same question, without repeating everything."""
    text = "Anything else to correct? If not: how well does what I understood fit now?"
    return post(text, section(text), fits(Reference(interview=interview.id)))


def summary_again_closed() -> Post:
    """What that question becomes once the interview is over."""
    text = "The interview is over; what I understood stands above."
    return post(text, context(text))


def summary_closed(interview: Interview, framework: Framework) -> Post:
    """What the summary becomes once the interview is over: the same to be read, with who said how well it fits."""
    said = " ".join(f"{mention(interview.person(fit.person))} {_SAYS[fit.score]}." for fit in interview.fits)
    lead = "This is what I understood."
    return post(
        f"{name(interview.pilot.name)}: {lead} {said}".strip(),
        *_understanding(interview, framework, lead),
        context(said) if said else None,
    )


def _pillar(interview: Interview, pillar: Pillar) -> str:
    alone = len({turn.speaker for turn in interview.turns}) < 2
    lines = [_understood(interview, criterion, alone) for criterion in pillar.criteria]
    return "\n".join([f"*{pillar.name}*", *lines])


def _understood(interview: Interview, criterion: Criterion, alone: bool) -> str:
    """`alone`: one person said everything, so that nobody wonders whose words they are."""
    standing = standing_of(criterion.id, interview.evidence)
    if standing is None:
        return f"{level_bar(None)} {criterion.name}: unknown so far"
    item = standing.voiced()
    sign = f"{DISAGREEMENT} " if standing.disputed else ""
    whose = "" if alone else f" ({called(interview.person(item.speaker), interview.people)})"
    return f"{level_bar(standing.level)} {sign}{criterion.name}: {quoted(item.quote, _QUOTE)}{whose}"


def fit_noted(interview: Interview, fit: Fit, lead: Person | None = None) -> Post:
    """Thanks nobody, asks for what is missing, says what comes next. `lead`: who may say that it is finished, where
    whoever judged may not."""
    text = f"{mention(interview.person(fit.person))} {_SAYS[fit.score]}."
    if interview.status == "closed":
        return post(text, context(text))
    if fit.score == 4:
        text += f" I rate it once {mention(lead)} says so too." if lead is not None else ""
        return post(text, context(text))
    text += " What is wrong or missing? Reply here, and I take it in before I rate."
    rate = button("Nothing to add: rate it now", "interview_rate", Reference(interview=interview.id))
    return post(text, context(text), actions(rate))


def shall_i_finish(interview: Interview, framework: Framework) -> Post:
    """It ends for everybody, so what merely sounds like it is asked about."""
    known = f"{len(interview.known)} of {len(framework.criterion_ids)} known"
    if interview.status == "closed":
        return post(known, context(f"Finished with {known}."))
    text = f"Shall I finish the interview for everybody and rate it? {known}; what isn't stays unknown."
    reference = Reference(interview=interview.id)
    return post(
        text,
        section(text),
        actions(
            button("Finish and rate", "interview_rate", reference),
            button("Pause instead", "interview_pause", reference),
        ),
    )


def rating_under_way(framework: Framework) -> Post:
    text = (
        f"{WAITING} I'm rating the {len(framework.criterion_ids)} criteria from what you said. The assessment comes "
        "here in about a minute."
    )
    return post(text, section(text))


def finished(interview: Interview, framework: Framework, fit: Fit | None = None) -> Post:
    """Over, what stays unknown, and that the rating is under way. `fit`: the judgement that ended it."""
    return together(finished_early(interview, framework, fit), rating_under_way(framework))


def finished_early(interview: Interview, framework: Framework, fit: Fit | None = None) -> Post:
    """Somebody ended it: what isn't known stays unknown."""
    known = interview.known if interview.follows is None else set(framework.criterion_ids)
    missing = [criterion.name for criterion in framework.criteria if criterion.id not in known]
    why = f"{mention(interview.person(fit.person))} {_SAYS[fit.score]}: the" if fit is not None else "The"
    text = f"{DONE} {why} interview is finished."
    if missing:
        nothing = f" I have nothing to go by for {listed(f'_{criterion}_' for criterion in missing)}:"
        text += f"{nothing} {'that stays' if len(missing) == 1 else 'these stay'} unknown."
    return post(text, section(text))
