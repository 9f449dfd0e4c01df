"""What those named for a pilot are told of their part and may decline; and what whoever started it is told of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot.domain.asking.invitation import InformedPerson, InvitationReceipt, InvitedPerson, list_parts
from bot.domain.core.people import Person
from bot.domain.core.team import Part, Team
from bot.domain.digest.settings import DigestSettings
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import AT_RISK, format_list, format_mention, format_name
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.opening.opening import describe_as_called, describe_readers
from bot.slack.blocks.opening.stopped_requests import build_stop_menu
from bot.wording.formatter import capitalize_first, format_count, format_day

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DECLINING: dict[Part, str] = {
    "owner": "*Not me* tells {lead}, and I propose you no longer{more}; it says nothing about who owns the work.",
    "digest": "*No digest* means that you get none of this pilot; what you may look up stays the same.",
}


# --- to whoever started it ----------------------------------------------------------------------------


def build_receipt_message(receipt: InvitationReceipt) -> MessageContent:
    """How far those who were asked are; it is renewed whenever that changes."""
    lines = [
        _describe_invited([one for one in receipt.invited if one.reachable], receipt.status == "closed"),
        _describe_informed(receipt.informed),
        *(_describe_declined(one) for one in receipt.informed if one.declined),
        {"open": "", "paused": "The interview is paused.", "closed": "The interview is finished."}[receipt.status],
    ]
    told = " ".join(line for line in lines if line)
    away = _build_unreachable_block(receipt.team, receipt.unreachable)
    line = f"_{format_name(receipt.team.pilot.name)}_ · {told}"
    return kit.build_message(line, kit.build_section(line) if told else None, away)


def _describe_invited(invited: Sequence[InvitedPerson], over: bool) -> str:
    if not invited:
        return ""
    if not any(one.replied for one in invited):
        whom = format_list(format_mention(one.person) for one in invited)
        return f"Asked {whom}; nothing {'came back' if over else 'back yet'}."
    told = [_describe_answers(one) for one in invited if one.replied]
    silent = [format_mention(one.person) for one in invited if not one.replied]
    if silent:
        has = "has" if len(silent) == 1 else "have"
        told.append(f"{format_list(silent)} {'did not reply' if over else f'{has} not yet replied'}")
    return f"{', '.join(told)}."


def _describe_answers(one: InvitedPerson) -> str:
    who = format_mention(one.person)
    if not one.answered:
        return f"{who} replied, and could answer nothing so far"
    return f"{who} answered {format_count(one.answered, 'question')}"


def _describe_informed(informed: Iterable[InformedPerson]) -> str:
    reached = [one for one in informed if one.reachable]
    told = [f"{format_mention(one.person)} (operational leader)" for one in reached if "owner" in one.parts]
    offered = [one for one in reached if "digest" in one.parts and "digest" not in one.declined]
    asked = [format_mention(one.person) for one in offered if not one.gets_digest]
    getting = [format_mention(one.person) for one in offered if one.gets_digest]
    lines = [
        f"Told {format_list(told)}." if told else "",
        f"Asked {format_list(asked)} whether they want the digest; no answer yet." if asked else "",
        f"{format_list(getting)} {'gets' if len(getting) == 1 else 'get'} the digest." if getting else "",
    ]
    return " ".join(line for line in lines if line)


def _describe_declined(one: InformedPerson) -> str:
    who = format_mention(one.person)
    told = {"owner": f"{who} doesn't want to be asked as operational leader", "digest": f"{who} wants no digest of it"}
    return capitalize_first(f"{'; '.join(told[part] for part in one.declined)}.")


def _build_unreachable_block(team: Team, people: Sequence[Person]) -> kit.Block | None:
    return kit.build_section(f"{AT_RISK} {describe_unreachable(team, people)}") if people else None


def describe_unreachable(team: Team, people: Sequence[Person]) -> str:
    whom = format_list(format_mention(person) for person in people)
    return (
        f"I can't write to {whom} directly: Slack doesn't let guests, bots, people of other organisations or who left "
        f"talk to apps like me. For _{format_name(team.pilot.name)}_, ask them yourself and say in the interview what "
        "they told you, or start the pilot in a channel they are in."
    )


def build_absent_people_message(team: Team, unreachable: Sequence[Person], absent: Sequence[Person]) -> MessageContent:
    """To the lead of a pilot in a channel: a guest reads its thread, where they are in it."""
    pilot, where = f"_{format_name(team.pilot.name)}_", f"<#{team.channel}>"
    told = [f"{AT_RISK} {describe_unreachable(team, unreachable)}"] if unreachable else []
    if team.lead in {person.id for person in absent}:
        told.append(f"{AT_RISK} You aren't in {where}, so you don't read the thread of {pilot}: join it.")
    if absent := [person for person in absent if person.id != team.lead]:
        whom, isnt = format_list(format_mention(p) for p in absent), "isn't" if len(absent) == 1 else "aren't"
        told.append(
            f"{AT_RISK} {whom} {isnt} in {where}, so the thread of {pilot} doesn't reach them. Write "
            f"`/invite` with their name there; or ask them yourself, and say in the thread what they told you."
        )
    return kit.build_message(f"{pilot}: {' '.join(told)}", *(kit.build_section(line) for line in told))


def build_owner_declined_message(team: Team, person: Person) -> MessageContent:
    """To the lead. It is no refusal: nobody said who owns the work."""
    return kit.build_text_message(
        f"{format_mention(person)} doesn't want to be asked as the operational leader of "
        f"_{format_name(team.pilot.name)}_, so I no longer propose them. It says nothing about who owns the work. If "
        "you know who does, say so in the interview."
    )


# --- to whoever is named ------------------------------------------------------------------------------


def build_channel_invitation_message(team: Team, person: Person) -> MessageContent:
    """To somebody who is to answer in a channel that they are not in."""
    lead, where = format_mention(team.get_person(team.lead)), f"<#{team.channel}>"
    gets_in = f"{lead} can let you in" if team.private else "Join it"
    asks = f"{lead} asks you to answer for {describe_as_called(team)}: you can say how it works today."
    return kit.build_message(
        asks,
        kit.build_section(
            f"{asks} I ask my questions in a thread in {where}, which you are not in. {gets_in}, and answer there; "
            "about ten questions for all of you, 20 to 30 minutes, in one go or over days."
        ),
        kit.build_context(f"I'm Flightplan, an AI assistant. {describe_readers(team, 'there') or ''}".strip()),
        kit.build_buttons(
            kit.build_button("How this works", "interview_how", Reference(pilot=team.pilot.id)),
            build_stop_menu(team.lead),
        ),
    )


def build_owner_asked_message(interview: Interview, team: Team) -> MessageContent:
    """What stands above the first question to the operational leader, who takes no part otherwise."""
    lead = format_mention(team.get_person(team.lead))
    return kit.build_text_message(
        f"{lead} named you as the operational leader of {describe_as_called(team)}: what I ask here is yours to say.",
        kit.build_context(
            "Just reply here, in your own words; if you are not the one to say, leave it to a colleague. What you say "
            "counts for this pilot and may be quoted with your name in its assessment. Only you and I read this thread."
        ),
        kit.build_buttons(build_stop_menu(team.lead)),
    )


def build_named_message(team: Team, person: Person, settings: DigestSettings, first: datetime | None) -> MessageContent:
    """Why them, what they will get and when, and what they may decline; as it stands for them by now.

    `first`: when their first digest comes, on their own clock.
    """
    lead = format_mention(team.get_person(team.lead))
    parts = list_parts(team, person.id)
    asks = f"{lead} named you for {describe_as_called(team)}."
    told = [f"• {_describe_part(team, person, part, (settings, first))}" for part in parts]
    more = "" if person.id in team.leaders else " and send you no digest of it"
    declining = [
        _DECLINING[part].format(lead=lead, more=more) for part in parts if not team.has_declined(person.id, part)
    ]
    wants = settings.wants(team.pilot.id)
    return kit.build_message(
        f"{asks} {_summarize_parts(parts, wants=wants)}",
        kit.build_section("\n".join([asks, *told])),
        kit.build_context(
            "I'm Flightplan, an AI assistant: I interview a team about its AI pilot, rate what they say, and plan the "
            "way to production."
        ),
        kit.build_context(" ".join(line for line in (describe_readers(team, "there"), *declining) if line)),
        kit.build_buttons(*_build_part_buttons(team, person, parts, wants=wants), build_stop_menu(team.lead)),
    )


def _summarize_parts(parts: Sequence[Part], *, wants: bool) -> str:
    digest = "to get its weekly digest" if wants else "to be offered its weekly digest"
    told = {"owner": "as its operational leader", "digest": digest}
    return f"You are named {format_list(told[part] for part in parts)}."


def _describe_part(team: Team, person: Person, part: Part, digest: tuple[DigestSettings, datetime | None]) -> str:
    if team.has_declined(person.id, part):
        return {
            "owner": "You don't want to be asked as its *operational leader*: I propose you no longer.",
            "digest": "You get no *digest* of it. What you may look up stays the same: `/pilot status`.",
        }[part]
    return _describe_ownership(team, person) if part == "owner" else _describe_digest(team, *digest)


def _describe_ownership(team: Team, person: Person) -> str:
    named = "As its *operational leader*: the person whose results it changes."
    accepts = "Nothing counts as accepted before you say so yourself."
    if person.id in team.participants:
        return f"{named} What belongs to that, I ask you in the interview. {accepts}"
    if team.by_role and team.channel is not None:
        asks = f"In the thread in <#{team.channel}> I mention you where it comes to your part, such as who owns"
        return f"{named} {asks} the work, its exceptions and its decisions. {accepts}"
    if team.by_role:
        asks = (
            "When the interview comes to your part, such as who owns the work, its exceptions and its decisions, I ask"
        )
        return f"{named} {asks} you here: a few questions, some five minutes. {accepts}"
    return f"{named} I ask you only what somebody leaves to you. {accepts}"


def _describe_digest(team: Team, settings: DigestSettings, first: datetime | None) -> str:
    if not settings.wants(team.pilot.id):
        beside = " beside your other pilots" if settings.on else ""
        return (
            f"To be offered its *weekly digest*{beside}: one message, on {_WEEKDAYS[settings.weekday]}s at "
            f"{settings.hour}:00, with the decision that waits for you, what moved, what is stuck. It comes only if "
            "you press *Send me the digest*."
        )
    where = f"in <#{settings.channel}>" if settings.channel else "here"
    begins = f", first on {format_day(first.date())}" if first is not None else ""
    return (
        f"To get its *weekly digest*: {where}, on {_WEEKDAYS[settings.weekday]}s at {settings.hour}:00{begins}. It "
        "tells the decision that waits for you, what moved, what is stuck. `/pilot digest` changes the day."
    )


def _build_part_buttons(team: Team, person: Person, parts: Sequence[Part], *, wants: bool) -> Iterator[kit.Element]:
    declined = {part: team.has_declined(person.id, part) for part in parts}
    about = {part: Reference(pilot=team.pilot.id, subject=part) for part in parts}
    if "digest" in parts and (declined["digest"] or not wants):
        yield kit.build_button("Send me the digest", "part_accept_digest", about["digest"])
    if "digest" in parts and not declined["digest"]:
        yield kit.build_button("No digest", "part_decline_digest", about["digest"])
    if "owner" in parts and declined["owner"]:
        yield kit.build_button("Ask me after all", "part_take_back_owner", about["owner"])
    elif "owner" in parts:
        yield kit.build_button("Not me", "part_decline_owner", about["owner"])
    yield kit.build_button("How this works", "interview_how", Reference(pilot=team.pilot.id))
