"""The small pieces of what is written: clean words, quotes, levels, dates, efforts."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.documents.contents.outline import Cell, Run, Words
from bot.domain.core.invisible_characters import visible
from bot.wording.level_bar import bar

OPEN = Run("open", "open")
NOTHING = Run("–")

_UNPRINTABLE = re.compile("[\x80-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAK, _PIECE = "\u200b", 10
_LONG_WORD = re.compile(r"[^\s\u200b-]{20,}")
_LIST_MARK = re.compile(r"^(?:[-•*]\s+)+")


def clean(text: str) -> str:
    """Somebody's words on one line, without what no document may hold: controls, hidden marks, halves of characters."""
    return " ".join(_UNPRINTABLE.sub("", visible(text)).split())


def shortened(text: str, most: int) -> str:
    cleaned = clean(text)
    return cleaned if len(cleaned) <= most else f"{cleaned[: most - 1].rstrip()}…"


def words(*pieces: str | Run) -> Words:
    """Text and runs as they come, cleaned; what is empty is left out."""
    runs = [piece if isinstance(piece, Run) else Run(piece) for piece in pieces]
    return tuple(Run(text, run.style) for run in runs if (text := _one_line(run.text)))


def strong(text: str) -> Run:
    return Run(text, "strong")


def cell(*pieces: str | Run) -> Cell:
    return (words(*pieces),)


def named(value: str | None) -> Cell:
    """What somebody named, or that it is open."""
    return cell(value) if value and clean(value) else (words(OPEN),)


def quoted(text: str, speaker: str | None = None) -> str:
    said = f"“{_LIST_MARK.sub('', clean(text)).strip('“”')}”"
    return f"{said} ({clean(speaker)})" if speaker else said


def breakable(text: str) -> str:
    """With a place to break inside every word that is too long for a line of a table."""
    return _LONG_WORD.sub(lambda word: _BREAK.join(_pieces(word.group())), text)


def _pieces(word: str) -> list[str]:
    return [word[at : at + _PIECE] for at in range(0, len(word), _PIECE)]


def level(value: int | None, name: str) -> str:
    """Bar and name: told without colour, and aloud."""
    return f"{bar(value)} {name}" if value is None else f"{bar(value)} {value} {name}"


def day(when: date) -> str:
    return f"{when:%A} {when.day} {when:%B %Y}"


def short_day(when: date) -> str:
    return f"{when:%a} {when.day} {when:%b}"


def dates(start: date, due: date) -> str:
    return short_day(due) if start == due else f"{short_day(start)} to {short_day(due)}"


def span(weeks: tuple[int, int]) -> str:
    return f"week {weeks[0]}" if weeks[0] == weeks[1] else f"weeks {weeks[0]} to {weeks[1]}"


def effort(days: float) -> str:
    if days == 0.5:
        return "half a day of work"
    return "1 day of work" if days == 1 else f"{days:g} days of work"


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"


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


def _one_line(text: str) -> str:
    """As `clean`, with the spaces at its ends kept: runs follow each other."""
    inner = clean(text)
    if not inner:
        return " " if text and text.isspace() else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"
