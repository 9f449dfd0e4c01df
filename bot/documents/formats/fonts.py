"""Fonts: what every text is set in, whoever's script it is in; they come with packages, never from the machine."""

from importlib.resources import files
from pathlib import Path

import matplotlib
import typst

_TEXT = ("Libertinus Serif", "Noto Sans")
_LAST = ("Noto Emoji", "DejaVu Sans", "Last Resort High-Efficiency")
"""Signs that no script has; the last one shows what kind of character it is that no font has."""
_HAN = {"ja": "JP", "ko": "KR", "zh": "SC"}
"""One character is drawn in its own way in each of these languages."""


def load_fonts() -> typst.Fonts:
    packaged = [str(files(package)) for package in ("manimgx_fonts", "manimgx_fonts_cjk")]
    drawn = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(include_system_fonts=False, font_paths=[*packaged, str(drawn)])


def list_families(fonts: typst.Fonts) -> tuple[str, ...]:
    """In the order in which they are asked for a character."""
    scripts = sorted(family for family in fonts.families() if family.startswith("Noto Sans "))
    return (*_TEXT, "Noto Sans CJK JP", *(family for family in scripts if " CJK " not in family), *_LAST)


def map_han_families() -> dict[str, str]:
    """The family that comes first, by the language of the words."""
    return {language: f"Noto Sans CJK {region}" for language, region in _HAN.items()}
