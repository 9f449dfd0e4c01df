"""File names: what a plan's files are called where they are handed out: by pilot, content and day."""

import re
import unicodedata

from bot.domain.core.invisible_characters import strip_invisible
from bot.domain.plan.plan import ProductionPlan

_LONGEST = 40
"""Characters of the pilot's name."""
_UNSAFE = re.compile(r"[^\w]+|_+")
_DATA = frozenset({"plan.json", "assessment.json", "actions.csv", "github.json", "roles.csv"})
"""What programs read, in a folder: called the same for every plan."""


def format_file_name(plan: ProductionPlan, file: str) -> str:
    """Wrap-call-summaries-plan-2026-11-30.pdf for plan.pdf: letters and digits of any script, and dashes."""
    document, _, ending = file.partition(".")
    name = _UNSAFE.sub("-", unicodedata.normalize("NFC", strip_invisible(plan.pilot.name))).strip("-")
    short = name if len(name) <= _LONGEST else _cut_at_dash(name)
    return "-".join(filter(None, (short, document, f"{plan.made_at.date().isoformat()}.{ending}")))


def format_folder_name(plan: ProductionPlan, file: str) -> str:
    """As it lies in a folder that somebody chose."""
    return file if file in _DATA else format_file_name(plan, file)


def _cut_at_dash(name: str) -> str:
    head, dash, _ = name[: _LONGEST + 1].rpartition("-")
    return head if dash else name[:_LONGEST]
