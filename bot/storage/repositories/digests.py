"""Digests: what leaders wish, what they were sent, and what they settled."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.core.errors import StaleWrite
from bot.domain.digest.decision import DecisionOutcome
from bot.domain.digest.digest import Digest
from bot.domain.digest.settings import DigestSettings
from bot.storage import mapping
from bot.storage.session.scope import Scope
from bot.storage.tables import digest_settings, digests, rulings


class SqlDigestRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get_settings(self, person: str) -> DigestSettings:
        found = self._scope.select_rows(digest_settings, digest_settings.c.person == person)
        return mapping.digest_settings_from_row(found[0]) if found else DigestSettings(person=person)

    def save_settings(self, settings: DigestSettings) -> DigestSettings:
        changed = settings.model_copy(update={"version": settings.version + 1})
        row = mapping.to_row(changed, digest_settings)
        same = (digest_settings.c.person == settings.person, digest_settings.c.version == settings.version)
        first = settings.version == 0 and self._scope.insert_new_rows(digest_settings, [row])
        if not first and not self._scope.update_rows(digest_settings, row, *same):
            raise StaleWrite("Somebody changed these settings meanwhile. Open them again; nothing was changed.")
        return changed

    def list_readers(self) -> tuple[DigestSettings, ...]:
        wanting = self._scope.select_rows(digest_settings, digest_settings.c.on, by=[digest_settings.c.person])
        return tuple(map(mapping.digest_settings_from_row, wanting))

    def add(self, digest: Digest) -> bool:
        return self._scope.insert_new_rows(digests, [mapping.digest_to_row(digest)]) > 0

    def find_last(self, leader: str, by: datetime) -> Digest | None:
        newest = [digests.c.until.desc(), digests.c.sequence.desc()]
        found = self._scope.select_rows(digests, digests.c.leader == leader, digests.c.until <= by, by=newest, most=1)
        return mapping.digest_from_row(found[0]) if found else None

    def find_for_week(self, leader: str, week: str) -> Digest | None:
        found = self._scope.select_rows(digests, digests.c.leader == leader, digests.c.week == week)
        return mapping.digest_from_row(found[0]) if found else None


class SqlDecisionOutcomeRepository:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, ruling: DecisionOutcome) -> bool:
        return self._scope.insert_new_rows(rulings, [mapping.to_row(ruling, rulings)]) > 0

    def list_by_pilot(self, pilot_ids: Sequence[str]) -> dict[str, tuple[DecisionOutcome, ...]]:
        found: dict[str, list[DecisionOutcome]] = {}
        order = [rulings.c.at, rulings.c.sequence]
        for row in self._scope.select_rows(rulings, rulings.c.pilot_id.in_(pilot_ids), by=order):
            ruling = mapping.from_row(DecisionOutcome, row, rulings)
            found.setdefault(ruling.pilot_id, []).append(ruling)
        return {pilot: tuple(settled) for pilot, settled in found.items()}
