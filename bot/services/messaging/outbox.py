"""Saying: put what is to be said into the outbox, within the transaction of what it is about."""

from collections.abc import Callable, Iterable

from bot.domain.asking.shown_state import select_thread_messages
from bot.domain.core.team import Thread
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import BotMessage, MessageContent, MessagePart, Place, SessionStatus
from bot.domain.messaging.message_source import MessageSource
from bot.services.messaging.outbox_events import (
    MarkRecorded,
    PostEphemeral,
    PostMessage,
    RefreshHome,
    ReplaceAnswer,
    SetSession,
    UpdateMessage,
)
from bot.services.ports.core import UnitOfWork


def get_thread_place(thread: Thread) -> Place:
    return Place(channel=None if thread.person else thread.channel, person=thread.person, thread=thread.ts)


def post_message(uow: UnitOfWork, posting: BotMessage) -> bool:
    """Once: a posting whose id is known is not said again."""
    if not posting.parts or not uow.messages.add(posting):
        return False
    return uow.events.add(PostMessage(posting=posting.id).to_event(f"post:{posting.id}", posting.place.partition_key))


def post_in_thread(
    uow: UnitOfWork, thread: Thread, key: str, parts: tuple[MessagePart, ...], session: SessionStatus | None
) -> None:
    """In a thread of an interview; where there is nothing to say, only the session's state is set."""
    if parts:
        place = get_thread_place(thread)
        post_message(
            uow, BotMessage(id=key, place=place, parts=parts, interview_id=thread.interview_id, session=session)
        )
    elif session is not None:
        set_session(uow, key, thread, session)


def replace_part(uow: UnitOfWork, interview_id: str, part: MessagePart) -> None:
    """Wherever the interview's messages hold this part, it reads like this from now on."""
    for posting in uow.messages.list_for_interview(interview_id):
        save_if_changed(uow, posting, posting.replace_part(part))


def revise_parts(
    uow: UnitOfWork, interview_id: str, revise: Callable[[BotMessage, MessagePart], MessagePart | None]
) -> None:
    """Each part of the interview's messages reads as it is revised; as it did where that is None."""
    for posting in uow.messages.list_for_interview(interview_id):
        after = posting
        for part in posting.parts:
            revised = revise(posting, part)
            after = after.replace_part(revised) if revised is not None else after
        save_if_changed(uow, posting, after)


def revise_message(uow: UnitOfWork, posting: BotMessage, revise: Callable[[MessagePart], MessagePart]) -> bool:
    """Each of its parts reads as it is revised. False where all read as they did."""
    after = posting
    for part in posting.parts:
        after = after.replace_part(revise(part))
    save_if_changed(uow, posting, after)
    return after is not posting


def put_part_after(
    uow: UnitOfWork, interview_id: str, key: str, build: Callable[[BotMessage], MessagePart | None]
) -> None:
    """Under the part of this key, wherever the interview's messages hold it, another stands from now on, if any."""
    for posting in uow.messages.list_for_interview(interview_id):
        if posting.has_part(key) and (part := build(posting)) is not None:
            save_if_changed(uow, posting, posting.put_part_after(key, part))


def replace_part_in(uow: UnitOfWork, posting_ids: Iterable[str], part: MessagePart) -> tuple[BotMessage, ...]:
    """In these messages the part reads like this from now on. Returns those that hold it."""
    known = (uow.messages.find(posting_id) for posting_id in posting_ids)
    holding = tuple(posting for posting in known if posting is not None and posting.has_part(part.key))
    for posting in holding:
        save_if_changed(uow, posting, posting.replace_part(part))
    return holding


def remove_part(uow: UnitOfWork, interview_id: str, key: str) -> None:
    """The interview's messages say this no longer; one that says nothing else stays as it is."""
    for posting in uow.messages.list_for_interview(interview_id):
        save_if_changed(uow, posting, posting.remove_part(key))


def replace_message(uow: UnitOfWork, posting_id: str, part: MessagePart) -> None:
    """The whole message reads like this from now on."""
    posting = uow.messages.find(posting_id)
    if posting is not None:
        save_if_changed(uow, posting, posting.replace_all_parts(part))


