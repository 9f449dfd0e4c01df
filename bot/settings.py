"""Settings: the only reader of the environment."""

import base64
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, get_args

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.core.errors import SettingsInvalid

_HERE = Path(__file__).resolve().parent
_INSTALLED = _HERE / "shipped"
SHIPPED = _INSTALLED if _INSTALLED.is_dir() else _HERE.parent
"""Where knowledge/, prompts/ and manifest.json lie: inside an installed package, or beside `bot/` in the repository."""


_ENV_FILE = ".env"
_ENCODING = "utf-8-sig"
"""With the mark that some editors put first, or without."""
_OPERATION = re.compile(r"/(?:chat/completions|completions|responses|models|embeddings)$")
"""What is often copied along with an address, and is added to it by the client."""
_OF_A_PROVIDER = re.compile(
    r"(?:ANTHROPIC|AZURE|AWS|BEDROCK|CEREBRAS|CO|COHERE|DEEPSEEK|FIREWORKS|GEMINI|GOOGLE|GROQ|HF|HUGGINGFACEHUB|MISTRAL"
    r"|NVIDIA|OLLAMA|OPENROUTER|PPLX|TOGETHER|UPSTAGE|VERTEX|WATSONX|XAI)_\w+\Z|OPENAI_(?:API_VERSION|ORG_ID)\Z"
)
"""Settings that are no business of ours. Those of LangSmith are not among them: it would be sent people's words."""


MaskedKind = Literal["email", "phone", "iban", "card", "id", "health"]


