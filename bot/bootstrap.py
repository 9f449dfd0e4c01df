"""Bootstrap: the only place that knows which adapter stands behind which port."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from bot.calendars import LibraryCalendars
from bot.clock import SYSTEM_CLOCK
from bot.console.pipeline import Pipeline
from bot.documents.on_demand import draw_heatmap, write_documents
from bot.domain.core.budget import ModelBudget, PeriodSpending
from bot.domain.core.errors import InvalidInput, KnowledgeInvalid, SettingsInvalid
from bot.domain.forgetting.retention import RetentionPolicy
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.portfolio import Portfolio
from bot.domain.work.output_feedback import OutputFeedback
from bot.knowledge import examine_knowledge, load_knowledge
from bot.redaction import SecretRedactor
from bot.services.assessment.framework_versions import add_earlier_frameworks
from bot.services.budget.budgeted_analyst import BudgetedAnalyst
from bot.services.ports.core import Analyst, Clock, Transactions
from bot.settings import Settings
from bot.storage.engine.database import Database
from bot.storage.workspaces import LOCAL_WORKSPACE, list_audited_workspaces, list_spending_workspaces, list_workspaces

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

    from bot.console.audit import Trail
    from bot.llm.models.model_config import ModelConfig
    from bot.llm.prompt_records import PromptRecords


class AnalystChoice(StrEnum):
    offline = "offline"
    llm = "llm"


@dataclass(frozen=True, repr=False)
class Workbench:
    """What the terminal's commands work with; `close` it at the end."""

    knowledge: Knowledge
    analyst: Analyst
    database: Database
    pipeline: Pipeline
    knowledge_dir: Path
    prompts_dir: Path

    @property
    def transactions(self) -> Transactions:
        return self.pipeline.transactions

    def load_prompt_records(self) -> "PromptRecords":
        """Reads and checks the prompts, whoever the analyst is. Raises KnowledgeInvalid."""
        from bot.llm.prompt_records import PromptRecords
        from bot.llm.prompts import load_prompts

        return PromptRecords(self.prompts_dir, load_prompts(self.prompts_dir, self.knowledge))

    def list_criteria_without_cues(self) -> tuple[str, ...]:
        """Those of which the rules read nothing: their answers need a model."""
        from bot.llm.offline.cues import load_cues

        known = load_cues(self.knowledge_dir).criteria
        return tuple(criterion for criterion in self.knowledge.framework.criterion_ids if criterion not in known)

    def load_spending(self) -> "dict[str, PeriodSpending]":
        """What models cost each workspace today and this month."""
        today = datetime.now(UTC).date()
        return {
            one: asyncio.run(self.database.in_workspace(one).run(lambda uow: uow.spending.load(today)))
            for one in asyncio.run(self.database.run(list_spending_workspaces))
        }

    def load_output_feedback(self) -> tuple[tuple[OutputFeedback, ...], ...]:
        """Of each workspace, oldest first."""
        found = (self.database.in_workspace(one) for one in asyncio.run(self.database.run(list_workspaces)))
        return tuple(asyncio.run(one.run(lambda uow: uow.output_feedback.list_all())) for one in found)

    def open_trails(self, workspace: str | None) -> "tuple[Trail, ...]":
        """The audit trails of all workspaces, or of one."""
        from bot.console.audit import Trail

        found = asyncio.run(self.database.run(list_audited_workspaces)) if workspace is None else (workspace,)
        return tuple(Trail(one, self.database.in_workspace(one)) for one in found)

    def close(self) -> None:
        self.database.close()


@dataclass(frozen=True, repr=False)
class LeaderWorkbench:
    """What the commands for leaders work with; `close` it at the end."""

    knowledge: Knowledge
    database: Database
    transactions: Transactions

    def draw_heatmap(self, seen: Portfolio) -> bytes:
        """As a PNG."""
        return draw_heatmap(seen, self.knowledge)

    def close(self) -> None:
        self.database.close()


def choose_analyst(settings: Settings, choice: AnalystChoice | None) -> AnalystChoice:
    """The choice made; without one, the model where there is a key for it. Raises SettingsInvalid where the model is
    chosen and switched off."""
    if settings.model_calls == "off":
        if choice is AnalystChoice.llm:
            raise SettingsInvalid("MODEL_CALLS is off: no model is called. Leave --analyst out, or set it to on.")
        return AnalystChoice.offline
    if choice is not None:
        return choice
    other_provider = ":" in settings.model and not settings.model.startswith("openai:")
    reachable = settings.openai_api_key or settings.openai_base_url or other_provider
    return AnalystChoice.llm if reachable else AnalystChoice.offline


def build_budget(settings: Settings) -> ModelBudget:
    return ModelBudget(
        calls_per_day=settings.model_calls_per_day,
        calls_per_month=settings.model_calls_per_month,
        cost_per_day=settings.model_cost_per_day,
        cost_per_month=settings.model_cost_per_month,
    )


def build_retention(settings: Settings) -> RetentionPolicy:
    """Raises SettingsInvalid where every pilot would have to be told of at once."""
    if settings.retention_days is not None and settings.retention_days <= settings.retention_notice_days:
        raise SettingsInvalid("RETENTION_DAYS has to be more than RETENTION_NOTICE_DAYS: else nobody is told in time.")
    return RetentionPolicy(
        pilots=settings.retention_days,
        answers=settings.answer_days,
        digests=settings.digest_days,
        notice=settings.retention_notice_days,
    )


