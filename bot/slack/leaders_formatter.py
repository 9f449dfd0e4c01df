"""LeadersSlackVoice: what leaders read, worded by the block builders."""

from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.digest.decision import Decision, DecisionOutcome
from bot.domain.digest.digest import Digest
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import MessageContent, MessagePart, build_message_part
from bot.slack.blocks.digest import digest as blocks
from bot.slack.blocks.kit.elements import merge_messages
from bot.slack.blocks.kit.references import Reference


class SlackLeaderMessageFormatter:
    def __init__(self, knowledge: Knowledge) -> None:
        self._levels = knowledge.framework

    def format_digest(self, made: Digest) -> tuple[MessagePart, ...]:
        owed = blocks.build_decision_message(made, made.first_decision)
        parts = (
            build_message_part("digest:top", blocks.build_headline_message(made)),
            build_message_part("decision", owed) if owed is not None else None,
            build_message_part("digest:rest", blocks.build_details_message(made, self._levels)),
        )
        return tuple(one for one in parts if one is not None)

    format_decision_outcome = staticmethod(blocks.build_decision_outcome_message)

    def format_digest_decision(
        self, digest: Digest, settled: tuple[Decision, DecisionOutcome], following: Decision | None
    ) -> MessageContent:
        return merge_messages(
            blocks.build_decision_outcome_message(*settled), blocks.build_decision_message(digest, following)
        )

    def format_owner_request(self, team: Team, by: Person) -> MessageContent:
        reference = Reference(pilot=team.pilot.id, subject=f"ownership:{team.owner}")
        return blocks.build_owner_request_message(team.pilot.name, by, reference)
