"""What people read by clicking: Home, a pilot, why it is rated so; each is one transaction and calls nobody."""

from datetime import date

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import NoAccess
from bot.domain.core.team import Challenge
from bot.domain.interview.turn import Turn
from bot.domain.messaging.message import Post
from bot.domain.portfolio.overview import Waiting
from bot.services.interview.earlier_evidence import recall
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import Viewing, assessed, board, opened, overview, waiting
from bot.slack.blocks.assessment import ratings
from bot.slack.blocks.interview import modals
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.pilots import home
from bot.slack.blocks.pilots.pilot_modal import instead, pilot_modal
from bot.slack.workspace.permalinks import Permalinks


class Reading:
    """`links`: the permalinks of the workspace that the desk serves."""

    def __init__(self, desk: Viewing, links: Permalinks) -> None:
        self._desk = desk
        self._links = links
        self._framework = desk.knowledge.framework

    async def home_of(self, person: str, today: date) -> View:
        found = await self._desk.transactions.run(lambda uow: board(uow, person, self._desk.link))
        desktop = home.Desktop(person, today)
        return home.home(found.waiting, found.pilots, self._framework, desktop, found.actions)

    async def waiting_of(self, person: str) -> tuple[Waiting, ...]:
        return await self._desk.transactions.run(lambda uow: waiting(uow, person, self._desk.link))

    async def pilot_of(self, person: str, pilot_id: str, today: date) -> View:
        """The modal behind `pilot_open`; where they may no longer see it, the modal that says so."""
        link = self._desk.link
        try:
            seen = await self._desk.transactions.run(
                lambda uow: overview(uow, opened(uow, person, pilot_id), person, link)
            )
        except NoAccess:
            return instead(errors.no_access(None))
        return pilot_modal(seen, self._framework, today)

    async def why_of(self, person: str, assessment_id: str) -> View:
        """The modal behind `assessment_why`: the ratings, and how others see them."""
        try:
            made, turns, challenges = await self._ratings(person, assessment_id)
        except NoAccess:
            return instead(errors.no_access(None))
        return ratings.why(made, self._framework, self._links.links_of(turns, person), challenges)

    async def details_of(self, person: str, assessment_id: str, pillar_id: str) -> Post:
        """One pillar for a thread, where several read it. Raises NoAccess."""
        made, turns, challenges = await self._ratings(person, assessment_id)
        links = self._links.links_of(turns)
        return ratings.details(made, self._framework, pillar_id, links, challenges=challenges)

    async def challenge_of(self, person: str, assessment_id: str, criterion: str | None = None) -> View:
        """The modal behind `assessment_challenge`, built again once a criterion is chosen."""
        try:
            made = await self._desk.transactions.run(lambda uow: assessed(uow, person, assessment_id))
        except NoAccess:
            return instead(errors.no_access(None))
        return modals.challenge_rating(made, self._framework, criterion)

    async def _ratings(
        self, person: str, assessment_id: str
    ) -> tuple[Assessment, tuple[Turn, ...], tuple[Challenge, ...]]:
        def work(uow: UnitOfWork) -> tuple[Assessment, tuple[Turn, ...], tuple[Challenge, ...]]:
            made = assessed(uow, person, assessment_id)
            whole = recall(uow, uow.interviews.get(made.interview_id))
            return made, whole.turns, uow.challenges.of(made.id)

        return await self._desk.transactions.run(work)
