"""Unit of work: the repositories of one workspace within one transaction."""

from bot.storage.repositories.audit import SqlAuditRepository
from bot.storage.repositories.digests import SqlDecisionOutcomeRepository, SqlDigestRepository
from bot.storage.repositories.events import SqlEventRepository, SqlRequestRepository
from bot.storage.repositories.histories import (
    SqlAssessmentRepository,
    SqlFrameworkRepository,
    SqlModelCallRepository,
    SqlPlanRepository,
)
from bot.storage.repositories.interviews import SqlInterviewRepository
from bot.storage.repositories.output_feedback import SqlOutputFeedbackRepository
from bot.storage.repositories.personal_records import SqlPersonalRecordRepository
from bot.storage.repositories.retention import SqlRetentionRepository
from bot.storage.repositories.spending import SqlSpendingRepository
from bot.storage.repositories.stopped_requests import SqlStoppedRequestsRepository
from bot.storage.repositories.teams import SqlChannelMemberRepository, SqlHomeTabRepository, SqlTeamRepository
from bot.storage.repositories.threads_and_messages import (
    SqlActionStepRepository,
    SqlCanvasRepository,
    SqlChallengeRepository,
    SqlMessageRepository,
    SqlThreadRepository,
)
from bot.storage.repositories.withdrawals import SqlWithdrawalRepository
from bot.storage.session.scope import Scope


class SqlUnitOfWork:
    def __init__(self, scope: Scope) -> None:
        self.interviews = SqlInterviewRepository(scope)
        self.assessments = SqlAssessmentRepository(scope)
        self.plans = SqlPlanRepository(scope)
        self.frameworks = SqlFrameworkRepository(scope)
        self.model_calls = SqlModelCallRepository(scope)
        self.teams = SqlTeamRepository(scope)
        self.channel_members = SqlChannelMemberRepository(scope)
        self.threads = SqlThreadRepository(scope)
        self.messages = SqlMessageRepository(scope)
        self.challenges = SqlChallengeRepository(scope)
        self.action_steps = SqlActionStepRepository(scope)
        self.output_feedback = SqlOutputFeedbackRepository(scope)
        self.canvases = SqlCanvasRepository(scope)
        self.home_tabs = SqlHomeTabRepository(scope)
        self.stopped_requests = SqlStoppedRequestsRepository(scope)
        self.digests = SqlDigestRepository(scope)
        self.decision_outcomes = SqlDecisionOutcomeRepository(scope)
        self.events = SqlEventRepository(scope)
        self.requests = SqlRequestRepository(scope)
        self.audit = SqlAuditRepository(scope)
        self.spending = SqlSpendingRepository(scope)
        self.withdrawals = SqlWithdrawalRepository(scope)
        self.retention = SqlRetentionRepository(scope)
        self.personal_records = SqlPersonalRecordRepository(scope)
