import pytest

from bot.domain.core.errors import SettingsInvalid
from bot.settings import Settings, load_settings


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
    assert (settings.slack_api_url, settings.port, settings.workers) == ("https://slack.com/api/", 3000, 4)


def test_tokens_are_not_shown() -> None:
    settings = Settings(slack_bot_token="xoxb-secret", slack_signing_secret="hush")
    assert "xoxb-secret" not in repr(settings) and "hush" not in repr(settings)
