"""All interactions by their ids: from here a click, a form or a shortcut finds what it runs."""

import re

from bot.slack.interactions import (
    action_interactions,
    decision_interactions,
    evidence_interactions,
    interview_interactions,
    leader_interactions,
    list_interactions,
    people_interactions,
    pilot_interactions,
    privacy_interactions,
    work_interactions,
)
from bot.slack.registry.interaction import Form, Interaction, Shortcut

INTERACTIONS: tuple[Interaction, ...] = (
    *pilot_interactions.INTERACTIONS,
    *interview_interactions.INTERACTIONS,
    *evidence_interactions.INTERACTIONS,
    *action_interactions.INTERACTIONS,
    *decision_interactions.INTERACTIONS,
    *leader_interactions.INTERACTIONS,
    *list_interactions.INTERACTIONS,
    *people_interactions.INTERACTIONS,
    *work_interactions.INTERACTIONS,
    *privacy_interactions.INTERACTIONS,
)
_FORMS = {entry.id: entry for entry in INTERACTIONS if isinstance(entry, Form)}
SHORTCUTS = {entry.id: entry for entry in INTERACTIONS if isinstance(entry, Shortcut)}
_CLICKED = {entry.id: entry for entry in INTERACTIONS if not isinstance(entry, Form | Shortcut)}
_NUMBERED = re.compile(r"_\d+$")
"""Several of one kind in a message need ids of their own: Slack takes none twice."""


def find_form(callback_id: str) -> Form | None:
    return _FORMS.get(callback_id)


def find_clicked(action_id: str) -> Interaction | None:
    """The button or choice of this id."""
    return _CLICKED.get(action_id) or _CLICKED.get(_NUMBERED.sub("", action_id))
