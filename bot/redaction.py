"""Redaction: keys, tokens and passwords that people paste into a chat are taken out before anything keeps them.

Own patterns, on purpose: loading detect-secrets takes a quarter of a second (it brings an HTTP client along), and its
rules are made for files of code, where `password is hunter2` does not occur. The tests hold these patterns against its.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from bot.services.ports.core import RedactedText

API_KEY, TOKEN, PASSWORD, PRIVATE_KEY = "an API key", "an access token", "a password", "a private key"

_NOT_YET = r"(?!\[redacted: )"
_MARKUP = r"""["'`\])}*_~]{0,3}"""
_VALUE = rf"""(?:["'`“‘«](?P<quoted>{_NOT_YET}[^"'`”’»\n]{{2,200}})["'`”’»]|(?P<bare>(?:{_NOT_YET}[^\s"'`;|])+))"""
_EQUALS = rf"{_MARKUP}\s{{0,3}}(?:=>|:=|={{1,3}})\s{{0,3}}"
_COLON = rf"{_MARKUP}\s{{0,3}}(?::(?!//)|->|→)\s{{0,3}}[\"'`*_~]{{0,3}}\s?"
_IS = r"(?:['’]s|\s{1,3}(?:is|was|ist|lautet|est|es))(?:\s+(?:still|now|just|simply|currently|set\s+to))?\s*:?\s+"

_SAYS_PASSWORD = (
    r"(?:pass ?(?:word|phrase|code|wd)|passwor?t|kennwort|mot de passe|contrase[ñn]a|wachtwoord|senha|pwd"
    r"|(?<![a-z0-9])pw|(?<![a-z])pass(?=\s*=)|_pass)(?!s)(?:_\w{1,20})?"
)
_FOR_WHAT = r"(?:\s+(?:for|to|of|on|at|in)(?:\s+[^\s.;:=]{1,30}){1,4}?)?"
_SAYS_KEY = (
    r"(?:(?:api|auth|access|account|service|storage|subscription|license|licence|secret|shared|encryption|signing"
    r"|master|admin|azure|openai|anthropic|aws|gcp|google|database|db|client|private|priv)[ _-]?(?:access[ _-]?)?key"
    r"|(?<!primary)(?<!foreign)(?<!partition)(?<!sort)(?<!business)(?<!natural)(?<!cache)(?<!row)(?<=\w)[_-]key"
    r"|(?:client[ _-]?|app[ _-]?)?secret|credential)(?!s)(?:[_-]\w{1,20})?"
)
_SAYS_TOKEN = r"(?:token|sas|bearer)(?!s|i[sz])(?:_\w{1,20})?"

_PLAIN_WORD = re.compile(
    r"^(?:a|all|an|and|any|as|at|blank|by|changed|daily|different|empty|every|expired|false|for|forgotten|gone|here|in|it"
    r"|known|lost|managed|mandatory|missing|monthly|my|n/a|no|nobody|none|not|nothing|null|of|off|ok|on|one|optional|or"
    r"|our|protected|required|reset|rotated|same|see|set|shared|somebody|someone|stored|tb[acd]|that|the|their|there|they"
    r"|this|true|undefined|unknown|unset|we|weekly|who|with|wrong|yes|you|your)$",
    re.I,
)
_STAND_IN = re.compile(r"^(?:[$%<{]|\.\.|…|os\.|process\.|env\.)|^(.)\1*$")
_PLAIN_NUMBER = re.compile(
    r"^\W*\d{1,5}(?:[.,]\d+)?[-–]?(?:days?|weeks?|months?|years?|hours?|h|d|min(?:ute)?s?|m|s|ms|x|k|st|nd|rd|th|fa|bits?"
    r"|char(?:acter)?s?|digits?|words?|people|users?)?\W*$",
    re.I,
)
_PLAIN_TERM = re.compile(
    r"^(?:oauth|sha|aes|rsa|md5|hmac|saml|mfa|2fa|b2[bc]|s3|[om]365|tls|ssl|utf|base64|x\.?509|q[1-4]\b|h[12]\b|v\d"
    r"|gpt|claude|s/4|[a-z]+365|http|www\.|[a-z]+://(?!\S+:\S+@))",
    re.I,
)


class _Rule(NamedTuple):
    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str, str], bool]
    """Whether the value is a secret, given the rest of its line."""