class Settings(BaseSettings):
    """Read from the environment, then from `.env`; a setting left empty counts as not set."""

    model_config = SettingsConfigDict(
        env_file=_ENV_FILE, env_file_encoding=_ENCODING, extra="ignore", env_ignore_empty=True
    )

    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    model: str = "openai:gpt-5-mini"
    """Any model that LangChain's init_chat_model reaches, as `provider:name`."""
    model_effort: str | None = Field(default=None, pattern="^[a-z]+$")
    """How much a reasoning model thinks before each answer, in its provider's word; None: little where it reads an
    answer, else as much as it likes."""
    model_timeout: float = Field(default=12.0, gt=0)
    """Seconds that a call of the model may take, all its tries together, where somebody waits for it."""
    model_long_timeout: float = Field(default=180.0, gt=0)
    """The same for a rating and for the wording of a plan."""
    model_concurrency: int = Field(default=64, ge=1, le=1000)
    """How many calls the model's service is sent at once, at most; a quarter as many for ratings and plans beside."""
    model_retries: int = Field(default=3, ge=0, le=10)
    """How often a call is tried again when the model's service is busy, down or slow."""
    model_calls: Literal["on", "off"] = "on"
    """Off: no model is called, whatever else is set; everything is read by rule."""
    model_calls_per_day: int | None = Field(default=None, ge=1)
    model_calls_per_month: int | None = Field(default=None, ge=1)
    model_cost_per_day: float | None = Field(default=None, gt=0)
    """In US dollars, by list prices."""
    model_cost_per_month: float | None = Field(default=None, gt=0)
    mask_personal_data: Annotated[tuple[MaskedKind, ...], NoDecode] = ()
    """What of people's words the model is not shown: kinds, parted by commas, or `all`."""
    database_url: str = "sqlite:///flightplan.db"
    knowledge_dir: Path = SHIPPED / "knowledge"
    prompts_dir: Path = SHIPPED / "prompts"
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    """For Socket Mode."""
    slack_signing_secret: SecretStr | None = None
    """For HTTP."""
    slack_client_id: str | None = None
    """For several workspaces: the app's, from its page Basic Information."""
    slack_client_secret: SecretStr | None = None
    slack_redirect_uri: str | None = None
    """Where Slack sends people back to who install the app; needed where its page names more than one."""
    encryption_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    """Keys of the tokens that are kept, parted by commas: the first closes, each of them opens."""
    slack_api_url: str = "https://slack.com/api/"
    """Of Slack, or of any server that speaks its Web API."""
    slack_manifest: Path = SHIPPED / "manifest.json"
    """What the app was made from: says which scopes it needs."""
    otel_exporter_otlp_endpoint: str | None = None
    """Where traces are collected, by OTLP over HTTP; None: nothing is traced."""
    otel_service_name: str = "flightplan"
    """What these processes are called there."""
    audit_days: int = Field(default=400, ge=1, le=36_500)
    """How long it is kept who did what, when and from where."""
    retention_days: int | None = Field(default=None, ge=1, le=36_500)
    """After how many days a pilot that nobody uses goes; None: it stays until it is deleted."""
    retention_notice_days: int = Field(default=14, ge=1, le=365)
    """How long before that its lead is told."""
    answer_days: int | None = Field(default=None, ge=1, le=36_500)
    """After how many days the words of answers go, where their interview is over."""
    digest_days: int | None = Field(default=None, ge=1, le=36_500)
    uninstalled_days: int = Field(default=30, ge=1, le=3_650)
    """How long everything of a workspace is kept after the app was uninstalled there."""
    port: int = Field(default=3000, ge=0, le=65535)
    """Where requests of Slack and questions for its health are answered; 0 for any free one."""
    host: str = "127.0.0.1"
    """Where that is listened for: on this machine alone; 0.0.0.0 for all that reach it, as in a container."""
    workers: int = Field(default=16, ge=1, le=64)
    """How many conversations each process works side by side, beside those that wait for the model."""
    processes: int | None = Field(default=None, ge=0, le=64)
    """How many work beside the one that takes in; 0: everything is done in one process; None: as many as the machine
    has cores but one, on SQLite one."""

    @field_validator("*", mode="before")
    @classmethod
    def _trim(cls, value: object) -> object:
        return trim_setting(value) if isinstance(value, str) else value

    @field_validator("mask_personal_data", mode="before")
    @classmethod
    def _split_kinds(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        kinds = [kind.strip().lower() for kind in value.split(",") if kind.strip()]
        return [*get_args(MaskedKind)] if kinds == ["all"] else kinds

    @field_validator("encryption_keys", mode="before")
    @classmethod
    def _split_keys(cls, value: object) -> object:
        return [key.strip() for key in value.split(",") if key.strip()] if isinstance(value, str) else value

    @field_validator("encryption_keys")
    @classmethod
    def _validate_encryption_keys(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for number, key in enumerate(keys, 1):
            check_encryption_key(number, key.get_secret_value())
        return keys

    @field_validator(
        "openai_api_key", "slack_bot_token", "slack_app_token", "slack_signing_secret", "slack_client_secret"
    )
    @classmethod
    def _validate_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None:
            check_key(key.get_secret_value())
        return key

    @field_validator("openai_base_url")
    @classmethod
    def _validate_model_address(cls, url: str | None) -> str | None:
        return _OPERATION.sub("", check_address(url)) if url is not None else None

    @field_validator("slack_redirect_uri", "otel_exporter_otlp_endpoint")
    @classmethod
    def _validate_optional_address(cls, url: str | None) -> str | None:
        return check_address(url) if url is not None else None

    @field_validator("slack_api_url")
    @classmethod
    def _validate_address(cls, url: str) -> str:
        return check_address(url) + "/"


def trim_setting(value: str) -> str:
    """Without the spaces and the quotation marks around it, which a shell takes off and an env file does not."""
    bare = value.strip()
    quoted = len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'"
    return bare[1:-1].strip() if quoted else bare


def check_key(key: str) -> None:
    """Raises ValueError for what no key can be; never says what it is."""
    if re.search(r"\s", key) or not key.isascii():
        raise ValueError("holds a space or a character that no key has. Copy it once more")


def check_encryption_key(number: int, key: str) -> None:
    """32 bytes in the alphabet of addresses, as Fernet has them. Raises ValueError; never says what it is."""
    try:
        sound = len(base64.urlsafe_b64decode(key)) == 32
    except ValueError:
        sound = False
    if not sound:
        raise ValueError(f"key {number} is none. `python -m bot keys new` makes one")


def check_address(url: str) -> str:
    """The address without a slash at its end. Raises ValueError."""
    if not re.fullmatch(r"https?://[^\s/\"']+[^\s\"']*", url):
        raise ValueError("an address begins with https:// or http:// and holds no spaces")
    return url.rstrip("/")


def export_provider_settings(file: Path = Path(_ENV_FILE)) -> None:
    """Hands what `.env` says of other providers to their packages, which look in the environment; what stands there
    already wins. Raises SettingsInvalid naming the variable that is wrong."""
    found: Mapping[str, str | None] = {**_read_env_file(file), **os.environ}
    for name, value in found.items():
        if _OF_A_PROVIDER.match(name) and (trimmed := trim_setting(value or "")):
            try:
                if name.endswith(("KEY", "TOKEN", "SECRET")):
                    check_key(trimmed)
            except ValueError as exc:
                raise SettingsInvalid(f"{name}: {exc}. Set it in the environment or in .env.") from exc
            os.environ[name] = trimmed


def _read_env_file(file: Path) -> Mapping[str, str | None]:
    try:
        return dotenv_values(file, encoding=_ENCODING)
    except UnicodeDecodeError as exc:
        raise SettingsInvalid(f"{file.name} can't be read: it isn't saved as UTF-8. Save it so.") from exc
    except OSError as exc:
        raise SettingsInvalid(f"{file.name} can't be read ({exc.strerror}).") from exc


def load_settings() -> Settings:
    """What other providers need is in the environment then. Raises SettingsInvalid naming the variable that is
    wrong."""
    export_provider_settings()
    try:
        return Settings()
    except ValidationError as exc:
        first = exc.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsInvalid(f"{name}: {first['msg']}. Set it in the environment or in .env.") from exc
