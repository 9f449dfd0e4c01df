"""The modals: start a pilot, correct an answer, ask a colleague, challenge a rating."""

from collections.abc import Mapping, Sequence

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.model import Value
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn
from bot.slack.blocks.kit.elements import Block, View, context, modal, section
from bot.slack.blocks.kit.inputs import (
    ANSWER,
    asking_at_once,
    choice,
    field,
    grouped_choice,
    one_channel,
    one_person,
    option,
    people,
    text_input,
)
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import cleaned, level_bar, name, paragraphs, plain, shortened, size

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
UNKNOWN = "unknown"
"""The value of the choice that a criterion isn't known."""


class Draft(Value):
    """What is known of a pilot before the modal opens."""

    name: str = ""
    participants: tuple[str, ...] = ()
    channel: str | None = None


def start_pilot(draft: Draft, reference: Reference | None = None) -> View:
    called = shortened(cleaned(draft.name), PILOT_NAME) if draft.name.strip() else ""
    return modal(
        "start_pilot",
        "Start a pilot",
        [
            field("name", "What is the pilot called?", text_input(called, most=PILOT_NAME)),
            field(
                "purpose",
                "What is it for?",
                text_input(multiline=True, most=_PURPOSE, placeholder="In a sentence: what it does, and for whom"),
                optional=True,
            ),
            field(
                "leader",
                "Operational leader",
                one_person(placeholder="Whose results it changes"),
                hint="The person whose results the AI changes, not whoever runs the project.",
                optional=True,
            ),
            field(
                "participants",
                "Who takes part in the interview?",
                people(draft.participants, placeholder="Whoever can say how it works today"),
                hint="They answer together in the channel below, or each directly. You can ask others in later.",
            ),
            field(
                "leaders",
                "Who gets the weekly digest?",
                people(placeholder="Those who decide about it"),
                optional=True,
            ),
            field(
                "channel",
                "Channel",
                one_channel(draft.channel),
                hint="The interview runs there, and its members see the assessment. Empty: I ask each person directly.",
                optional=True,
            ),
        ],
        submit="Start",
        reference=reference,
    )


def correct_turn(interview: Interview, turn: Turn) -> View:
    """The answer as it was read, to be changed. A long one stands in several fields; one too long for them stays."""
    reference = Reference(interview=interview.id, turn=turn.id)
    parts = _parts(turn.text)
    question = interview.question(turn.question_id)
    asked = context(f"You were asked: {plain(question.text, 600)}") if question is not None else None
    if len(parts) > _PARTS:
        told = "This answer is too long to edit here. Edit your message instead, and I read it again."
        return modal("correct_turn", "Correct your answer", [asked, section(told)], reference=reference)
    fields = [field(f"{_PART}_{n}", _label(n), text_input(part, multiline=True)) for n, part in enumerate(parts)]
    hint = context("I read the new words from scratch; what I noted from the old ones no longer counts.")
    return modal("correct_turn", "Correct your answer", [asked, *fields, hint], submit="Save", reference=reference)


def _label(part: int) -> str:
    return "Your answer" if part == 0 else "… going on"


def _parts(text: str) -> list[str]:
    """The text in fields' sizes, parted at white space where there is some."""
    parts, rest = [], text.strip()
    while size(rest) > ANSWER:
        cut = min(len(rest), ANSWER)
        while size(rest[:cut]) > ANSWER:
            cut -= 1
        space = max(rest.rfind(" ", ANSWER // 2, cut), rest.rfind("\n", ANSWER // 2, cut))
        cut = space + 1 if space > 0 else cut
        parts.append(rest[:cut])
        rest = rest[cut:]
    return [*parts, rest]


def corrected_text(values: Mapping[str, str | None]) -> str:
    """What was submitted, by field, as one answer again."""
    ordered = sorted((n for n in values if n.startswith(f"{_PART}_")), key=lambda n: int(n.removeprefix(f"{_PART}_")))
    return " ".join(text.strip() for n in ordered if (text := values[n]) and text.strip())


def how_it_works(knowledge: Knowledge) -> View:
    """What `interview_how` opens: the passages about the interview itself."""
    told = [passage for passage in knowledge.passages if passage.id in ABOUT_THE_INTERVIEW]
    blocks = [section(f"*{plain(passage.title)}*\n{paragraphs(passage.text)}") for passage in told]
    return modal("how_it_works", "How this works", [*blocks, context(_ASK_BACK)])


def ask_colleague(interview: Interview, asked: Question) -> View:
    return modal(
        "ask_colleague",
        "Ask a colleague",
        [
            section(f"*{plain(asked.text, 1200)}*"),
            field("colleague", "Who knows this best?", one_person()),
            field(
                "note",
                "Anything they should know?",
                text_input(multiline=True, most=_PURPOSE),
                hint="I pass it on as you write it.",
                optional=True,
            ),
            context(
                f"I ask them this one question of _{name(interview.pilot.name)}_ and say that you named them. The "
                "interview goes on meanwhile."
            ),
        ],
        submit="Ask them",
        reference=Reference(interview=interview.id, question=asked.id),
    )


def challenge_rating(made: Assessment, framework: Framework, criterion: str | None = None) -> View:
    """Once a criterion is chosen, the modal is built again and shows what each of its levels says."""
    framework = framework.of(made.framework_version)
    known = criterion if criterion in framework.criterion_ids else None
    return modal(
        "challenge_rating",
        "Challenge a rating",
        [
            asking_at_once(field("criterion", "Which rating?", grouped_choice(_criteria(made, framework), known))),
            _ladder(made, framework, known) if known is not None else context(_CHOOSE),
            field("level", "Where does it stand in your view?", choice(_levels(framework))),
            field(
                "reason",
                "What makes you say so?",
                text_input(multiline=True, most=_REASON, placeholder="What is there, since when, who can show it"),
            ),
            context("I keep this with your name and the date, and show it beside the rating."),
        ],
        submit="Challenge",
        reference=Reference(assessment=made.id, pilot=made.pilot.id),
    )


def challenge_kept() -> View:
    """What the form becomes once it was sent. Whatever it was opened from closes with it: that is older now."""
    text = (
        "Your view stands beside the rating, with your name, the date and your reason; the team reads it in the "
        "interview's thread. The rating itself stays as it is until the next assessment."
    )
    return {**modal("challenge_kept", "Challenge a rating", [section(text)]), "clear_on_close": True}


def _criteria(made: Assessment, framework: Framework) -> Sequence[tuple[str, Sequence[dict[str, object]]]]:
    return [
        (
            pillar.name,
            [option(f"{c.name}: {framework.level_name(made.rating_of(c.id).level)}", c.id) for c in pillar.criteria],
        )
        for pillar in framework.pillars
    ]


def _levels(framework: Framework) -> list[dict[str, object]]:
    known = [option(f"{found.level} {found.name}", str(found.level)) for found in framework.levels]
    return [*known, option(f"{framework.unknown.name}: nobody here can say", UNKNOWN)]


def _ladder(made: Assessment, framework: Framework, criterion_id: str) -> Block:
    criterion = framework.criterion(criterion_id)
    now = made.rating_of(criterion_id).level
    steps = [
        f"{level_bar(level)} {level}: {plain(step, 400)}{' *(rated here)*' if level == now else ''}"
        for level, step in enumerate(criterion.ladder)
    ]
    return context("\n".join(steps))
