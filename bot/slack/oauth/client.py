"""A client that speaks with an installation's token as it is at that moment."""

from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.oauth.fresh_token import FreshToken
from bot.slack.transport.calls import PATIENCE, find_proxy


class FreshClient(AsyncWebClient):
    """Raises what FreshToken raises, besides all that a client does."""

    def __init__(self, token: FreshToken, api_url: str, session: aiohttp.ClientSession) -> None:
        """As `build_slack_client` has it: no call is repeated by itself."""
        super().__init__(None, base_url=api_url, timeout=PATIENCE, session=session, retry_handlers=[])
        self.proxy = find_proxy(api_url, self.proxy)
        self._fresh = token

    async def api_call(self, *args: Any, **kwargs: Any) -> AsyncSlackResponse:
        self.token = token = await self._fresh.get()
        try:
            return await super().api_call(*args, **kwargs)
        except SlackApiError as exc:
            if exc.response.get("error") != "token_expired":
                raise
        self._fresh.refuse(token)
        self.token = await self._fresh.get()
        return await super().api_call(*args, **kwargs)
