import os
from pathlib import Path

import pytest

from bot.domain.core.errors import SettingsInvalid
from bot.settings import Settings, export_provider_settings, load_settings


def test_the_address_of_slack_ends_with_a_slash_however_it_is_written() -> None:
    for written in ("https://slack.com/api", "https://slack.com/api/", "https://slack.com/api//"):
        assert Settings(slack_api_url=written).slack_api_url == "https://slack.com/api/"


@pytest.mark.parametrize(
    ("name", "value"), [("SLACK_API_URL", "slack.com/api"), ("PORT", "70000"), ("PORT", "http"), ("WORKERS", "0")]
)
def test_what_is_wrong_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsInvalid, match=f"^{name}: "):
        load_settings()


def test_what_is_left_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "PORT", "WORKERS"):
        monkeypatch.setenv(name, "")
    settings = load_settings()
    assert (settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret) == (None, None, None)
    assert (settings.slack_api_url, settings.port, settings.workers) == ("https://slack.com/api/", 3000, 16)


def test_tokens_are_not_shown() -> None:
    settings = Settings(slack_bot_token="xoxb-secret", slack_signing_secret="hush")
    assert "xoxb-secret" not in repr(settings) and "hush" not in repr(settings)


@pytest.mark.parametrize("written", ["sk-1", " sk-1 ", '"sk-1"', "'sk-1'", '" sk-1"\n'])
def test_a_key_loses_the_spaces_and_quotes_around_it(written: str) -> None:
    key = Settings(openai_api_key=written).openai_api_key
    assert key is not None and key.get_secret_value() == "sk-1"


@pytest.mark.parametrize("wrong", ["sk 1", "sk-\u200b1", "Bearer sk-1"])
def test_what_can_be_no_key_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", wrong)
    with pytest.raises(SettingsInvalid, match=r"^OPENAI_API_KEY: .*Copy it once more") as caught:
        load_settings()
    assert wrong not in str(caught.value)


@pytest.mark.parametrize(
    "written",
    [
        "http://127.0.0.1:8080/v1",
        " http://127.0.0.1:8080/v1/ ",
        '"http://127.0.0.1:8080/v1"',
        "http://127.0.0.1:8080/v1/chat/completions",
        "http://127.0.0.1:8080/v1/models/",
    ],
)
def test_the_address_of_a_model_is_what_comes_before_the_operation(written: str) -> None:
    assert Settings(openai_base_url=written).openai_base_url == "http://127.0.0.1:8080/v1"


@pytest.mark.parametrize("wrong", ["localhost:8080/v1", "127.0.0.1", "https://", "http://a b/v1", "ftp://a/v1"])
def test_an_address_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", wrong)
    with pytest.raises(SettingsInvalid, match=r"^OPENAI_BASE_URL: .*https://"):
        load_settings()


def test_the_keys_of_other_providers_reach_their_packages(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("ANTHROPIC_API_KEY='sk-ant-1 '\nAWS_REGION=eu-west-1\nAZURE_OPENAI_ENDPOINT=https://a.example/\n")
    export_provider_settings(env)
    assert os.environ["ANTHROPIC_API_KEY"] == "sk-ant-1"
    assert (os.environ["AWS_REGION"], os.environ["AZURE_OPENAI_ENDPOINT"]) == ("eu-west-1", "https://a.example/")


def test_what_stands_in_the_environment_wins_and_is_trimmed_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = tmp_path / ".env"
    env.write_text("MISTRAL_API_KEY=of-the-file\n")
    monkeypatch.setenv("MISTRAL_API_KEY", '"of-the-shell"')
    export_provider_settings(env)
    assert os.environ["MISTRAL_API_KEY"] == "of-the-shell"


def test_what_is_no_provider_s_stays_in_the_file(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("LANGSMITH_API_KEY=ls-1\nLANGCHAIN_TRACING_V2=true\nPOSTGRES_PASSWORD=pg\nPATH_TO=x\n")
    export_provider_settings(env)
    assert not {"LANGSMITH_API_KEY", "LANGCHAIN_TRACING_V2", "POSTGRES_PASSWORD", "PATH_TO"} & set(os.environ)


def test_a_provider_s_key_that_can_be_none_is_named(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("ANTHROPIC_API_KEY=sk ant\n")
    with pytest.raises(SettingsInvalid, match=r"^ANTHROPIC_API_KEY: "):
        export_provider_settings(env)


@pytest.mark.parametrize("saved_as", ["utf-16", "latin-1"])
def test_an_env_file_that_is_not_utf_8_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saved_as: str) -> None:
    (tmp_path / ".env").write_bytes("MODEL=openai:café\n".encode(saved_as))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsInvalid, match=r"^\.env can't be read: it isn't saved as UTF-8"):
        load_settings()


def test_a_mark_at_the_head_of_the_env_file_belongs_to_no_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_bytes("WORKERS=7\n".encode("utf-8-sig"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WORKERS", raising=False)
    assert load_settings().workers == 7
