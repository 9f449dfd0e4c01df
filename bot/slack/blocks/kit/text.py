"""Words fit for Slack: escaped, on one line, cut to a size without breaking anything; names, dates, levels, quotes."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from bot.domain.core.people import Person
from bot.wording import formatter
from bot.wording.level_bar import bar

DONE = ":white_check_mark:"
AT_RISK = ":warning:"
DISAGREEMENT = ":left_right_arrow:"
WAITING = ":hourglass_flowing_sand:"
ELLIPSIS = "…"
QUOTE = 160
"""How much of a person's words stands in a line; the whole is one click away."""
NAME = 80

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LOOKALIKES = str.maketrans({"*": "∗", "`": "ˋ", "~": "∼"})
"""Slack has no way to escape its formatting: what would switch it on is shown by a sign that looks the same."""
_UNDERSCORE_AT_AN_EDGE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_QUOTATION_MARKS = '“”„"'
_JOINERS = "\u200c\u200d"
_BLANK = {"\u2800", "\u3164", "\u115f", "\u1160", "\uffa0"}
_ATOM = re.compile(r"&(?:amp|lt|gt);|<[^<>\n]*>|.", re.S)
_SLACK_USER = re.compile(r"[UW](?:[A-Z0-9]{7,}|[A-Z0-9]*\d[A-Z0-9]*)")
_LONGEST_URL = 500


def size(text: str) -> int:
    """Characters as the strictest reader of Slack's limits would count them: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cleaned(text: str) -> str:
    """On one line, without invisible characters that turn or hide what stands around them."""
    one_line = " ".join(text.split())
    kept = "".join(c for c in one_line if c in _JOINERS or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    seen = any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANK for c in kept)
    return " ".join(kept.split()) if seen else ELLIPSIS


def shortened(text: str, most: int) -> str:
    """The first words that fit, and a sign that there is more."""
    if size(text) <= most:
        return text
    cut = text[: most - 1]
    while size(cut) > most - 1:
        cut = cut[:-1]
    in_a_word = text[len(cut)] != " "
    words = cut.rsplit(" ", 1)[0] if in_a_word and " " in cut[most // 2 :] else cut
    return words.rstrip(" ,;:.") + ELLIPSIS


def plain(text: str, most: int = QUOTE) -> str:
    """Somebody's words, shown as they are and doing nothing: no mention, no link, no formatting."""
    short = shortened(cleaned(text), most)
    quiet = _UNDERSCORE_AT_AN_EDGE.sub("ˍ", short.translate(_LOOKALIKES))
    return quiet.translate(_ESCAPES)


def name(text: str) -> str:
    return plain(text, NAME)


def paragraphs(text: str) -> str:
    """A longer text of somebody's or the model's: its paragraphs kept, whole, and doing nothing."""
    lines = [plain(line.lstrip("> \t"), size(line) + 1) for line in text.split("\n") if line.strip("> \t")]
    return "\n".join(lines) or ELLIPSIS


def quoted(text: str, most: int = QUOTE) -> str:
    return f"“{plain(text.strip().strip(_QUOTATION_MARKS), most)}”"


def is_slack_user(person_id: str) -> bool:
    return bool(_SLACK_USER.fullmatch(person_id))


def mention(person: Person) -> str:
    """Whoever said it: as a mention where they are in Slack, else by first name."""
    return f"<@{person.id}>" if is_slack_user(person.id) else name(person.first_name)


def called(person: Person, among: Iterable[Person] = ()) -> str:
    """As colleagues call each other: by first name, or by the whole where another has the same. It rings nobody."""
    others = (other for other in among if other.id != person.id)
    whole = any(other.first_name.casefold() == person.first_name.casefold() for other in others)
    return mention(person) if person.name == person.id else name(person.name if whole else person.first_name)


def link(url: str | None, label: str) -> str:
    """A link, or only its label where there is no address that is safe to show."""
    if url is None or not _safe(url):
        return label
    return f"<{url.replace('&', '&amp;')}|{label}>"


def linkable(url: str | None) -> str | None:
    return url if url is not None and _safe(url) else None


def _safe(url: str) -> bool:
    if size(url) > _LONGEST_URL or re.search(r"[\s<>|\"]", url) or not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.netloc)


def clipped(mrkdwn: str, most: int) -> str:
    """Ready text cut to a size, never inside a mention, a link or an escape."""
    if size(mrkdwn) <= most:
        return mrkdwn
    room, kept = most - size(ELLIPSIS), []
    for atom in _ATOM.findall(mrkdwn):
        room -= size(atom)
        if room < 0:
            break
        kept.append(atom)
    return "".join(kept).rstrip() + ELLIPSIS


def unformatted(mrkdwn: str) -> str:
    """Ready text for notifications and screen readers, which format nothing. Mentions stay, links become words."""
    words = re.sub(r"<https?://[^|<>]*\|([^<>]*)>", r"\1", mrkdwn)
    return re.sub(r"[*`]", "", _UNDERSCORE_AT_AN_EDGE.sub("", words))


def pieces(mrkdwn: str, most: int, count: int) -> tuple[str, ...]:
    """Ready text in at most `count` pieces of a size, parted between lines where that is possible."""
    found: list[str] = []
    for line in mrkdwn.split("\n"):
        if found and size(found[-1]) + 1 + size(line) <= most:
            found[-1] += f"\n{line}"
        else:
            found.extend(_wrapped(line, most))
    full = [piece for piece in found if piece.strip()]
    if len(full) <= count:
        return tuple(full)
    return (*full[: count - 1], clipped(full[count - 1], most - 2).removesuffix(ELLIPSIS) + f" {ELLIPSIS}")


def _wrapped(line: str, most: int) -> list[str]:
    parts, room = [""], most
    for atom in _ATOM.findall(line):
        if size(atom) > room:
            parts.append("")
            room = most
        parts[-1] += atom
        room -= size(atom)
    return parts


def level_bar(level: float | None) -> str:
    return f"`{bar(level)}`"


def number(mean: float) -> str:
    """2.0, 1.25: never more digits than mean something."""
    text = f"{mean:.2f}"
    return text[:-1] if text.endswith("0") else text


def listed(items: Iterable[str], most: int = 6) -> str:
    """As elsewhere; a message has room for six."""
    return formatter.listed(items, most)


def full_day(when: date) -> str:
    return f"{formatter.day(when)} {when.year}"
