"""The log an operator reads: what happened comes first, and a traceback is read line by line."""

from bot.observability.logs import format_log_line


def test_a_line_says_what_happened_then_what_is_known_of_it_then_the_traceback() -> None:
    told = {"event": "event failed", "ref": "7F3K", "attempt": 2, "trace": "Traceback:\n  ZeroDivisionError"}
    assert format_log_line(None, "warning", told) == (
        "event failed ref='7F3K' attempt=2\nTraceback:\n  ZeroDivisionError"
    )
