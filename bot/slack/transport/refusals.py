"""Refusals: which of Slack's refusals no waiting will mend, in words for the operator who reads the dead letters."""

from bot.domain.core.errors import SlackRefused
from bot.services.worker.handler import PermanentFailure

_OF_CONTENT = "Slack does not accept it as it is, which is a mistake of Flightplan."
_NOBODY = "This person cannot be written to."
_GROUPS = {
    "Flightplan's bot token is no longer valid: install the app again, set SLACK_BOT_TOKEN and retry this.": (
        "account_inactive invalid_auth not_authed token_expired token_revoked"
    ),
    "The channel is gone, or Flightplan is not in it: invite it there (/invite @Flightplan) and retry this.": (
        "channel_not_found not_in_channel team_not_found"
    ),
    "The channel is archived.": "is_archived",
    _NOBODY: (
        "cannot_dm_bot messages_tab_disabled user_disabled user_not_found user_not_in_channel "
        "user_not_visible users_not_found"
    ),
    "The workspace does not allow Flightplan to write there.": (
        "ekm_access_denied no_permission restricted_action restricted_action_non_threadable_channel "
        "restricted_action_read_only_channel restricted_action_thread_only_channel team_access_not_granted"
    ),
    _OF_CONTENT: (
        "invalid_arguments invalid_blocks invalid_blocks_format invalid_metadata_format "
        "metadata_too_large msg_blocks_too_long msg_too_long no_text view_too_large"
    ),
    "The thread is gone: its first message was deleted.": "cannot_reply_to_message thread_not_found",
    "The app may not do this: update it from manifest.json, reinstall it and retry this.": (
        "missing_scope not_allowed_token_type"
    ),
    "This Slack server does not have what Flightplan calls.": "unknown_method",
}
_HOPELESS = {code: words for words, codes in _GROUPS.items() for code in codes.split()}


def is_content_refusal(refusal: SlackRefused) -> bool:
    """Whether it is only this message that Slack does not take."""
    return _HOPELESS.get(refusal.code) == _OF_CONTENT


def may_mean_departure(refusal: SlackRefused) -> bool:
    """Whether whoever it was for may have left. Slack calls an account that is switched off inactive as well."""
    return _HOPELESS.get(refusal.code) == _NOBODY or refusal.code == "account_inactive"


def may_mean_channel_lost(refusal: SlackRefused) -> bool:
    """Whether the channel may be archived, gone, or without us."""
    return refusal.code in {"is_archived", "channel_not_found", "not_in_channel"}


def to_final_error(refusal: SlackRefused) -> Exception:
    """PermanentFailure where trying again will never help; otherwise the refusal, to be tried again a few times."""
    words = _HOPELESS.get(refusal.code)
    return refusal if words is None else PermanentFailure(f"{words} {refusal}")
