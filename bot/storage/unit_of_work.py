"""Unit of work: the repositories of one workspace within one transaction."""

from bot.storage.repositories.digests import SqlDigests, SqlRulings
from bot.storage.repositories.events import SqlEvents
from bot.storage.repositories.histories import SqlAssessments, SqlFrameworks, SqlModelCalls, SqlPlans
from bot.storage.repositories.interviews import SqlInterviews
from bot.storage.repositories.teams import SqlChannels, SqlHomes, SqlTeams
from bot.storage.repositories.threads_and_messages import SqlCanvases, SqlChallenges, SqlPostings, SqlSteps, SqlThreads
from bot.storage.session.scope import Scope


class SqlUnitOfWork:
    def __init__(self, scope: Scope) -> None:
        self.interviews = SqlInterviews(scope)
        self.assessments = SqlAssessments(scope)
        self.plans = SqlPlans(scope)
        self.frameworks = SqlFrameworks(scope)
        self.calls = SqlModelCalls(scope)
        self.teams = SqlTeams(scope)
        self.channels = SqlChannels(scope)
        self.threads = SqlThreads(scope)
        self.postings = SqlPostings(scope)
        self.challenges = SqlChallenges(scope)
        self.steps = SqlSteps(scope)
        self.canvases = SqlCanvases(scope)
        self.homes = SqlHomes(scope)
        self.digests = SqlDigests(scope)
        self.rulings = SqlRulings(scope)
        self.events = SqlEvents(scope)
