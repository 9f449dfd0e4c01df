"""Addressee: whether what Slack sent is meant for this app, in this workspace."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from bot.slack.transport.installation_check import Installation

log = logging.getLogger(__name__)

Json = Mapping[str, Any]
_MOST = 100
"""Strangers that are told of; whoever runs this knows by then."""


class AddresseeCheck:
    """An app that is installed in many workspaces signs for all of them with one secret."""

    def __init__(self, us: Installation) -> None:
        self._us = us
        self._told: set[str] = set()

    def is_for_us(self, body: Json) -> bool:
        """Each other app and workspace is told of once. What names none, as a check of our address, is for us."""
        stranger = self._find_stranger(body)
        if stranger and stranger not in self._told and len(self._told) < _MOST:
            self._told.add(stranger)
            log.warning("What Slack sends for %.60r is not for this workspace's app: it is refused.", stranger)
        return stranger is None

    def _find_stranger(self, body: Json) -> str | None:
        app = body.get("api_app_id")
        if app and self._us.app_id and app != self._us.app_id:
            return str(app)
        named = set(_list_workspaces(body))
        ours = {self._us.team_id, self._us.enterprise_id} - {""}
        return min(named) if named and not named & ours else None


def _list_workspaces(body: Json) -> Iterator[str]:
    """Through which it may have reached us. Not those of whoever acted: in a shared channel that is anybody's."""
    view, message = _get_object(body, "view"), _get_object(body, "message")
    installed = [one for one in body.get("authorizations") or () if isinstance(one, dict)]
    team, enterprise = body.get("team"), body.get("enterprise")
    named = [
        *(one.get("team_id") for one in installed),
        *(one.get("enterprise_id") for one in (body, *installed) if one.get("is_enterprise_install") in {True, "true"}),
        team.get("id") if isinstance(team, dict) else team,
        enterprise.get("id") if isinstance(enterprise, dict) and body.get("is_enterprise_install") is True else None,
        *(body.get(name) for name in ("team_id", "context_team_id")),
        view.get("app_installed_team_id"),
        message.get("team"),
    ]
    return (str(one) for one in named if one)


def _get_object(body: Json, name: str) -> Json:
    found = body.get(name)
    return found if isinstance(found, dict) else {}