def _is_always_secret(value: str, rest: str) -> bool:
    return True


def _is_declared_secret(value: str, rest: str) -> bool:
    """After an equals sign: everything but a word that speaks of the secret, or a stand-in for it."""
    return len(value) > 1 and not _PLAIN_WORD.search(value) and not _STAND_IN.search(value)


def _is_mixed(value: str, rest: str) -> bool:
    """Letters and digits together, as no ordinary word has them; or longer than any word."""
    if (
        len(value) < 6
        or _PLAIN_NUMBER.search(value)
        or _PLAIN_TERM.search(value)
        or not _is_declared_secret(value, rest)
    ):
        return False
    return bool(re.search(r"[A-Za-z]", value) and re.search(r"\d", value)) or len(value) >= 24


def _is_mixed_lower_case(value: str, rest: str) -> bool:
    """With nothing between the word password and it: codes and product names such as S/4HANA stay."""
    return _is_mixed(value, rest) and bool(re.search(r"[a-z]", value)) and "/" not in value


def _is_mixed_or_symbols(value: str, rest: str) -> bool:
    symbols = re.search(r"\w[@#$^*!+=~]+\w|\d{6}", value) and not _PLAIN_TERM.search(value)
    return _is_mixed(value, rest) or bool(symbols and _is_declared_secret(value, rest))


def _is_mixed_or_alone(value: str, rest: str) -> bool:
    """After a colon also an ordinary word or number, when nothing follows it on its line."""
    quoted = rest[:1] in {'"', "'", "`"}
    alone = not rest.strip(" .*_~)") and len(value) > 3 and not _PLAIN_TERM.search(value)
    return _is_mixed_or_symbols(value, rest) or ((alone or quoted) and _is_declared_secret(value, rest))


def _build_rule(kind: str, pattern: str, holds: Callable[[str, str], bool] = _is_always_secret) -> _Rule:
    return _Rule(kind, re.compile(pattern, re.I), holds)


def _build_exact_rule(kind: str, *patterns: str) -> _Rule:
    joined = "|".join(patterns)
    return _Rule(kind, re.compile(rf"(?<![A-Za-z0-9])(?P<bare>{joined})"), _is_always_secret)


