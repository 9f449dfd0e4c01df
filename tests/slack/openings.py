"""What is said when a pilot is started, for the gallery: to those who are asked, to those who are told, to the lead."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.asking.invitation import build_receipt
from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.slack.blocks.interview import questions
from bot.slack.blocks.kit.elements import merge_messages
from bot.slack.blocks.opening import invitations, opening
from tests.slack import samples
from tests.slack.plain_text import Shown
from tests.slack.samples import DEE, MARIEKE, RUUD, TEAM, TOMASZ

IN_CHANNEL = TEAM.model_copy(update={"owner": RUUD.id, "purpose": "Checks carrier invoices before they are paid"})
DIRECT = IN_CHANNEL.model_copy(update={"channel": None})


def opening_up(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    interview, renewed = samples.an_interview(knowledge), samples.a_follow_up(knowledge)
    first = questions.build_question_message(interview, interview.questions[0], knowledge.framework)
    what = questions.build_question_message(renewed, renewed.questions[-1], knowledge.framework)
    untouched = interview.model_copy(update={"turns": (), "passes": ()})
    yield "Opening, in a channel", merge_messages(opening.build_opening_message(interview, IN_CHANNEL, None), first)
    for who, to in (("somebody", MARIEKE), ("the lead", DEE)):
        yield f"Opening, to {who}", merge_messages(opening.build_opening_message(interview, DIRECT, to.id), first)
    yield "Asked again, in a channel", merge_messages(opening.build_opening_message(renewed, IN_CHANNEL, None), what)
    yield "Receipt, nothing back", invitations.build_receipt_message(build_receipt(DIRECT, untouched))
    away = DIRECT.decline(RUUD.id, "owner").model_copy(update={"unreachable": (TOMASZ.id,)})
    for status in ("open", "paused", "closed"):
        at = interview.model_copy(update={"status": status})
        yield f"Receipt, {status}", invitations.build_receipt_message(build_receipt(DIRECT, at))
    yield "Receipt, declined", invitations.build_receipt_message(build_receipt(away, interview))
    settings, day = DigestSettings(person=RUUD.id), datetime(2026, 12, 7, 9)
    yield "Named", invitations.build_named_message(DIRECT, RUUD, settings, day)
    yield "Named, in a channel", invitations.build_named_message(IN_CHANNEL, RUUD, settings, day)
    declined = DIRECT.decline(RUUD.id, "digest").decline(RUUD.id, "owner")
    yield "Named, and declined", invitations.build_named_message(declined, RUUD, settings, day)
    yield "Owner declined", invitations.build_owner_declined_message(declined, RUUD)
    yield "Not in the channel", invitations.build_channel_invitation_message(IN_CHANNEL, MARIEKE)
    yield "Who isn't reached", invitations.build_absent_people_message(IN_CHANNEL, (TOMASZ,), (MARIEKE,))
