"""Masking: personal data that a model need not see, as stand-ins on the way to it and as themselves on the way back.

What people wrote is kept here as it is. Numbers are known by their check digits, by python-stdnum and phonenumberslite;
what Presidio would add, names found by a language model of its own, is not wanted: colleagues are named on purpose.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from bot.domain.core.errors import SettingsInvalid
from bot.llm.fencing import MARK

KINDS = ("email", "phone", "iban", "card", "id", "health")

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b")
_CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
_ID = re.compile(r"(?<![\w.,-])[A-Z]{0,6}\d[A-Z0-9]{0,17}(?:[ ./+-]\d[A-Z0-9]{0,10}){0,4}(?!\w)", re.I)
_ID_WORD = re.compile(
    r"(?:ssn|social security|bsn|burgerservice|steuer-?id|idnr|national (?:id|insurance)"
    r"|id(?:entity)? (?:card|number|no)"
    r"|personal (?:id|number)|passport|cpf|aadhaar|kimlik|nhs|oib|dni|nie|nir|tax id)"
    r"\W{0,3}(?:\w{1,8}\W{1,3}){0,2}$",
    re.I,
)
_WORD_BEFORE = 40
_DATED_IDS = (
    *("pl.pesel", "be.nn", "ro.cnp", "se.personnummer", "fi.hetu", "no.fodselsnummer", "dk.cpr", "bg.egn", "gr.amka"),
    *("cn.ric", "kr.rrn", "za.idnr", "it.codicefiscale", "fr.nir", "mx.curp", "es.nie", "es.dni", "ch.ssn"),
)
"""Of these a number says more than a check digit: a day of birth, letters, or where it is from."""
_PLAIN_IDS = (
    *("us.ssn", "de.idnr", "nl.bsn", "br.cpf", "in_.aadhaar", "tr.tckimlik", "gb.nhs", "hr.oib", "at.vnr", "pt.cc"),
    "cz.rc",
)
"""Of these only a check digit: they count beside a word that says what they are."""
_SSN = re.compile(r"\d{3}-\d{2}-\d{4}$")
_HEALTH = re.compile(
    r"\b(?:ICD-?10:?\s?)?[A-TV-Z]\d{2}\.\d{1,2}\b|\b(?:diabet|cancer|tumou?r|leuka?emi|hiv\b|aids\b|hepatitis|epilep|asthma"
    r"|depress(?:ion|ive|ed)|burn-?out|schizophren|bipolar|autis|adhd\b|dementia|alzheimer|parkinson|multiple sclerosis"
    r"|heart attack|miscarriage|pregnan|abortion|chemotherap|dialysis|disabilit|sick leave|schwanger|krebs|behinder"
    r"|krank(?:heit|geschrieben)|schlaganfall|herzinfarkt|grossesse|enceinte|maladie|handicap|embaraz|enfermedad"
    r"|discapacidad|gravidanza|malattia|zwanger|ziekte|ciąż|choroba|nowotw|беремен|болезн|диабет|рак\b)\w{0,12}"
    r"|がん|糖尿病|妊娠|癌症|怀孕|임신|당뇨",
    re.I,
)


class MaskedText(NamedTuple):
    """What goes to the model, and what its stand-ins stand for."""

    text: str
    originals: Mapping[str, str]

    def hide(self, text: str) -> str:
        """Whatever else is said to the model in the same call."""
        for stand_in, original in self.originals.items():
            text = text.replace(original, stand_in)
        return text

    def restore(self, reply: str) -> str:
        """The model's reply, in JSON, with the originals."""
        for stand_in, original in self.originals.items():
            reply = reply.replace(stand_in, json.dumps(original, ensure_ascii=False)[1:-1])
        return reply


class Masker(Protocol):
    def mask(self, text: str) -> MaskedText: ...


class NoMasker:
    """Everything goes as it was written."""

    def mask(self, text: str) -> MaskedText:
        return MaskedText(text, {})


class PersonalDataMasker:
    """Masks in the marked lines of a prompt, which people wrote; the same value has the same stand-in in a call."""

    def __init__(self, kinds: Iterable[str]) -> None:
        """Raises SettingsInvalid where what tells the numbers is not installed."""
        finders = _load_finders()
        self._finders = {kind: finders[kind] for kind in KINDS if kind in set(kinds)}

    def mask(self, text: str) -> MaskedText:
        stand_ins: dict[str, str] = {}
        lines = [self._mask_line(line, text, stand_ins) if line.startswith(MARK) else line for line in text.split("\n")]
        return MaskedText("\n".join(lines), {stand_in: original for original, stand_in in stand_ins.items()})

    def _mask_line(self, line: str, text: str, stand_ins: dict[str, str]) -> str:
        for kind, find in self._finders.items():
            for original in sorted(set(find(line)), key=len, reverse=True):
                if original not in stand_ins:
                    stand_ins[original] = _choose_stand_in(kind, text, stand_ins.values())
                line = line.replace(original, stand_ins[original])
        return line


def _choose_stand_in(kind: str, text: str, taken: Iterable[str]) -> str:
    """One that nobody wrote."""
    used, number = set(taken), 1
    while (stand_in := f"[{kind} {number}]") in used or stand_in in text:
        number += 1
    return stand_in


Find = Callable[[str], Iterator[str]]


def _load_finders() -> dict[str, Find]:
    try:
        iban, luhn, phonenumbers = (import_module(name) for name in ("stdnum.iban", "stdnum.luhn", "phonenumbers"))
        dated, plain = ([import_module(f"stdnum.{name}") for name in names] for names in (_DATED_IDS, _PLAIN_IDS))
    except ImportError as exc:
        told = 'MASK_PERSONAL_DATA needs two packages more: pip install "flightplan[mask]".'
        raise SettingsInvalid(told) from exc
    return {
        "email": lambda line: (match[0] for match in _EMAIL.finditer(line)),
        "iban": lambda line: (match[0] for match in _IBAN.finditer(line) if iban.is_valid(match[0])),
        "card": lambda line: (match[0] for match in _CARD.finditer(line) if luhn.is_valid(re.sub(r"\D", "", match[0]))),
        "phone": lambda line: (match.raw_string for match in phonenumbers.PhoneNumberMatcher(line, None)),
        "id": lambda line: _find_ids(line, dated, plain),
        "health": lambda line: (match[0] for match in _HEALTH.finditer(line)),
    }


def _find_ids(line: str, dated: list[Any], plain: list[Any]) -> Iterator[str]:
    for match in _ID.finditer(line):
        found = match[0]
        if sum(map(str.isdigit, found)) < 7:
            continue
        announced = _ID_WORD.search(line, max(0, match.start() - _WORD_BEFORE), match.start())
        known = (*dated, *plain) if announced or _SSN.match(found) else dated
        if any(module.is_valid(found) for module in known):
            yield found
