"""Values: whether what stands after a word like password is one, or says something of it."""

import re

_PLAIN_WORD = re.compile(
    r"^(?:a|all|an|and|any|as|at|blank|by|changed|daily|different|empty|every|expired|false|for|forgotten|gone|here|in|it"
    r"|known|lost|managed|mandatory|missing|monthly|my|n/a|no|nobody|none|not|nothing|null|of|off|ok|on|one|optional|or"
    r"|our|protected|required|reset|rotated|same|see|set|shared|somebody|someone|stored|tb[acd]|that|the|their|there|they"
    r"|this|true|undefined|unknown|unset|we|weekly|who|with|wrong|yes|you|your"
    r"|keins?|keine|fehlt|unbekannt|vergessen|gleich|aucun|oublie|inconnu|perdu|ninguna?|olvidada|nenhuma|nessuna|onbekend"
    r"|geen|brak|zadne|yok|нет|неизвестен|нема|κανενας|لا|无|無|なし|없음)$",
    re.I,
)
_STAND_IN = re.compile(r"^(?:[$%<{]|\.\.|…|os\.|process\.|env\.)|^(.)\1*$")
_PLAIN_NUMBER = re.compile(
    r"^\W*\d{1,5}(?:[.,]\d+)?[-–]?(?:days?|weeks?|months?|years?|hours?|h|d|min(?:ute)?s?|m|s|ms|x|k|st|nd|rd|th|fa|bits?"
    r"|char(?:acter)?s?|digits?|words?|people|users?)?\W*$",
    re.I,
)
_PLAIN_TERM = re.compile(
    r"^(?:(?:oauth|sha|aes|rsa|md5|hmac|saml|mfa|2fa|b2[bc]|s3|tls|ssl|utf|base64|gpt|claude|iso|din|nist)(?![a-z])"
    r"|[om]365|x\.?509|q[1-4]\b|h[12]\b|v\d|s/4|[a-z]+365|https?:|www\.|[a-z]+://(?!\S+:\S+@))",
    re.I,
)
_CLASSES = ("[a-z]", "[A-Z]", r"\d", r"[!@#$%^&*+=~?]")
_FUNCTION_WORDS = re.compile(
    r"\b(?:an?|and|are|as|at|be|been|by|das|de[nr]|die|eine?|el|en|es?t|for|from|had|ha[sv]e?|how|if?|i[mns]|it|l[aeo]s?|mit"
    r"|needs?|never|no|nobody|not|o[fnr]|our|required|rotated|shared|so|the[mr]?|their|to|und|une|used?|uses|was|we|which|who"
    r"|with|your|zu)\b",
    re.I,
)
_YEAR = re.compile(r"(?:19|20)\d\d$")


def is_always_secret(value: str, rest: str) -> bool:
    return True


def is_declared_secret(value: str, rest: str) -> bool:
    """After an equals sign: everything but a word that speaks of the secret, or a stand-in for it."""
    return len(value) > 1 and not _PLAIN_WORD.search(value) and not _STAND_IN.search(value)


def is_mixed(value: str, rest: str) -> bool:
    """Letters and digits together, as no ordinary word has them; or longer than any word."""
    if (
        len(value) < 6
        or _PLAIN_NUMBER.search(value)
        or _PLAIN_TERM.search(value)
        or not is_declared_secret(value, rest)
    ):
        return False
    return (any(map(str.isalpha, value)) and any(map(str.isdigit, value))) or len(value) >= 24


def is_mixed_lower_case(value: str, rest: str) -> bool:
    """With nothing between the word password and it: codes and product names such as S/4HANA stay."""
    return is_mixed(value, rest) and any(map(str.islower, value)) and "/" not in value


def is_mixed_or_symbols(value: str, rest: str) -> bool:
    symbols = re.search(r"\w[@#$^*!+=~]+\w|\d{6}", value) and not _PLAIN_TERM.search(value)
    return is_mixed(value, rest) or bool(symbols and is_declared_secret(value, rest))


def is_mixed_or_alone(value: str, rest: str) -> bool:
    """After a colon also an ordinary word or number, when nothing follows it on its line."""
    quoted = rest[:1] in {'"', "'", "`"}
    alone = not rest.strip(" .*_~)") and len(value) > 3 and not _PLAIN_TERM.search(value)
    return is_mixed_or_symbols(value, rest) or ((alone or quoted) and is_declared_secret(value, rest))


def is_made_up(value: str, rest: str) -> bool:
    """As a password that fulfils a policy: three of small letters, capitals, digits and signs, and no address."""
    kinds = sum(bool(re.search(one, value.rstrip("!?"))) for one in _CLASSES)
    return kinds >= 3 and is_mixed(value, rest) and "/" not in value and "://" not in value


def is_key(value: str, rest: str) -> bool:
    """After the word for a key: also one with the sign of its maker before it."""
    return is_mixed(value, rest) or bool(re.match(r"[a-z]{2,4}[-_]\w{12,}$", value))


def is_opaque(value: str, rest: str) -> bool:
    """In it a run that nobody would write by hand: of letters and digits mixed, ten and more."""
    runs = re.findall(r"[A-Za-z0-9]{10,}", value)
    return any(re.search(r"[A-Za-z]", run) and re.search(r"\d", run) for run in runs)


def is_word_row(value: str, rest: str) -> bool:
    """Words beside each other that make no sentence."""
    return len(value.split()) >= 3 and not _FUNCTION_WORDS.search(value)


def is_phrase(value: str, rest: str) -> bool:
    """As many words as wallets give out."""
    return len(value.split()) in {12, 15, 18, 21, 24}


def is_lone_phrase(value: str, rest: str) -> bool:
    return is_phrase(value, rest) and is_word_row(value, rest)


def is_code(value: str, rest: str) -> bool:
    """With four digits at least, and not the year of something."""
    return sum(map(str.isdigit, value)) >= 4 and not _YEAR.match(value)


def is_lone_code(value: str, rest: str) -> bool:
    """Right beside the word for it, and the sentence ends there: else it counts something."""
    return is_code(value, rest) and not re.match(r"\s*(?!(?:for|fur|pour|per|para|voor)\b)[\w%€$]", rest)


def is_base32(value: str, rest: str) -> bool:
    return value == value.upper() and any(map(str.isdigit, value))
