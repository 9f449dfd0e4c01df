"""The modals: start a pilot, correct an answer, ask a colleague, challenge a rating."""

from collections.abc import Iterator, Mapping

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.model import Value
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import (
    ANSWER,
    build_channel_select,
    build_grouped_select,
    build_input,
    build_labeled_select,
    build_option,
    build_paragraph_input,
    build_people_select,
    build_person_select,
    build_select,
    build_text_input,
    dispatch_on_change,
)
from bot.slack.blocks.kit.phrases import AT_RISK, format_bar, format_name
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import clean_line, count_utf16_units, escape_paragraphs, escape_text, shorten_text

PILOT_NAME = 120
_PURPOSE = 500
_REASON = 1000
_PARTS = 5
_PART = "answer"
ABOUT_THE_INTERVIEW = (
    "interview.how_it_works",
    "interview.who_sees",
    "interview.corrections",
    "interview.disagreement",
)
_ASK_BACK = "Ask me anything else in the thread: a message that asks me something is answered, then we go on."
_CHOOSE = "Choose one, and I show what each of its levels says."
BY_ROLE, ANYONE = "by_role", "anyone"
"""Whether each is asked what they likely know best."""
UNKNOWN = "unknown"
"""The value of the choice that a criterion isn't known."""


class PilotDraft(Value):
    """What is known of a pilot before the modal opens."""

    name: str = ""
    participants: tuple[str, ...] = ()
    channel: str | None = None
    """Where whoever starts it stands."""
    private: bool | None = None
    """Whether that is a private one; None: it isn't known."""


def build_start_pilot_modal(draft: PilotDraft) -> kit.View:
    called = shorten_text(clean_line(draft.name), PILOT_NAME) if draft.name.strip() else ""
    return kit.build_modal(
        "start_pilot",
        "Start a pilot",
        build_input("name", "What is the pilot called?", build_text_input(called, most=PILOT_NAME)),
        build_paragraph_input(
            "purpose",
            "What is it for?",
            _PURPOSE,
            placeholder="In a sentence: what it does, and for whom",
            optional=True,
        ),
        *_build_people_inputs(draft),
        build_input(
            "channel",
            "Channel",
            build_channel_select(draft.channel),
            hint="The interview runs there, and its members see the assessment. Empty: I ask each person directly.",
            optional=True,
        ),
        _build_channel_note(draft),
        submit="Start",
    )


def _build_channel_note(draft: PilotDraft) -> kit.Block | None:
    """Who would read along where the form stands filled in already."""
    if draft.channel is None:
        return None
    readers = {
        True: "It is private: those in it read along.",
        False: "It is public: everybody in this workspace can read along.",
        None: "Whoever can read it reads along.",
    }[draft.private]
    return kit.build_context(
        f"{AT_RISK} Filled in already is <#{draft.channel}>, where you are. {readers} Clear it, and I ask each person "
        "in their own direct messages."
    )


def _build_people_inputs(draft: PilotDraft) -> list[kit.Block]:
    return [
        build_input(
            "leader",
            "Operational leader",
            build_person_select(placeholder="Whose results it changes"),
            hint="The person whose results the AI changes, not whoever runs the project.",
            optional=True,
        ),
        build_input(
            "participants",
            "Who takes part in the interview?",
            build_people_select(draft.participants, placeholder="Whoever can say how it works today"),
            hint="They answer together in the channel below, or each directly. You can ask others in later. I can't "
            "write to guests, people of other organisations or apps; of guests, I read what they say in a channel.",
        ),
        build_input(
            "asking",
            "Who is asked what?",
            build_labeled_select([("Each what they likely know best", BY_ROLE), ("Anyone anything", ANYONE)], BY_ROLE),
            hint="By the part they have here, by their title, and by what they say. Others may answer all the same.",
        ),
        build_input(
            "leaders",
            "Who is offered the weekly digest?",
            build_people_select(placeholder="Those who decide about it"),
            hint="I ask each of them once, and send it to whoever says yes.",
            optional=True,
        ),
    ]


def build_correction_modal(interview: Interview, turn: Turn) -> kit.View:
    """The answer as it was read, to be changed. A long one stands in several fields; one too long for them stays."""
    reference = Reference(interview=interview.id, turn=turn.id)
    parts = _split_answer(turn.text)
    question = interview.find_question(turn.question_id)
    asked = kit.build_context(f"You were asked: {escape_text(question.text, 600)}") if question is not None else None
    title = "Correct your answer"
    if len(parts) > _PARTS:
        told = "This answer is too long to edit here. Edit your message instead, and I read it again."
        return kit.build_modal("correct_turn", title, asked, kit.build_section(told), reference=reference)
    fields = [
        build_input(f"{_PART}_{n}", "… going on" if n else "Your answer", build_text_input(part, multiline=True))
        for n, part in enumerate(parts)
    ]
    hint = kit.build_context("I read the new words from scratch; what I noted from the old ones no longer counts.")
    return kit.build_modal("correct_turn", title, asked, *fields, hint, submit="Save", reference=reference)


