"""Date tokens: a moment as Slack would show it, where whoever wrote it gave no words for it."""

import re
from datetime import UTC, datetime

_TOKEN = re.compile(r"\{(\w+)\}")
_FORMS = {
    "date_num": "%Y-%m-%d",
    "date_slash": "%d/%m/%Y",
    "date_long": "%A, {day} %B %Y",
    "date_full": "%A, {day} %B %Y",
    "date_long_full": "%A, {day} %B %Y",
    "date_long_pretty": "%A, {day} %B %Y",
    "day_divider_pretty": "%A, {day} %B %Y",
    "date": "{day} %B %Y",
    "date_pretty": "{day} %B %Y",
    "date_short": "{day} %b %Y",
    "date_short_pretty": "{day} %b %Y",
    "time": "%H:%M UTC",
    "time_secs": "%H:%M:%S UTC",
    "ago": "{day} %B %Y",
}


def format_date_token(seconds: int, form: str) -> str:
    """`form` holds tokens as {date_short}, and words around them. Days and hours are those of UTC, and said so."""
    moment = datetime.fromtimestamp(min(seconds, 253_402_300_799), UTC)

    def fill_in(match: re.Match[str]) -> str:
        pattern = _FORMS.get(match[1], _FORMS["date"]).replace("{day}", str(moment.day))
        return moment.strftime(pattern)

    return _TOKEN.sub(fill_in, form or "{date}")
