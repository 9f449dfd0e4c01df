"""Settings: the only reader of the environment."""

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.core.errors import SettingsInvalid

_HERE = Path(__file__).resolve().parent
_INSTALLED = _HERE / "shipped"
SHIPPED = _INSTALLED if _INSTALLED.is_dir() else _HERE.parent
"""Where knowledge/, prompts/ and manifest.json lie: inside an installed package, or beside `bot/` in the repository."""


class Settings(BaseSettings):
    """Read from the environment, then from `.env`; a setting left empty counts as not set."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    model: str = "openai:gpt-5-mini"
    """Any model that LangChain's init_chat_model reaches, as `provider:name`."""
    model_timeout: float = Field(default=60.0, gt=0)
    """Seconds that one call of the model may take."""
    model_retries: int = Field(default=3, ge=0, le=10)
    """How often a call is tried again when the model's service is busy, down or slow."""
    database_url: str = "sqlite:///flightplan.db"
    knowledge_dir: Path = SHIPPED / "knowledge"
    prompts_dir: Path = SHIPPED / "prompts"
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    """For Socket Mode."""
    slack_signing_secret: SecretStr | None = None
    """For HTTP."""
    slack_api_url: str = "https://slack.com/api/"
    """Of Slack, or of any server that speaks its Web API."""
    slack_manifest: Path = SHIPPED / "manifest.json"
    """What the app was made from: says which scopes it needs."""
    port: int = Field(default=3000, ge=0, le=65535)
    """Where requests of Slack and questions for its health are answered; 0 for any free one."""
    workers: int = Field(default=4, ge=1, le=64)
    """How many conversations are worked side by side."""

    @field_validator("slack_api_url")
    @classmethod
    def _validate_address(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("an address begins with https://")
        return url.rstrip("/") + "/"


def load_settings() -> Settings:
    """Raises SettingsInvalid naming the variable that is wrong."""
    try:
        return Settings()
    except ValidationError as exc:
        first = exc.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsInvalid(f"{name}: {first['msg']}. Set it in the environment or in .env.") from exc
