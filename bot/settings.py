"""Settings: the only reader of the environment."""

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.errors import SettingsInvalid

ROOT = Path(__file__).resolve().parent.parent


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
    knowledge_dir: Path = ROOT / "knowledge"
    prompts_dir: Path = ROOT / "prompts"


def load_settings() -> Settings:
    """Raises SettingsInvalid naming the variable that is wrong."""
    try:
        return Settings()
    except ValidationError as exc:
        first = exc.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsInvalid(f"{name}: {first['msg']}. Set it in the environment or in .env.") from exc