def show_stream(uow: UnitOfWork, posting: BotMessage) -> None:
    """A message that grows: it begins, or reads like this from now on. `posting.stream` says whether it goes on."""
    known = uow.messages.find(posting.id)
    if known is None:
        post_message(uow, posting)
        return
    anew = known
    for part in posting.parts:
        anew = anew.replace_part(part)
    over = posting.stream is not None and not posting.stream.open
    save_if_changed(uow, known, anew.end_stream() if over else anew)


def post_ephemeral(uow: UnitOfWork, key: str, source: MessageSource, person: str, post: MessageContent) -> None:
    """To one person, where they are; gone when they look away. In direct messages it is an ordinary message."""
    said = PostEphemeral(
        channel=source.channel, thread=source.thread, person=person, text=post.text, blocks=post.blocks
    )
    uow.events.add(said.to_event(f"whisper:{key}:{person}", f"channel:{source.channel}"))


def replace_answer(uow: UnitOfWork, click_key: str, url: str, content: MessageContent) -> None:
    """The message that was clicked in reads like this from now on; Slack gives the address of it for half an hour."""
    body = ReplaceAnswer(url=url, text=content.text, blocks=content.blocks)
    uow.events.add(body.to_event(f"answer:{click_key}", f"answer:{url}"))


def mark_recorded(uow: UnitOfWork, source: MessageSource, key: str, *, recorded: bool = True) -> None:
    """A tick at a message of somebody's, or none any more; what is said need not wait for it."""
    body = MarkRecorded(channel=source.channel, ts=source.ts, recorded=recorded)
    uow.events.add(body.to_event(f"tick:{key}:{recorded}", f"tick:{source.channel}:{source.ts}"))


def set_session(uow: UnitOfWork, key: str, thread: Thread, status: SessionStatus) -> bool:
    """For a thread whose turn it is without a message that would say so. False, and nothing done, for a known key."""
    body = SetSession(channel=thread.channel, thread=thread.ts, status=status)
    added = uow.events.add(body.to_event(f"session:{key}", get_thread_place(thread).partition_key))
    said = find_session_message(uow, thread) if added else None
    if said is not None and said.session != status:
        uow.messages.save(said.model_copy(update={"session": status}))
    return added


def find_session_message(uow: UnitOfWork, thread: Thread) -> BotMessage | None:
    """The message that says how the thread looks now: the last that says so at all."""
    said = select_thread_messages(uow.messages.list_for_interview(thread.interview_id), thread)
    return next((one for one in reversed(said) if one.session is not None), None)


def set_message_session(uow: UnitOfWork, key: str, posting: BotMessage, status: SessionStatus) -> None:
    """Of a message that stands at the root of somebody's direct messages."""
    if posting.channel is not None and posting.ts is not None and posting.session and posting.place.person:
        body = SetSession(channel=posting.channel, thread=posting.ts, status=status)
        uow.events.add(body.to_event(f"session:{key}:{posting.id}", posting.place.partition_key))


def refresh_homes(uow: UnitOfWork, key: str, people: Iterable[str]) -> None:
    """Publishes Home anew for those of them who ever opened it; once for all that changes until it is."""
    for person in uow.home_tabs.filter_opened(tuple(people)):
        uow.events.add_unless_waiting(RefreshHome(person=person).to_event(f"home:{key}:{person}", f"home:{person}"))


def turn_home_page(uow: UnitOfWork, key: str, person: str, page: int) -> None:
    """Home shows this page of its pilots, until something changes in it."""
    uow.events.add(RefreshHome(person=person, page=page).to_event(f"home:{key}:{person}", f"home:{person}"))


def refresh_interview_homes(uow: UnitOfWork, key: str, interview: Interview) -> None:
    """The Homes of everybody whom something in this interview concerns."""
    team = uow.teams.get(interview.pilot.id)
    refresh_homes(uow, key, {*team.member_ids, *(person.id for person in interview.people)})


def save_if_changed(uow: UnitOfWork, before: BotMessage, after: BotMessage) -> None:
    """Where it stands it reads like this from now on; `after` is `before` itself where nothing changed."""
    if after is not before:
        uow.messages.save(after)
        changed = UpdateMessage(posting=after.id, revision=after.revision)
        uow.events.add(changed.to_event(f"update:{after.id}:{after.revision}", after.place.partition_key))
