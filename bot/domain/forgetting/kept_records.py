"""KeptRecords: what is kept of one person, of one kind."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class KeptRecords(NamedTuple):
    kind: str
    """As the store calls it."""
    records: tuple[Mapping[str, Any], ...]
    """As JSON holds them."""
