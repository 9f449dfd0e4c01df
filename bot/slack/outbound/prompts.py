"""Prompts: what Slack suggests in the app's direct messages; a courtesy, so it never fails."""

import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import SlackRefused
from bot.domain.messaging.event import Claim
from bot.services.messaging.outbox_events import SuggestPrompts
from bot.services.worker.handler import Lease, Result
from bot.slack.transport.calls import translate_slack_errors

log = logging.getLogger(__name__)


class PromptSuggester:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def suggest(self, asked: SuggestPrompts, claim: Claim, lease: Lease) -> Result:
        """Never with a thread: Slack would say yes and show nothing."""
        prompts = [{"title": title, "message": message} for title, message in asked.prompts]
        await lease.ensure_held()
        try:
            with translate_slack_errors("assistant.threads.setSuggestedPrompts"):
                await self._client.assistant_threads_setSuggestedPrompts(channel_id=asked.channel, prompts=prompts)
        except SlackRefused as exc:
            log.info("The prompts stay those of the manifest. %s", exc)
        return Result()
