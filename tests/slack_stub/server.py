"""The local Slack as tests hold it: start and stop, people and channels, what can be seen, what can go wrong."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.slack_stub.delivery.deliveries import Delivery
from tests.slack_stub.delivery.signed_http import SignedHttp
from tests.slack_stub.people import User
from tests.slack_stub.sightings import Sightings
from tests.slack_stub.slack import Slack, Token
from tests.slack_stub.state.manifest import App
from tests.slack_stub.state.records import Channel, Json, Kind, Message
from tests.slack_stub.state.shapes import message_json
from tests.slack_stub.state.timing import Timing
from tests.slack_stub.troubles import Troubles
from tests.slack_stub.web_api import WebApi

Result = TypeVar("Result")
TICK = 0.005
PATIENCE = 60.0
"""Seconds: only what fails waits for so long."""


class SlackServer(Sightings, Troubles):
    """One workspace with one app installed, served from a thread of its own while the context lasts."""

    bot_token = "xoxb-1-local"
    app_token = "xapp-1-A0FLIGHT-local"
    signing_secret = "local-signing-secret"

    def __init__(self, manifest: Json, timing: Timing | None = None, team_id: str = "T0ACME") -> None:
        self.app = App(manifest)
        self.timing = timing or Timing()
        self.slack = Slack(self.app, self.timing, team_id)
        self.slack.tokens[self.bot_token] = Token("bot", self.app.scopes)
        self.slack.tokens[self.app_token] = Token("app", frozenset({"connections:write"}))
        self.http: SignedHttp | None = None
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, name="local-slack")
        self._ready: Future[int] = Future()

    def __enter__(self) -> Self:
        self._thread.start()
        self.slack.base_url = f"http://127.0.0.1:{self._ready.result(PATIENCE)}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._live())
        finally:
            self._loop.run_until_complete(_cancel_unfinished(self._loop))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _live(self) -> None:
        site_app = web.Application(client_max_size=64 * 1024 * 1024)
        site_app.add_routes(WebApi(self.slack).routes())
        runner = web.AppRunner(site_app, access_log=None, handle_signals=False, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self._ready.set_result(runner.addresses[0][1])
        await self._stop.wait()
        await self.slack.office.close()
        await self.slack.sockets.close()
        if self.http is not None:
            await self.http.close()
        await runner.cleanup()

    async def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """In the server's loop, awaited in the caller's."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def call(self, act: Callable[[], Result]) -> Result:
        async def acting() -> Result:
            return act()

        return await self.run(acting())

    @property
    def url(self) -> str:
        return self.slack.base_url

    @property
    def api_url(self) -> str:
        """What `AsyncWebClient(base_url=…)` and SLACK_API_URL want."""
        return f"{self.url}/api/"

    @property
    def bot_mention(self) -> str:
        return f"<@{self.app.user_id}>"

    def user(self, name: str, **traits: Any) -> User:
        """`tz`, `is_bot`, `is_restricted`, `is_ultra_restricted`, `team_id`, `email`, `deleted`, `real_name`."""
        return User(self.slack, self.slack.workspace.add_person(name, **traits), self)

    def channel(self, name: str, *members: User, kind: Kind = "public", bot: bool = True) -> Channel:
        inside = {member.id for member in members} | ({self.app.user_id} if bot else set())
        return self.slack.workspace.add_channel(name, kind, inside)

    def issue_token(self, *scopes: str) -> str:
        """Another token of the same bot, with these scopes only."""
        token = self.slack.workspace.new_id("xoxb-2-")
        self.slack.tokens[token] = Token("bot", frozenset(scopes))
        return token

    async def deliver_to(self, url: str, *, challenge: bool = False) -> None:
        """From now on events, commands and interactions go to this URL instead of through sockets."""
        self.http = self.http or SignedHttp(url, self.signing_secret, self.timing)
        self.http.url = url
        if challenge and not await self.run(self.http.challenge()):
            raise AssertionError(f"{url} did not echo the challenge")
        self.slack.office.transport = self.http

    def deliver_by_socket(self) -> None:
        """From now on through sockets, as in the beginning."""
        self.slack.office.transport = self.slack.sockets

    async def invite_bot(self, channel: Channel) -> None:
        def act() -> None:
            channel.members.add(self.app.user_id)
            self.slack.happenings.joined(self.app.user_id, channel)

        await self.call(act)

    async def remove_bot(self, channel: Channel) -> None:
        def act() -> None:
            channel.members.discard(self.app.user_id)
            self.slack.happenings.left(self.app.user_id, channel)

        await self.call(act)

    async def uninstall(self) -> None:
        """The tokens die at once; the app is told."""

        def act() -> None:
            for name, token in self.slack.tokens.items():
                if token.kind == "bot":
                    self.slack.tokens[name] = Token("bot", token.scopes, revoked=True)
            self.slack.happenings.tell({"type": "tokens_revoked", "tokens": {"bot": [self.app.user_id], "oauth": []}})
            self.slack.happenings.tell({"type": "app_uninstalled"})

        await self.call(act)

    async def unfurl(self, message: Message, link: str) -> None:
        """What Slack does to a message with a link: a change of a message that nobody edited."""

        def act() -> None:
            previous = message_json(message, self.slack.workspace)
            message.attachments = [*message.attachments, {"from_url": link, "title": link, "id": 1}]
            self.slack.happenings.changed(message, previous)

        await self.call(act)

    async def tell(self, event: Json) -> Delivery | None:
        """Any event the app subscribed to, made by hand."""
        return await self.call(lambda: self.slack.happenings.tell(event))

    async def redeliver(self, *deliveries: Delivery, retry: int = 1, reason: str = "http_timeout") -> None:
        """The same events once more, as Slack does when it missed an acknowledgement; retry=0 for a plain double."""

        def act() -> None:
            for delivery in deliveries:
                self.slack.office.repeat(delivery, retry, reason)

        await self.call(act)

    async def retell(self, *deliveries: Delivery) -> None:
        """The same happenings once more, each as an event with an id of its own."""

        def act() -> None:
            for delivery in deliveries:
                event_id = self.slack.workspace.new_id("Ev")
                self.slack.office.emit({**delivery.payload, "event_id": event_id})

        await self.call(act)

    async def release(self, deliveries: Iterable[Delivery]) -> None:
        """Held events, in this order, the next only once the one before is settled."""
        for delivery in deliveries:
            await self.call(lambda one=delivery: self.slack.office.dispatch(one))  # type: ignore[misc]
            await self.until(lambda one=delivery: one.settled)  # type: ignore[misc]

    @contextmanager
    def holding(self) -> Iterator[list[Delivery]]:
        """Events pile up in the list; whatever is in it on leaving goes out in the list's order."""
        held: list[Delivery] = []
        self.slack.office.held = held
        try:
            yield held
        finally:
            self.slack.office.held = None
            for delivery in held:
                self._loop.call_soon_threadsafe(self.slack.office.dispatch, delivery)

    async def until(self, predicate: Callable[[], Result | None], patience: float = PATIENCE) -> Result:
        """Waits until this is true and gives back what it returned; tells the story so far if it never is."""
        deadline = time.monotonic() + patience
        while not (found := predicate()):
            if time.monotonic() > deadline:
                raise AssertionError(f"not true within {patience} s\n{self.story()}")
            await asyncio.sleep(TICK)
        return found

    async def settled(self, patience: float = PATIENCE) -> None:
        """Every event has been acknowledged or given up."""
        await self.until(lambda: all(delivery.settled for delivery in list(self.deliveries)), patience)


async def _cancel_unfinished(loop: asyncio.AbstractEventLoop) -> None:
    """Requests that the app broke off: left alone, they would be complained of in whatever test comes later."""
    unfinished = asyncio.all_tasks(loop) - {asyncio.current_task()}
    for task in unfinished:
        task.cancel()
    await asyncio.gather(*unfinished, return_exceptions=True)
