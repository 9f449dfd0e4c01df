"""Bootstrap: the only place that knows which adapter stands behind which port."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from bot.console.replay import Pipeline
from bot.documents.files import write_documents
from bot.domain.knowledge import Knowledge
from bot.knowledge import load_knowledge
from bot.redaction import SecretRedactor
from bot.services.assessing import Assessing
from bot.services.interviewing import Interviewing
from bot.services.planning import Planning
from bot.services.ports import Analyst, Transactions
from bot.settings import Settings
from bot.storage.database import Database

if TYPE_CHECKING:
    from bot.llm.links import Link

LOCAL_WORKSPACE = "local"


class AnalystChoice(StrEnum):
    offline = "offline"
    llm = "llm"


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, repr=False)
class Workbench:
    """What the terminal's commands work with; `close` it at the end."""

    knowledge: Knowledge
    analyst: Analyst
    database: Database
    pipeline: Pipeline

    @property
    def transactions(self) -> Transactions:
        return self.pipeline.interviewing.transactions

    def close(self) -> None:
        self.database.close()


def chosen_analyst(settings: Settings, choice: AnalystChoice | None) -> AnalystChoice:
    """The choice made; without one, the model where there is a key for it."""
    if choice is not None:
        return choice
    other_provider = ":" in settings.model and not settings.model.startswith("openai:")
    reachable = settings.openai_api_key or settings.openai_base_url or other_provider
    return AnalystChoice.llm if reachable else AnalystChoice.offline


def build_knowledge(settings: Settings) -> Knowledge:
    return load_knowledge(settings.knowledge_dir)


def build_analyst(settings: Settings, knowledge: Knowledge, choice: AnalystChoice) -> Analyst:
    """Raises SettingsInvalid when the model is chosen and nothing says how to reach one."""
    if choice is AnalystChoice.offline:
        from bot.llm.offline.analyst import OfflineAnalyst
        from bot.llm.offline.cues import load_cues

        return OfflineAnalyst(knowledge, load_cues(settings.knowledge_dir))
    from bot.llm.analyst import langchain_analyst  # langchain costs two seconds at start
    from bot.llm.chains import Patience

    return langchain_analyst(knowledge, settings.prompts_dir, _link(settings), Patience.of(settings.model_retries))


def _link(settings: Settings) -> "Link":
    from bot.llm.links import Link

    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    return Link(model=settings.model, api_key=key, base_url=settings.openai_base_url, timeout=settings.model_timeout)


def build_workbench(
    settings: Settings, choice: AnalystChoice | None = None, database_url: str | None = None
) -> Workbench:
    """Loads knowledge, opens and migrates the database, and wires the use cases."""
    knowledge = build_knowledge(settings)
    analyst = build_analyst(settings, knowledge, chosen_analyst(settings, choice))
    database = Database(database_url or settings.database_url)
    return Workbench(knowledge, analyst, database, build_pipeline(knowledge, analyst, database))


def build_pipeline(knowledge: Knowledge, analyst: Analyst, database: Database) -> Pipeline:
    transactions, clock = database.in_workspace(LOCAL_WORKSPACE), SystemClock()
    return Pipeline(
        interviewing=Interviewing(transactions, analyst, SecretRedactor(), clock, knowledge),
        assessing=Assessing(transactions, analyst, clock, knowledge),
        planning=Planning(transactions, analyst, clock, knowledge),
        write_documents=partial(write_documents, knowledge=knowledge),
    )
