"""Our own collection of what people paste that is secret, and of what sounds like it and is not."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

_HERE = Path(__file__).parent
_MARKED = re.compile("⟦(.*?)⟧", re.S)


class Planted(NamedTuple):
    """A text with secrets in it, and what has to be left of it."""

    kind: str
    text: str
    secrets: tuple[str, ...]
    rest: tuple[str, ...]


def iter_planted() -> Iterator[Planted]:
    for kind, texts in yaml.safe_load((_HERE / "secrets.yaml").read_text(encoding="utf-8")).items():
        for text in texts:
            secrets, rest = tuple(_MARKED.findall(text)), tuple(_MARKED.split(text)[::2])
            yield Planted(kind, _MARKED.sub(r"\1", text), secrets, rest)


def iter_harmless() -> Iterator[str]:
    for texts in yaml.safe_load((_HERE / "harmless.yaml").read_text(encoding="utf-8")).values():
        yield from texts
