"""The small pieces of Markdown: escaped words, quotes, dates, tables."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

OPEN = "*open*"
"""Stands where the team named nothing: a question, never a guess."""

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_AT_LINE_START = re.compile(r"^(?=[#+=-])|^(\d+)(?=[.)]\s)")


def plain(text: str) -> str:
    """Somebody's words as they are: on one line, with nothing in them that Markdown would act on."""
    one_line = " ".join(text.split())
    escaped = _SPECIAL.sub(r"\\\1", one_line)
    return _AT_LINE_START.sub(lambda match: f"{match.group(1) or ''}\\", escaped)


def quoted(text: str, speaker: str | None = None) -> str:
    words = f"“{plain(text.lstrip('-•* ').strip('“”'))}”"
    return f"{words} ({plain(speaker)})" if speaker else words


def cell(value: str | None) -> str:
    return plain(value) if value else OPEN


def day(when: date) -> str:
    return f"{when:%A} {when.day} {when:%B %Y}"


def short_day(when: date) -> str:
    return f"{when:%a} {when.day} {when:%b}"


def span(weeks: tuple[int, int]) -> str:
    return f"week {weeks[0]}" if weeks[0] == weeks[1] else f"weeks {weeks[0]} to {weeks[1]}"


def effort(days: float) -> str:
    if days == 0.5:
        return "half a day of work"
    return "1 day of work" if days == 1 else f"{days:g} days of work"


def numbers(values: Iterable[int]) -> str:
    """1, 2, 3, 7 as "1 to 3, 7"."""
    runs: list[list[int]] = []
    for value in sorted(values):
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ", ".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    return f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run))


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Cells have to be escaped already."""
    return [_row(headings), _row(["---"] * len(headings)), *(_row(row) for row in rows)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def bullets(items: Iterable[str]) -> list[str]:
    return [f"- {item}" for item in items]
