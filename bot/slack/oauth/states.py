"""States: that whoever comes back from Slack's page began here, a while ago, and comes back once."""

import hashlib
from collections.abc import Awaitable, Callable

from cryptography.fernet import InvalidToken, MultiFernet
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.services.ports.core import Clock

LIFETIME = 600
"""Seconds: as long as the cookie that Bolt gives out along with it."""
_PURPOSE = b"oauth state"
"""What else is encrypted by the same keys is none."""


class OAuthStates(AsyncOAuthStateStore):
    """Sealed, not stored: however many strangers ask to begin, nothing is written. Only what came back is kept, by a
    hash, for longer than it would be good for."""

    def __init__(self, cipher: MultiFernet, remember: Callable[[str], Awaitable[bool]], clock: Clock) -> None:
        """`remember`: false for a key that it knows already."""
        self._cipher = cipher
        self._remember = remember
        self._clock = clock

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        return self._cipher.encrypt_at_time(_PURPOSE, self._now).decode()

    async def async_consume(self, state: str) -> bool:
        try:
            sealed = self._cipher.decrypt_at_time(state, LIFETIME, self._now)
        except InvalidToken:
            return False
        return sealed == _PURPOSE and await self._remember(hashlib.sha256(state.encode()).hexdigest())

    @property
    def _now(self) -> int:
        return int(self._clock.now().timestamp())
