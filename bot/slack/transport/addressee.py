"""Addressee: whether what Slack sent is meant for this app, in this workspace."""

import logging
from collections.abc import Mapping
from typing import Any

from bot.slack.transport.installation_check import Installation

log = logging.getLogger(__name__)

Json = Mapping[str, Any]
_MOST = 100
"""Strangers that are told of; whoever runs this knows by then."""


class StrangerLog:
    """Tells of each only once."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._told: set[str] = set()

    def tell(self, stranger: str) -> None:
        if stranger not in self._told and len(self._told) < _MOST:
            self._told.add(stranger)
            log.warning(self._words, stranger)


class AddresseeCheck:
    """An app that is installed in many workspaces signs for all of them with one secret."""

    def __init__(self, us: Installation) -> None:
        self._us = us
        self._log = StrangerLog("What Slack sends for %.60r is not for this workspace's app: it is refused.")

    def is_for_us(self, body: Json) -> bool:
        """Each other app and workspace is told of once. What names none, as a check of our address, is for us."""
        stranger = self._find_stranger(body)
        if stranger is not None:
            self._log.tell(stranger)
        return stranger is None

    def _find_stranger(self, body: Json) -> str | None:
        app = body.get("api_app_id")
        if app and self._us.app_id and app != self._us.app_id:
            return str(app)
        named = {*list_workspaces(body), find_enterprise(body)} - {None}
        ours = {self._us.team_id, self._us.enterprise_id} - {""}
        return min(map(str, named)) if named and not named & ours else None


def list_workspaces(body: Json) -> tuple[str, ...]:
    """Through which it may have reached us, the likeliest first. Not those of whoever acted: in a shared channel that
    is anybody's; but where the app is installed in a whole organisation, nothing else may be told."""
    view, message, user = (_get_object(body, name) for name in ("view", "message", "user"))
    team, installed = body.get("team"), _list_authorizations(body)
    where = (body.get("context_team_id"), team.get("id") if isinstance(team, dict) else team, body.get("team_id"))
    through = [one.get("team_id") for one in installed]
    if find_enterprise(body):
        named = (view.get("app_installed_team_id"), *reversed(where), *through, user.get("team_id"))
    else:
        named = (view.get("app_installed_team_id"), *through, *where, message.get("team"))
    return tuple(dict.fromkeys(str(one) for one in named if one))


def find_enterprise(body: Json) -> str | None:
    """The organisation through whose installation it came, if it was an organisation's."""
    enterprise = body.get("enterprise")
    for one in (*_list_authorizations(body), body):
        if one.get("is_enterprise_install") in {True, "true"}:
            inner = enterprise.get("id") if one is body and isinstance(enterprise, dict) else None
            return str(one.get("enterprise_id") or inner or "") or None
    return None


def _list_authorizations(body: Json) -> list[Json]:
    return [one for one in body.get("authorizations") or () if isinstance(one, dict)]


def _get_object(body: Json, name: str) -> Json:
    found = body.get(name)
    return found if isinstance(found, dict) else {}
