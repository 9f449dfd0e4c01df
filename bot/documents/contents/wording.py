"""How the small things are written: clean words, quotes, levels, dates, efforts."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.core.invisible_characters import strip_invisible
from bot.wording.level_bar import render_bar

_UNPRINTABLE = re.compile("[\x80-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAK, _PIECE = "\u200b", 10
_LONG_WORD = re.compile(r"[^\s\u200b-]{20,}")
_LIST_MARK = re.compile(r"^(?:[-•*]\s+)+")


def clean_line(text: str) -> str:
    """Somebody's words on one line, without what no document may hold: controls, hidden marks, halves of characters."""
    return " ".join(_UNPRINTABLE.sub("", strip_invisible(text)).split())


def shorten_text(text: str, most: int) -> str:
    """The first whole words that fit, and a sign that there is more; half a name is nobody's."""
    cleaned = clean_line(text)
    if len(cleaned) <= most:
        return cleaned
    cut = cleaned[: most - 1]
    in_a_word = cleaned[most - 1] != " " and " " in cut[most // 2 :]
    return f"{(cut.rsplit(' ', 1)[0] if in_a_word else cut).rstrip()}…"


def format_quote(text: str, speaker: str | None = None) -> str:
    said = f"“{_LIST_MARK.sub('', clean_line(text)).strip('“”')}”"
    return f"{said} ({clean_line(speaker)})" if speaker else said


def make_breakable(text: str) -> str:
    """With a place to break inside every word that is too long for a line of a table."""
    return _LONG_WORD.sub(lambda word: _BREAK.join(_split_word(word.group())), text)


def _split_word(word: str) -> list[str]:
    return [word[at : at + _PIECE] for at in range(0, len(word), _PIECE)]


def format_level_with_bar(value: int | None, name: str) -> str:
    """Bar and name: told without colour, and aloud."""
    return f"{render_bar(value)} {name}" if value is None else f"{render_bar(value)} {value} {name}"


def format_short_day(when: date) -> str:
    return f"{when:%a} {when.day} {when:%b}"


def format_dates(start: date, due: date) -> str:
    return format_short_day(due) if start == due else f"{format_short_day(start)} to {format_short_day(due)}"


def list_range(earliest: date | None, latest: date | None) -> tuple[str, ...]:
    """When something that is not committed to may be: "not before Mon 4 Jan", "at the latest Fri 12 Feb"."""
    told = [f"not before {format_short_day(earliest)}"] if earliest else []
    told += [f"at the latest {format_short_day(latest)}"] if latest else []
    return tuple(told) or ("no date yet",)


def format_range(earliest: date | None, latest: date | None) -> str:
    return ", ".join(list_range(earliest, latest))


def format_weeks(weeks: tuple[int, int]) -> str:
    return f"week {weeks[0]}" if weeks[0] == weeks[1] else f"weeks {weeks[0]} to {weeks[1]}"


def format_effort(days: float, elapsed: float = 0.0) -> str:
    """In working days of one person; `elapsed`: how many days that takes at the least."""
    effort = "half a day" if days == 0.5 else "1 day" if days == 1 else f"{days:g} days"
    return f"{effort} of work" + (f" over at least {elapsed:g}" if elapsed > days else "")


def format_number_ranges(values: Iterable[int]) -> str:
    """1, 2, 3, 7 as "1 to 3, 7"."""
    runs: list[list[int]] = []
    for value in sorted(values):
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ", ".join(_format_number_run(run) for run in runs)


def _format_number_run(run: Sequence[int]) -> str:
    return f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run))
