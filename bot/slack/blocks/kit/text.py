"""Words fit for Slack: escaped, on one line, cut to a size without breaking anything."""

import re
import unicodedata
from urllib.parse import urlsplit

ELLIPSIS = "…"
QUOTE = 160
"""How much of a person's words stands in a line; the whole is one click away."""

SAID = 400
"""How much of what somebody said is shown: hardly a sentence is longer, and one that is cut could lose its "not"."""

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LOOKALIKES = str.maketrans({"*": "∗", "`": "ˋ", "~": "∼"})
"""Slack has no way to escape its formatting: what would switch it on is shown by a sign that looks the same."""
_EMOJI = re.compile(r":([\w+'-]*[^\W\d_][\w+'-]*):")
"""`:warning:` becomes a sign of ours, whoever wrote it."""
_UNDERSCORE_AT_AN_EDGE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_JOINERS = "\u200c\u200d"
_BLANK = {"\u2800", "\u3164", "\u115f", "\u1160", "\uffa0"}
_ATOM = re.compile(r"&(?:amp|lt|gt);|<[^<>\n]*>|.", re.S)
_SLACK_USER = re.compile(r"[UW](?:[A-Z0-9]{7,}|[A-Z0-9]*\d[A-Z0-9]*)")
_LONGEST_URL = 500


def count_utf16_units(text: str) -> int:
    """Characters as the strictest reader of Slack's limits would count them: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean_line(text: str) -> str:
    """On one line, without invisible characters that turn or hide what stands around them."""
    one_line = " ".join(text.split())
    if one_line.isascii() and one_line.isprintable():  # most lines, which a screen of lists has hundreds of
        return one_line or ELLIPSIS
    kept = "".join(c for c in one_line if c in _JOINERS or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    seen = any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANK for c in kept)
    return " ".join(kept.split()) if seen else ELLIPSIS


def shorten_text(text: str, most: int) -> str:
    """The first words that fit, and a sign that there is more."""
    if count_utf16_units(text) <= most:
        return text
    cut = text[: most - 1]
    while count_utf16_units(cut) > most - 1:
        cut = cut[:-1]
    in_a_word = text[len(cut)] != " "
    words = cut.rsplit(" ", 1)[0] if in_a_word and " " in cut[most // 2 :] else cut
    return words.rstrip(" ,;:.") + ELLIPSIS


def escape_text(text: str, most: int = QUOTE) -> str:
    """Somebody's words, shown as they are and doing nothing: no mention, no link, no emoji, no
    formatting."""
    short = shorten_text(clean_line(text), most)
    quiet = _UNDERSCORE_AT_AN_EDGE.sub("ˍ", short.translate(_LOOKALIKES))
    return _EMOJI.sub(r"∶\1∶", quiet).translate(_ESCAPES)


def escape_paragraphs(text: str) -> str:
    """A longer text of somebody's or the model's: its paragraphs kept, whole, and doing nothing."""
    lines = [
        escape_text(line.lstrip("> \t"), count_utf16_units(line) + 1) for line in text.split("\n") if line.strip("> \t")
    ]
    return "\n".join(lines) or ELLIPSIS


def is_slack_user(person_id: str) -> bool:
    return bool(_SLACK_USER.fullmatch(person_id))


def to_safe_url(url: str | None) -> str | None:
    return url if url is not None and _is_safe_url(url) else None


def _is_safe_url(url: str) -> bool:
    if count_utf16_units(url) > _LONGEST_URL or re.search(r"[\s<>|\"]", url) or not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.netloc)


def truncate_mrkdwn(mrkdwn: str, most: int) -> str:
    """Ready text cut to a size, never inside a mention, a link or an escape."""
    if count_utf16_units(mrkdwn) <= most:
        return mrkdwn
    room, kept = most - count_utf16_units(ELLIPSIS), []
    for atom in _ATOM.findall(mrkdwn):
        room -= count_utf16_units(atom)
        if room < 0:
            break
        kept.append(atom)
    return "".join(kept).rstrip() + ELLIPSIS


def strip_mrkdwn(mrkdwn: str) -> str:
    """Ready text for notifications and screen readers, which format nothing. Mentions stay, links become words."""
    words = re.sub(r"<https?://[^|<>]*\|([^<>]*)>", r"\1", mrkdwn)
    return re.sub(r"[*`]", "", _UNDERSCORE_AT_AN_EDGE.sub("", words))


def split_mrkdwn(mrkdwn: str, most: int, count: int) -> tuple[str, ...]:
    """Ready text in at most `count` pieces of a size, parted between lines where that is possible."""
    found: list[str] = []
    for line in mrkdwn.split("\n"):
        if found and count_utf16_units(found[-1]) + 1 + count_utf16_units(line) <= most:
            found[-1] += f"\n{line}"
        else:
            found.extend(_wrap_line(line, most))
    full = [piece for piece in found if piece.strip()]
    if len(full) <= count:
        return tuple(full)
    return (*full[: count - 1], truncate_mrkdwn(full[count - 1], most - 2).removesuffix(ELLIPSIS) + f" {ELLIPSIS}")


def _wrap_line(line: str, most: int) -> list[str]:
    parts, room = [""], most
    for atom in _ATOM.findall(line):
        if count_utf16_units(atom) > room:
            parts.append("")
            room = most
        parts[-1] += atom
        room -= count_utf16_units(atom)
    return parts
