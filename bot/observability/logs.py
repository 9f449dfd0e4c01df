"""The log that an operator reads: a line an event, without anybody's words; and where a traceback is kept."""

import logging
import tempfile
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog


def configure_logs() -> None:
    """For an operator: a line an event on standard error, without anybody's words."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for talkative in ("alembic.runtime.plugins", "bm25s", "slack_sdk"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    structlog.configure(
        processors=[structlog.processors.format_exc_info, format_log_line],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def silence_logs() -> None:
    """At a terminal there is no operator: whoever sits there is told what they need to know."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def format_log_line(_: object, __: str, told: MutableMapping[str, Any]) -> str:
    """What happened, then what is known of it, then the traceback as it is read best."""
    happened, traces = told.pop("event"), [told.pop(key, None) for key in ("trace", "exception")]
    line = " ".join([str(happened), *(f"{key}={value!r}" for key, value in told.items())])
    return "\n".join([line, *(str(trace) for trace in traces if trace)])


def save_traceback() -> Path:
    """Of the exception that is being handled; gives the file it was written to."""
    with tempfile.NamedTemporaryFile("w", prefix="flightplan-", suffix=".log", delete=False, encoding="utf-8") as log:
        log.write(traceback.format_exc())
    return Path(log.name)
