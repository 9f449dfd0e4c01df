"""LeadersSlackVoice: what leaders read, worded by the block builders."""

from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.digest.decision import Decision, Ruling
from bot.domain.digest.digest import Digest
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import Part, Post, part
from bot.slack.blocks.digest import digest as blocks
from bot.slack.blocks.kit.elements import together
from bot.slack.blocks.kit.references import Reference


class LeadersSlackVoice:
    def __init__(self, knowledge: Knowledge) -> None:
        self._levels = knowledge.framework

    def digest(self, made: Digest) -> tuple[Part, ...]:
        owed = blocks.decision(made, made.decision)
        parts = (
            part("digest:top", blocks.top(made)),
            part("decision", owed) if owed is not None else None,
            part("digest:rest", blocks.rest(made, self._levels)),
        )
        return tuple(one for one in parts if one is not None)

    def decided(self, owed: Decision, ruling: Ruling) -> Post:
        return blocks.decided(owed, ruling)

    def decided_in_digest(self, digest: Digest, settled: tuple[Decision, Ruling], following: Decision | None) -> Post:
        return together(blocks.decided(*settled), blocks.decision(digest, following))

    def owner_named(self, team: Team, by: Person) -> Post:
        reference = Reference(pilot=team.pilot.id, subject=f"ownership:{team.owner}")
        return blocks.owner_named(team.pilot.name, by, reference)