def _split_answer(text: str) -> list[str]:
    """The text in fields' sizes, parted at white space where there is some."""
    parts, rest = [], text.strip()
    while count_utf16_units(rest) > ANSWER:
        cut = min(len(rest), ANSWER)
        while count_utf16_units(rest[:cut]) > ANSWER:
            cut -= 1
        space = max(rest.rfind(" ", ANSWER // 2, cut), rest.rfind("\n", ANSWER // 2, cut))
        cut = space + 1 if space > 0 else cut
        parts.append(rest[:cut])
        rest = rest[cut:]
    return [*parts, rest]


def join_corrected_text(values: Mapping[str, str | None]) -> str:
    """What was submitted, by field, as one answer again."""
    ordered = sorted((n for n in values if n.startswith(f"{_PART}_")), key=lambda n: int(n.removeprefix(f"{_PART}_")))
    return " ".join(text.strip() for n in ordered if (text := values[n]) and text.strip())


def build_interview_help_modal(knowledge: Knowledge) -> kit.View:
    """What `interview_how` opens: the passages about the interview itself."""
    told = [passage for passage in knowledge.passages if passage.id in ABOUT_THE_INTERVIEW]
    blocks = [kit.build_section(f"*{escape_text(p.title)}*\n{escape_paragraphs(p.text)}") for p in told]
    return kit.build_modal("how_it_works", "How this works", *blocks, kit.build_context(_ASK_BACK))


def build_ask_colleague_modal(interview: Interview, asked: Question) -> kit.View:
    return kit.build_modal(
        "ask_colleague",
        "Ask a colleague",
        kit.build_section(f"*{escape_text(asked.text, 1200)}*"),
        build_input("colleague", "Who knows this best?", build_person_select()),
        build_paragraph_input(
            "note", "Anything they should know?", _PURPOSE, hint="I pass it on as you write it.", optional=True
        ),
        kit.build_context(
            f"I ask them this one question of _{format_name(interview.pilot.name)}_ and say that you named them. "
            "The interview goes on meanwhile."
        ),
        submit="Ask them",
        reference=Reference(interview=interview.id, question=asked.id),
    )


def build_challenge_modal(made: Assessment, framework: Framework, criterion: str | None = None) -> kit.View:
    """Once a criterion is chosen, the modal is built again and shows what each of its levels says."""
    framework = framework.get_version(made.framework_version)
    known = criterion if criterion in framework.criterion_ids else None
    return kit.build_modal(
        "challenge_rating",
        "Challenge a rating",
        dispatch_on_change(
            build_input(
                "criterion", "Which rating?", build_grouped_select(tuple(_build_groups(made, framework)), known)
            )
        ),
        _build_ladder_block(made, framework, known) if known is not None else kit.build_context(_CHOOSE),
        build_input("level", "Where does it stand in your view?", build_select(_build_level_options(framework))),
        build_paragraph_input(
            "reason", "What makes you say so?", _REASON, placeholder="What is there, since when, who can show it"
        ),
        kit.build_context("I keep this with your name and the date, and show it beside the rating."),
        submit="Challenge",
        reference=Reference(assessment=made.id, pilot=made.pilot.id),
    )


def build_saved_modal() -> kit.View:
    """What the form becomes once it was sent. Whatever it was opened from closes with it: that is older now."""
    text = (
        "Your view stands beside the rating, with your name, the date and your reason; the team reads it in the "
        "interview's thread. The rating itself stays as it is until the next assessment."
    )
    return {**kit.build_modal("challenge_kept", "Challenge a rating", kit.build_section(text)), "clear_on_close": True}


def _build_groups(made: Assessment, framework: Framework) -> Iterator[tuple[str, list[kit.Element]]]:
    for pillar in framework.pillars:
        rated = ((c, framework.get_level_name(made.get_rating(c.id).level)) for c in pillar.criteria)
        yield pillar.name, [build_option(f"{c.name}: {level}", c.id) for c, level in rated]


def _build_level_options(framework: Framework) -> list[dict[str, object]]:
    known = [build_option(f"{found.level} {found.name}", str(found.level)) for found in framework.levels]
    return [*known, build_option(f"{framework.unknown.name}: nobody here can say", UNKNOWN)]


def _build_ladder_block(made: Assessment, framework: Framework, criterion_id: str) -> kit.Block:
    criterion = framework.get_criterion(criterion_id)
    now = made.get_rating(criterion_id).level
    steps = [
        f"{format_bar(level)} {level}: {escape_text(step, 400)}{' *(rated here)*' if level == now else ''}"
        for level, step in enumerate(criterion.ladder)
    ]
    return kit.build_context("\n".join(steps))
