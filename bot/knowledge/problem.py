"""Problem: something wrong in knowledge/, told with its file and key."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

FRAMEWORK = "framework.yaml"
GUIDE = "guide.yaml"
INQUIRIES = "inquiries.yaml"
PASSAGES = "passages.md"
PEOPLE = "people.yaml"
PRACTICES = "practices.yaml"
RISKS = "risks.yaml"
REMEDIES = "shared_remedies.yaml"
STRAND = "strand.yaml"


class Problem(NamedTuple):
    """Something wrong at a key of a file, or with the whole file when the key is empty."""

    file: str
    key: str
    what: str

    def format_line(self, directory: Path) -> str:
        return ": ".join(part for part in ((directory / self.file).as_posix(), self.key, self.what) if part)


def find_duplicates(file: str, key: str, ids: Iterable[str]) -> Iterator[Problem]:
    """A problem for each id that stands there more than once."""
    for found, count in Counter(ids).items():
        if count > 1:
            yield Problem(file, f"{key}.{found}".lstrip("."), f"the id stands {count} times")
