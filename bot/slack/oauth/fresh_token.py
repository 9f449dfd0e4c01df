"""Fresh tokens: the bot token of an installation, exchanged for a new one in time, by one process alone."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.domain.access.installation import BotToken
from bot.domain.core.errors import NoToken, SlackRefused, SlackUnavailable
from bot.services.ports.core import Clock
from bot.services.ports.installations import BotTokens
from bot.services.worker.handler import RetryLater
from bot.slack.transport.calls import translate_slack_errors

log = logging.getLogger(__name__)

EARLY = timedelta(hours=2)
"""So long before it expires a token, which lives for twelve hours, is exchanged."""
REMEMBERED = 60.0
"""Seconds; then it is looked up whether another process exchanged it."""
_LEASE = 30.0
"""Seconds that an exchange may take."""
_PAUSE, _MOST_PAUSES = 0.1, 100
"""Seconds between two looks, where another process is at it and the old one is of no use; and how many."""
_ALWAYS = 60 * 24 * 365
"""Minutes: when it is due is decided here."""


class FreshToken:
    """Of one installation. To be asked before every call."""

    def __init__(
        self, owner: str, tokens: BotTokens, rotator: AsyncTokenRotator, clock: Clock, fallback: str | None = None
    ) -> None:
        """`owner`: the installation's id. `fallback`: a token that is a setting, where none is kept."""
        self._owner = owner
        self._tokens = tokens
        self._rotator = rotator
        self._clock = clock
        self._fallback = BotToken(fallback) if fallback else None
        self._turn = asyncio.Lock()
        self._known: tuple[BotToken, float] | None = None
        self._refused = ""

    async def get(self) -> str:
        """Raises NoToken, or SlackUnavailable where it could not be exchanged and the old one is over."""
        if self._turn.locked() and self._known is not None and not self._is_over(self._known[0]):
            return self._known[0].access  # nobody waits for an exchange who need not
        async with self._turn:
            if self._known is None or _get_loop_time() - self._known[1] > REMEMBERED or self._is_due(self._known[0]):
                self._known = await self._load(), _get_loop_time()
            return self._known[0].access

    def refuse(self, access: str) -> None:
        """Slack says that it has expired, whatever we think: our clock, or what we remember, is behind."""
        self._known, self._refused = None, access

    async def _load(self) -> BotToken:
        for _ in range(_MOST_PAUSES):
            token = await self._load_kept()
            if not self._is_due(token):
                return token
            if await self._tokens.lease_refresh(self._owner, _LEASE):
                return await self._refresh()
            if not self._is_over(token):
                return token  # somebody is at it
            await asyncio.sleep(_PAUSE)
        raise SlackUnavailable(f"The token of {self._owner} is being exchanged by another process.")

    async def _load_kept(self) -> BotToken:
        token = await self._tokens.load(self._owner) or self._fallback
        if token is None:
            raise NoToken(f"There is no token for {self._owner}: Flightplan is not installed there.")
        return token

    async def _refresh(self) -> BotToken:
        """While nobody else may. Between the look and the lease somebody may have come before us."""
        token = await self._load_kept()
        try:
            fresh = await self._exchange(token) if self._is_due(token) else token
        except BaseException as exc:
            await self._tokens.end_lease(self._owner)
            if isinstance(exc, SlackRefused | SlackUnavailable | RetryLater) and not self._is_over(token):
                log.warning("The token of %s was not exchanged; the old one serves as yet. %s", self._owner, exc)
                return token
            raise
        await self._tokens.replace(self._owner, fresh)
        return fresh

    async def _exchange(self, token: BotToken) -> BotToken:
        due = int(token.expires_at.timestamp()) if token.expires_at else 0
        old = Bot(
            bot_token=token.access,
            bot_id="",
            bot_user_id="",
            bot_refresh_token=token.refresh,
            bot_token_expires_at=due,
            installed_at=0.0,
        )
        with translate_slack_errors("oauth.v2.access"):
            try:
                new = await self._rotator.perform_bot_token_rotation(bot=old, minutes_before_expiration=_ALWAYS)
            except SlackTokenRotationError as exc:
                raise exc.api_error from exc
        if new is None:
            raise SlackUnavailable(f"Slack gave no new token for {self._owner}.")
        expires = datetime.fromtimestamp(new.bot_token_expires_at, UTC) if new.bot_token_expires_at else None
        return BotToken(new.bot_token, new.bot_refresh_token or token.refresh, expires)

    def _is_due(self, token: BotToken) -> bool:
        early = token.expires_at is not None and token.expires_at - EARLY <= self._clock.now()
        return token.refresh is not None and (early or token.access == self._refused)

    def _is_over(self, token: BotToken) -> bool:
        over = token.expires_at is not None and token.expires_at <= self._clock.now()
        return over or token.access == self._refused


def _get_loop_time() -> float:
    return asyncio.get_running_loop().time()