def build_cipher(settings: Settings) -> "MultiFernet | None":
    """Of the tokens that are kept; None where no key is set."""
    from cryptography.fernet import Fernet, MultiFernet

    keys = [Fernet(key.get_secret_value()) for key in settings.encryption_keys]
    return MultiFernet(keys) if keys else None


def build_knowledge(settings: Settings) -> Knowledge:
    return load_knowledge(settings.knowledge_dir)


def find_problems(settings: Settings) -> tuple[str, ...]:
    """A line for everything that is wrong in knowledge/ and prompts/: each file is looked at beside the others.

    What every prompt begins with is made from knowledge/: while that is unsound, the prompt is not to blame.
    """
    from bot.llm.offline.cues import load_cues
    from bot.llm.prompts import load_prompts

    knowledge, problems = examine_knowledge(settings.knowledge_dir)
    checks: list[Callable[[], object]] = [partial(load_cues, settings.knowledge_dir)]
    if knowledge is not None:
        checks.append(partial(load_prompts, settings.prompts_dir, knowledge))
    found = list(problems)
    for check in checks:
        try:
            check()
        except KnowledgeInvalid as invalid:
            found += [line for line in str(invalid).splitlines() if not problems or "/framework.md: " not in line]
    return tuple(found)


def build_analyst(settings: Settings, knowledge: Knowledge, choice: AnalystChoice) -> Analyst:
    """Raises SettingsInvalid when the model is chosen and nothing says how to reach one."""
    if choice is AnalystChoice.offline:
        from bot.llm.offline.analyst import OfflineAnalyst
        from bot.llm.offline.cues import load_cues

        return OfflineAnalyst(knowledge, load_cues(settings.knowledge_dir))
    from bot.llm.analyst import build_langchain_analyst  # langchain costs two seconds at start
    from bot.llm.chains import ModelRetryPolicy

    return build_langchain_analyst(
        knowledge, settings.prompts_dir, _build_model_config(settings), ModelRetryPolicy(settings.model_retries)
    )


class _Unasked(NamedTuple):
    """Of an analyst, what those need to know who ask it nothing."""

    name: str
    reads_by_rule: bool


def build_door_analyst(choice: AnalystChoice) -> Analyst:
    """Whatever a door answers within an ack it answers from the database."""
    return cast(Analyst, _Unasked(choice, choice is AnalystChoice.offline))


def _build_model_config(settings: Settings) -> "ModelConfig":
    from bot.llm.models.model_config import ModelConfig, TimeBudgets

    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    return ModelConfig(
        model=settings.model,
        api_key=key,
        base_url=settings.openai_base_url,
        budgets=TimeBudgets(settings.model_timeout, settings.model_long_timeout),
        concurrency=settings.model_concurrency,
        effort=settings.model_effort,
        mask=settings.mask_personal_data,
    )


def build_workbench(
    settings: Settings, choice: AnalystChoice | None = None, database_url: str | None = None
) -> Workbench:
    """Loads knowledge, opens and migrates the database, and wires the use cases."""
    knowledge = build_knowledge(settings)
    analyst = build_analyst(settings, knowledge, choose_analyst(settings, choice))
    database = Database(database_url or settings.database_url)
    try:
        knowledge = asyncio.run(add_earlier_frameworks(database.in_workspace(LOCAL_WORKSPACE), knowledge))
    except BaseException:
        database.close()
        raise
    pipeline = build_pipeline(knowledge, analyst, database, budget=build_budget(settings))
    return Workbench(knowledge, analyst, database, pipeline, settings.knowledge_dir, settings.prompts_dir)


def build_leader_workbench(settings: Settings, workspace: str | None = None) -> LeaderWorkbench:
    """On one workspace's pilots. Raises InvalidInput where there are several and none is named."""
    knowledge, database = build_knowledge(settings), Database(settings.database_url)
    try:
        found = asyncio.run(database.run(list_workspaces))
        if workspace is None and len(found) > 1:
            raise InvalidInput(f"There are several workspaces: {', '.join(found)}. Name one with --workspace.")
    except BaseException:
        database.close()
        raise
    transactions = database.in_workspace(workspace or next(iter(found), LOCAL_WORKSPACE))
    return LeaderWorkbench(asyncio.run(add_earlier_frameworks(transactions, knowledge)), database, transactions)


def build_pipeline(
    knowledge: Knowledge,
    analyst: Analyst,
    database: Database,
    workspace_id: str = LOCAL_WORKSPACE,
    clock: Clock = SYSTEM_CLOCK,
    budget: ModelBudget | None = None,
) -> Pipeline:
    """`clock`: the one that the database goes by as well. `budget`: None where calls are not even counted."""
    transactions = database.in_workspace(workspace_id)
    if budget is not None and not analyst.reads_by_rule:
        analyst = BudgetedAnalyst(analyst, transactions, clock, budget)
    return Pipeline(
        transactions=transactions,
        analyst=analyst,
        redactor=SecretRedactor(),
        clock=clock,
        knowledge=knowledge,
        calendars=LibraryCalendars(),
        write_documents=partial(write_documents, knowledge=knowledge),
    )
