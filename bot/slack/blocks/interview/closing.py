"""The end of an interview: what was understood, how well it fits, and that the rating is under way."""

from bot.domain.assessment.rating import find_standing
from bot.domain.core.people import Person
from bot.domain.framework.framework import Criterion, Framework, Pillar
from bot.domain.interview.criterion_state import STATE_PHRASES, find_state
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import SummaryFeedback
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.interview.confirming import build_confirm_button, build_high_level_blocks
from bot.slack.blocks.interview.progress import format_progress
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import build_option, build_radio
from bot.slack.blocks.kit.phrases import (
    AT_RISK,
    DISAGREEMENT,
    DONE,
    WAITING,
    format_actor,
    format_bar,
    format_colleague_byline,
    format_list,
    format_mention,
    format_name,
    format_quote,
    format_said,
)
from bot.slack.blocks.kit.references import Reference, pack_reference

_UNREAD_QUOTE, _MOST_UNREAD = 60, 3
FITS = {1: "1 not at all", 2: "2 partly", 3: "3 mostly", 4: "4 exactly"}
_SAYS = {1: "says it doesn't fit at all", 2: "says it fits partly", 3: "says it fits mostly", 4: "says it fits exactly"}


def build_summary_message(interview: Interview, framework: Framework) -> MessageContent:
    """Here is what I understood: a line a criterion, how far it is and the words that rests on."""
    lead = "Here is what I understood. Correct anything by replying, or by editing your message."
    return kit.build_request(
        f"Correct or confirm: what I understood of {format_name(interview.pilot.name)}. How well does it fit?",
        *_build_understanding_blocks(interview, framework, lead),
        build_confirm_button(interview, framework),
        kit.build_section("*How well does this fit?*"),
        build_feedback_buttons(Reference(interview=interview.id)),
    )


def _build_understanding_blocks(interview: Interview, framework: Framework, lead: str) -> list[kit.Block]:
    if interview.follows is not None:
        return _build_reassessed_blocks(interview, framework, lead)
    return [
        kit.build_section(f"*{format_name(interview.pilot.name)}*\n{lead}"),
        *(kit.build_section(_format_pillar(interview, pillar)) for pillar in framework.pillars),
        *([kit.build_section(f"{AT_RISK}{unread}")] if (unread := format_unreadable_note(interview)) else []),
        *build_high_level_blocks(interview, framework),
        kit.build_context(" · ".join(f"{format_bar(level.level)} {level.name}" for level in framework.levels)),
    ]


def _build_reassessed_blocks(interview: Interview, framework: Framework, lead: str) -> list[kit.Block]:
    """Of a follow-up only what was said anew; the rest stands as it did."""
    alone = len({item.speaker for item in interview.evidence}) < 2
    told = [_format_criterion(interview, c, alone) for c in framework.criteria if c.id in interview.known_criteria]
    new = "\n".join(["*What is new*", *told]) if told else "*Nothing new* was said that I could rate."
    rest = "Everything else stands as it was assessed, marked as said before."
    return [
        kit.build_section(f"*{format_name(interview.pilot.name)}*\n{lead}"),
        kit.build_section(new),
        *build_high_level_blocks(interview, framework),
        kit.build_context(rest),
    ]


def build_feedback_buttons(reference: Reference) -> kit.Block | None:
    """How well the summary fits, from 1 to 4: all in sight alike, and one thing to press."""
    options = [build_option(label, f"fit_{score}") for score, label in FITS.items()]
    return kit.build_buttons({**build_radio(options), "action_id": f"{kit.MENU}{pack_reference(reference)}"})


def build_feedback_request_message(interview: Interview) -> MessageContent:
    """After a correction: the same question, without repeating everything."""
    text = "Anything else to correct? If not: how well does what I understood fit now?"
    return kit.build_request(text, kit.build_section(text), build_feedback_buttons(Reference(interview=interview.id)))


def build_closed_feedback_message() -> MessageContent:
    """What that question becomes once the interview is over."""
    return kit.build_note("The interview is over; what I understood stands above.")


def build_closed_summary_message(interview: Interview, framework: Framework) -> MessageContent:
    """What the summary becomes once the interview is over: the same to be read, with who said how well it fits."""
    said = " ".join(f"{format_mention(interview.get_person(fit.person))} {_SAYS[fit.score]}." for fit in interview.fits)
    lead = "This is what I understood."
    return kit.build_message(
        f"{format_name(interview.pilot.name)}: {lead} {said}".strip(),
        *_build_understanding_blocks(interview, framework, lead),
        kit.build_context(said) if said else None,
    )


def _format_pillar(interview: Interview, pillar: Pillar) -> str:
    alone = len({turn.speaker for turn in interview.turns}) < 2
    lines = [_format_criterion(interview, criterion, alone) for criterion in pillar.criteria]
    return "\n".join([f"*{pillar.name}*", *lines])


