"""Flags: what people pass to a command after its flag for a password, a key or a token, whatever the command is."""

import re

from bot.redaction.announced import NOT_YET, VALUE
from bot.redaction.rules import API_KEY, PASSWORD, TOKEN, Rule, build_rule
from bot.redaction.values import is_declared_secret, is_made_up, is_mixed, is_mixed_or_symbols

_ADDRESS = re.compile(r"^[\d.:,/-]+(?:tcp|udp)?$")
"""A port, several, or where they lead: no secret after `-p`."""
_SYMBOL = re.compile(r"[A-Z!@#$^&*?~]")
_WRITES_FILES = "".join(rf"(?<!{command} )" for command in ("mkdir", "cp", "install", "tar", "rm", "scp", "rsync"))
_DASH = rf"(?<![\w\-–—/.]){_WRITES_FILES}[-–—]"
_QUOTED = rf"""["'`“‘](?P<quoted>{NOT_YET}[^"'`”’\n]{{2,200}})["'`”’]"""
_BARE = rf"""(?P<bare>{NOT_YET}[^\s"'`;|]{{6,64}})"""
_LONG = r"pass(?:wor[dt]|wd|phrase|code)?|pwd|pw"
_LONG_KEY = r"(?:[a-z]{1,20}-){0,2}(?:secret|api-key|access-key|private-key|key)"
_SPACED = rf"(?![\w-])[ \t]{{1,3}}{VALUE}"


def _is_quoted_secret(value: str, rest: str) -> bool:
    """Whoever puts quotes there hides what a shell would read, blanks too; an address needs none."""
    return is_declared_secret(value, rest) and not _ADDRESS.search(value) and value.strip("\\").isascii()


def _is_attached_secret(value: str, rest: str) -> bool:
    return is_made_up(value, rest) and _SYMBOL.search(value) is not None and not _ADDRESS.search(value)


def _is_spaced_secret(value: str, rest: str) -> bool:
    return _is_attached_secret(value, rest) or (" " in value and is_mixed(value, rest) and bool(_SYMBOL.search(value)))


def _is_paired_secret(value: str, rest: str) -> bool:
    """After `name:`; a group or a branch is an ordinary word, a container's user a number."""
    return is_mixed_or_symbols(value, rest) and not _ADDRESS.search(value)


def _is_windows_secret(value: str, rest: str) -> bool:
    """Not a setting of a build, as `/p:Version=1.2`."""
    return "=" not in value and (is_made_up(value, rest) or ("/u:" in rest.lower() and is_mixed(value, rest)))


_SHORT: tuple[Rule, ...] = (
    build_rule(PASSWORD, "-p|–p|—p|-w|–w", rf"{_DASH}[pw][=:]?{_QUOTED}", _is_quoted_secret),
    build_rule(PASSWORD, "-p|–p|—p", rf"{_DASH}p[=:]?{_BARE}", _is_attached_secret),
    build_rule(PASSWORD, "-p|–p|—p", rf"{_DASH}p[ \t]{{1,3}}{VALUE}", _is_spaced_secret),
    build_rule(PASSWORD, "-u|–u|—u", rf"{_DASH}u\s{{0,3}}[\"'`“‘]?[^\s:\"'`/]{{1,60}}:{VALUE}", _is_paired_secret),
    build_rule(PASSWORD, "/p", rf"(?<![\w/:.-])/p(?:w|wd|ass)?:{VALUE}", _is_windows_secret),
)
_OF_COMMANDS: tuple[Rule, ...] = (
    build_rule(PASSWORD, "7z", rf"7z\w{{0,2}}(?=\s)[^\n]{{0,120}}?\s-p{VALUE}", is_declared_secret),
    build_rule(
        PASSWORD, "zip|sqlcmd", rf"(?:zip|sqlcmd)(?=\s)[^\n]{{0,120}}?\s-P\s?{VALUE}", is_declared_secret, exact=True
    ),
    build_rule(PASSWORD, "redis-cli", rf"redis-cli\s[^\n]{{0,120}}?-a\s?{VALUE}", is_mixed_or_symbols),
)
_LONG_FLAGS: tuple[Rule, ...] = (
    build_rule(
        PASSWORD,
        "--|—",
        rf"(?:--|—)(?:[a-z]{{1,20}}-){{0,2}}(?:{_LONG})(?![\w-])[ \t]{{1,3}}{_QUOTED}",
        _is_quoted_secret,
    ),
    build_rule(PASSWORD, "--|—", rf"(?:--|—)(?:[a-z]{{1,20}}-){{0,2}}(?:{_LONG}){_SPACED}", is_mixed_or_symbols),
    build_rule(API_KEY, "--|—", rf"(?:--|—){_LONG_KEY}{_SPACED}", is_mixed),
    build_rule(TOKEN, "--|—", rf"(?:--|—)(?:[a-z]{{1,20}}-){{0,2}}token{_SPACED}", is_mixed),
)
FLAGS: tuple[Rule, ...] = (*_SHORT, *_OF_COMMANDS, *_LONG_FLAGS)
