"""Whether somebody wants to be asked by somebody else: looked at wherever one would burden the other."""

from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.services.ports.core import UnitOfWork


def refuses(uow: UnitOfWork, person: str, by: str) -> bool:
    return uow.stopped_requests.get(person).refuses(by)


def require_not_refused(uow: UnitOfWork, person: Person, by: str) -> None:
    """Raises MoveRefused, with no reason: nobody gave one."""
    if refuses(uow, person.id, by):
        raise MoveRefused(f"{person.display_name} doesn't want to be asked by you. Nothing was changed.")