def _format_criterion(interview: Interview, criterion: Criterion, alone: bool) -> str:
    """`alone`: one person said everything, so that nobody wonders whose words they are."""
    standing = find_standing(criterion.id, interview.evidence)
    if standing is None:
        state = find_state(interview, criterion.id)
        return f"{format_bar(None)} {criterion.name}: {STATE_PHRASES.get(state, 'unknown so far')}"
    item = standing.get_key_evidence()
    sign = f"{DISAGREEMENT} " if standing.disputed else ""
    whose = "" if alone else f" ({format_colleague_byline(interview.get_person(item.speaker), interview.people)})"
    return f"{format_bar(standing.level)} {sign}{criterion.name}: {format_said(item)}{whose}"


def build_feedback_recorded_message(
    interview: Interview, fit: SummaryFeedback, lead: Person | None = None, reader: str | None = None
) -> MessageContent:
    """Thanks nobody, asks for what is missing, says what comes next. `lead`: who may say that it is finished, where
    whoever judged may not. `reader`: in whose direct messages it stands."""
    text = said = f"{_format_judgement(interview, fit, reader)}."
    if interview.status == "closed":
        return kit.build_note(text)
    if fit.score == 4:
        text += f" I rate it once {format_mention(lead)} says so too." if lead is not None else ""
        return kit.build_note(text)
    text += " What is wrong or missing? Reply here, and I take it in before I rate."
    text += f" I rate it once {format_mention(lead)} says so." if lead is not None else ""
    reference, whom = Reference(interview=interview.id), (fit.person,)
    rate = (
        kit.build_button("Nothing to add: rate it now", "interview_rate", reference, only_for=whom)
        if not lead
        else None
    )
    return kit.build_message(f"What is wrong or missing? {said}", kit.build_context(text), kit.build_buttons(rate))


def _format_judgement(interview: Interview, fit: SummaryFeedback, reader: str | None) -> str:
    """Dana says it fits mostly."""
    says = _SAYS[fit.score] if fit.person != reader else f"say{_SAYS[fit.score].removeprefix('says')}"
    return f"{format_actor(interview.get_person(fit.person), reader)} {says}"


def build_confirm_finish_message(interview: Interview, framework: Framework) -> MessageContent:
    """It ends for everybody, so what merely sounds like it is asked about."""
    known = "; ".join([format_progress(interview, framework), *_count_states(interview, framework)])
    if interview.status == "closed":
        return kit.build_message(known, kit.build_context(f"Finished with {known}."))
    text = f"Shall I finish the interview for everybody and rate it? {known}."
    text += format_unreadable_note(interview)
    reference = Reference(interview=interview.id)
    rate = kit.build_button("Finish and rate", "interview_rate", reference)
    pause = kit.build_button("Pause instead", "interview_pause", reference)
    return kit.build_request(text, kit.build_section(text), kit.build_buttons(rate, pause))


def build_rating_started_message(framework: Framework) -> MessageContent:
    return kit.build_text_message(
        f"{WAITING} I'm rating the {len(framework.criterion_ids)} criteria from what you said. The assessment comes "
        "here in about a minute."
    )


def build_finished_message(
    interview: Interview, framework: Framework, fit: SummaryFeedback | None = None, reader: str | None = None
) -> MessageContent:
    """Over, what stays unknown, and that the rating is under way. `fit`: the judgement that ended it."""
    return kit.merge_messages(
        build_finished_early_message(interview, framework, fit, reader), build_rating_started_message(framework)
    )


def build_finished_early_message(
    interview: Interview, framework: Framework, fit: SummaryFeedback | None = None, reader: str | None = None
) -> MessageContent:
    """Somebody ended it: what isn't known stays unknown."""
    why = f"{_format_judgement(interview, fit, reader)}: the" if fit is not None else "The"
    text = f"{DONE} {why} interview is finished."
    unknown = format_list(_count_states(interview, framework))
    if unknown:
        text += f" Still open of {len(framework.criterion_ids)}: {unknown}. You can go on with that at any time."
    return kit.build_text_message(text + format_unreadable_note(interview))


def format_unreadable_note(interview: Interview) -> str:
    """Which answers do not count, as they were not read; begins with a space, empty where there are none."""
    unread = interview.unreadable_turns
    if not unread:
        return ""
    quotes = format_list([format_quote(turn.text, _UNREAD_QUOTE) for turn in unread], _MOST_UNREAD)
    counts = (
        "Not read, and so not counted" if len(unread) == 1 else f"{len(unread)} answers not read, and so not counted"
    )
    return f" {counts}: {quotes}."


def _count_states(interview: Interview, framework: Framework) -> list[str]:
    """12 not asked yet; nothing in a follow-up, of which only the rechecks count."""
    if interview.follows is not None:
        return []
    states = [find_state(interview, criterion) for criterion in framework.criterion_ids]
    return [f"{count} {why}" for state, why in STATE_PHRASES.items() if state and (count := states.count(state))]
