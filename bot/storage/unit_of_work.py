"""Unit of work: the repositories of one workspace within one transaction."""

from bot.storage.repositories import SqlAssessments, SqlInterviews, SqlModelCalls, SqlPlans
from bot.storage.scope import Scope


class SqlUnitOfWork:
    def __init__(self, scope: Scope) -> None:
        self.interviews = SqlInterviews(scope)
        self.assessments = SqlAssessments(scope)
        self.plans = SqlPlans(scope)
        self.calls = SqlModelCalls(scope)