_RULES = (
    _Rule(
        PRIVATE_KEY,
        re.compile(
            r"(?P<bare>-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
            r"(?:[\s\S]{0,20000}?-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----|(?:\s*(?:\\n)?[A-Za-z0-9+/=]{16,})*))"
        ),
        _is_always_secret,
    ),
    _build_rule(PASSWORD, _SAYS_PASSWORD + _EQUALS + _VALUE, _is_declared_secret),
    _build_rule(PASSWORD, _SAYS_PASSWORD + _FOR_WHAT + _COLON + _VALUE, _is_mixed_or_alone),
    _build_rule(PASSWORD, _SAYS_PASSWORD + _FOR_WHAT + _IS + _VALUE, _is_mixed_or_symbols),
    _build_rule(PASSWORD, _SAYS_PASSWORD + r"[ \t]{1,3}" + _VALUE, _is_mixed_lower_case),
    _build_rule(
        PASSWORD,
        r"\b(?:creds?|credentials|log-?in)\s*(?::|\s(?:is|are)\s)\s*[^\s/:]{1,60}\s?[/:](?!/)\s?" + _VALUE,
        _is_mixed,
    ),
    _build_rule(
        PASSWORD,
        r"\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@<>]{0,80}:(?!\d{1,5}/)(?P<bare>"
        + _NOT_YET
        + r"[^\s@]{1,200}(?:@[^\s@/]{1,80})*)@(?=[^\s@])",
    ),
    _build_rule(API_KEY, rf"{_SAYS_KEY}(?:{_EQUALS}|{_COLON}|{_IS}){_VALUE}", _is_mixed),
    _build_rule(
        API_KEY, r"\bkey(?:" + _EQUALS + "|" + _COLON + "|" + _IS + r")(?P<bare>(?=\w*\d)(?=\w*[a-z])[\w+/=]{20,})"
    ),
    _build_rule(TOKEN, r"\b(?:bearer|authorization:\s*(?:basic|token|apikey))\s+" + _VALUE, _is_mixed),
    _build_rule(TOKEN, rf"{_SAYS_TOKEN}(?:{_EQUALS}|{_COLON}|{_IS}){_VALUE}", _is_mixed),
    _build_rule(TOKEN, r"[?&](?:sig|signature|code|x-amz-signature)=(?P<bare>[\w%+/=-]{20,})"),
    _build_exact_rule(
        TOKEN,
        r"eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?",
        r"gh[pousr]_[A-Za-z0-9]{12,}",
        r"github_pat_\w{12,}",
        r"gl(?:pat|[dfrp]t|ptt|soat|cbt|imt|agent|oas)-[\w-]{16,}",
        r"(?:xoxe\.)?xox[a-z]-[\w-]{8,}",
        r"xapp-[\w-]{8,}",
        r"https://hooks\.slack\.com/(?:services|workflows|triggers)/[\w/]{8,}",
        r"ya29\.[\w-]{20,}",
        r"\d{8,10}:AA[\w-]{33}",
        r"[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,}",
        r"EAACEdEose0cBA\w+",
        r"ATATT3[\w=-]{20,}",
    ),
    _build_exact_rule(
        API_KEY,
        r"(?:AKIA|ASIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}(?![A-Za-z0-9])",
        # Somewhere in it stand twelve letters and digits in a row: "sk-learn-2024-migration" is no key.
        r"[sr]k[-_](?=[\w-]{0,200}?(?=[A-Za-z0-9]{12})[A-Za-z]{0,11}\d)[\w-]{16,}",
        r"pk_live_\w{12,}",
        r"AIza[\w-]{30,}",
        r"GOCSPX-[\w-]{16,}",
        r"(?:hf|npm|ntn|do[opr]_v1|shp(?:at|ca|pa|ss)|lin_api)_[A-Za-z0-9]{16,}",
        r"lsv2_(?:pt|sk)_\w{16,}",
        r"pypi-AgE[\w-]{10,}",
        r"AKC(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{10,}",
        r"SG\.[\w-]{16,}\.[\w-]{16,}",
        r"(?:AC|SK)[0-9a-f]{32}(?![A-Za-z0-9])",
        r"[0-9a-f]{32}-us\d{1,2}",
        r"sq0[a-z]{3}-[\w-]{16,}",
        r"dapi[0-9a-f]{32}",
        r"hvs\.[\w-]{20,}",
        r"(?:sk|rk)_(?:live|test)_\w{8,}",
    ),
)


class SecretRedactor:
    """The port Redactor. Keeps nothing between calls, so any thread may use it."""

    def redact(self, text: str) -> RedactedText:
        kinds: list[str] = []
        before = None
        # Taking one secret out can bring the next one to light: again until nothing changes.
        while before != text:
            before = text
            for rule in _RULES:
                text = _replace_secrets(rule, text, kinds)
        return RedactedText(text=text, kinds=tuple(dict.fromkeys(kinds)))


def _replace_secrets(rule: _Rule, text: str, kinds: list[str]) -> str:
    position = 0
    while match := rule.pattern.search(text, position):
        start, end = _find_value_span(match)
        if start < end and rule.holds(text[start:end], text[end:].split("\n", 1)[0]):
            placeholder = f"[redacted: {rule.kind.partition(' ')[2]}]"
            text = text[:start] + placeholder + text[end:]
            kinds.append(rule.kind)
            position = start + len(placeholder)
        else:
            # What was taken for a value may itself announce one: "the password is: password is …".
            position = match.start() + 1
    return text


def _find_value_span(match: re.Match[str]) -> tuple[int, int]:
    """Where the secret stands, without the punctuation that ends its sentence."""
    if match.groupdict().get("quoted"):
        return match.span("quoted")
    start = match.start("bare")
    return start, start + len(match["bare"].rstrip(".,:?)]}*_~>"))
