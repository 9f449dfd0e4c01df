"""Which pilot somebody means: by a name as it is typed, by the channel they are in, or the only one they may see."""

from collections import Counter
from collections.abc import Sequence
from unicodedata import normalize

from bot.domain.core.errors import AmbiguousPilot, NoPilots, NoSuchPilot
from bot.domain.core.invisible_characters import strip_invisible
from bot.domain.core.team import PilotName, Team
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import get_visible_team

_QUOTES = "\"'“”„‘’«»*_` "


def select_pilot(uow: UnitOfWork, person: str, typed: str, channel: str | None) -> Team:
    """The pilot that is meant by a name, or by none: that of the channel, else the only one.

    Raises NoSuchPilot, AmbiguousPilot or NoPilots. Only what the person may see is searched, so a pilot that they may
    not see and one that isn't there get the same answer.
    """
    names = uow.teams.list_names_visible_to(person)
    if _normalize_name(typed):
        return get_visible_team(uow, person, _select_by_name(names, typed, channel).id)
    if not names:
        raise NoPilots
    here = [one for one in names if channel is not None and one.channel == channel]
    return get_visible_team(uow, person, _require_single(here or names).id)


def find_pilot_by_name(uow: UnitOfWork, person: str, name: str) -> Team | None:
    """The newest pilot of exactly this name that the person sees."""
    wanted = _normalize_name(name)
    names = uow.teams.list_names_visible_to(person) if wanted else ()
    found = next((one.id for one in names if _normalize_name(one.name) == wanted), None)
    return get_visible_team(uow, person, found) if found is not None else None


def _select_by_name(names: Sequence[PilotName], typed: str, channel: str | None) -> PilotName:
    """By its whole name or id, then by how the name begins, then by a part of it."""
    wanted = _normalize_name(typed)
    bare = wanted.strip(_QUOTES) or wanted
    called = [(one, _normalize_name(one.name)) for one in names]
    exact = [one for one, name in called if {wanted, bare} & {name, one.id.casefold()}]
    begins = [one for one, name in called if name.startswith(bare)]
    found = exact or begins or [one for one, name in called if bare in name]
    if not found:
        raise NoSuchPilot(typed, tuple(one.name for one in names))
    here = [one for one in found if channel is not None and one.channel == channel]
    return _require_single(here if exact and here else found)


def _require_single(names: Sequence[PilotName]) -> PilotName:
    if len(names) == 1:
        return names[0]
    shared = Counter(_normalize_name(one.name) for one in names)
    raise AmbiguousPilot(tuple(f"{p.name} ({p.id})" if shared[_normalize_name(p.name)] > 1 else p.name for p in names))


def _normalize_name(typed: str) -> str:
    """As one types it: neither case, nor spaces, nor how an accent is put together make a difference."""
    return " ".join(normalize("NFKC", strip_invisible(typed)).split()).casefold()
