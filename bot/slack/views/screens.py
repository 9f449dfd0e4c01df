"""What people read by clicking: Home, a pilot, why it is rated so; each is one transaction and calls nobody."""

from datetime import date

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import NoAccess
from bot.domain.core.team import Challenge
from bot.domain.interview.turn import Turn
from bot.domain.portfolio.overview import WaitingQuestion
from bot.services.interview.earlier_evidence import merge_earlier_evidence
from bot.services.ports.core import UnitOfWork
from bot.services.queries.home_board import HomeBoard, list_waiting_questions, load_home_board
from bot.services.queries.pilots import QueryDependencies, get_overview, get_visible_assessment, get_visible_team
from bot.slack.blocks.assessment import ratings
from bot.slack.blocks.interview import modals
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.pilots import home
from bot.slack.blocks.pilots.pilot_modal import build_pilot_modal, build_unavailable_pilot_modal
from bot.slack.views.prompts import choose_prompts
from bot.slack.workspace.permalinks import Permalinks


class ViewBuilder:
    """`links`: the permalinks of the workspace that the deps serves."""

    def __init__(self, deps: QueryDependencies, links: Permalinks) -> None:
        self._deps = deps
        self._links = links
        self._framework = deps.knowledge.framework

    async def build_home_view(self, person: str, today: date, page: int = 0) -> View:
        def load(uow: UnitOfWork) -> tuple[HomeBoard, tuple[str, ...]]:
            return load_home_board(uow, person, self._deps.link, page), uow.stopped_requests.get(person).of

        found, stopped = await self._deps.transactions.run(load)
        home_viewer = home.HomeViewer(person, today, stopped, found.more, found.earlier)
        return home.build_app_home(found.waiting, found.pilots, self._framework, home_viewer, found.actions)

    async def list_prompts(self, person: str) -> tuple[tuple[str, str], ...]:
        """What they may like to say now, as title and message."""
        board = await self._deps.transactions.run(lambda uow: load_home_board(uow, person, self._deps.link))
        return choose_prompts(board)

    def build_empty_home_view(self, person: str, today: date) -> View:
        """For whoever may see nothing here: what the app is for, and no more."""
        return home.build_app_home((), (), self._framework, home.HomeViewer(person, today))

    async def list_open_questions(self, person: str) -> tuple[WaitingQuestion, ...]:
        return await self._deps.transactions.run(lambda uow: list_waiting_questions(uow, person, self._deps.link))

    async def build_pilot_modal(self, person: str, pilot_id: str, today: date) -> View:
        """The modal behind `pilot_open`; where they may no longer see it, the modal that says so."""
        link = self._deps.link
        try:
            seen = await self._deps.transactions.run(
                lambda uow: get_overview(uow, get_visible_team(uow, person, pilot_id), person, link)
            )
        except NoAccess:
            return build_unavailable_pilot_modal(errors.build_no_access_message())
        return build_pilot_modal(seen, self._framework, today)

    async def build_ratings_modal(self, person: str, assessment_id: str) -> View:
        """The modal behind `assessment_why`: the ratings, and how others see them."""
        try:
            made, turns, challenges = await self._load_ratings(person, assessment_id)
        except NoAccess:
            return build_unavailable_pilot_modal(errors.build_no_access_message())
        return ratings.build_ratings_modal(
            made, self._framework, self._links.build_turn_links(turns, person), challenges
        )

    async def build_challenge_modal(self, person: str, assessment_id: str, criterion: str | None = None) -> View:
        """The modal behind `assessment_challenge`, built again once a criterion is chosen."""
        try:
            made = await self._deps.transactions.run(lambda uow: get_visible_assessment(uow, person, assessment_id))
        except NoAccess:
            return build_unavailable_pilot_modal(errors.build_no_access_message())
        return modals.build_challenge_modal(made, self._framework, criterion)

    async def _load_ratings(
        self, person: str, assessment_id: str
    ) -> tuple[Assessment, tuple[Turn, ...], tuple[Challenge, ...]]:
        def work(uow: UnitOfWork) -> tuple[Assessment, tuple[Turn, ...], tuple[Challenge, ...]]:
            made = get_visible_assessment(uow, person, assessment_id)
            whole = merge_earlier_evidence(uow, uow.interviews.get(made.interview_id))
            return made, whole.turns, uow.challenges.list_for_assessment(made.id)

        return await self._deps.transactions.run(work)
