"""Tables: what is stored, in which columns, under which named constraints.

Every table carries `workspace_id`. Fields that are asked for, constrained or erased have a column of their own; the
long tail of a noun stands in `detail` (JSON), so that a new field with a default needs no migration.
"""

from bot.storage.tables.columns import metadata
from bot.storage.tables.of_audit import audit_acts
from bot.storage.tables.of_digests import digest_settings, digests, rulings
from bot.storage.tables.of_installations import bot_tokens, installations
from bot.storage.tables.of_interviews import (
    assessments,
    evidence,
    facts,
    fits,
    frameworks,
    interviews,
    model_calls,
    model_spending,
    passes,
    people,
    plans,
    questions,
    signals,
    turns,
    wishes,
)
from bot.storage.tables.of_queue import events, lines, requests
from bot.storage.tables.of_teams import (
    canvases,
    challenges,
    channel_people,
    channels,
    homes,
    output_feedback,
    plan_steps,
    postings,
    stopped_requests,
    team_people,
    teams,
    threads,
    uploads,
)

__all__ = [
    "assessments",
    "audit_acts",
    "bot_tokens",
    "canvases",
    "challenges",
    "channel_people",
    "channels",
    "digest_settings",
    "digests",
    "events",
    "evidence",
    "facts",
    "fits",
    "frameworks",
    "homes",
    "installations",
    "interviews",
    "lines",
    "metadata",
    "model_calls",
    "model_spending",
    "output_feedback",
    "passes",
    "people",
    "plan_steps",
    "plans",
    "postings",
    "questions",
    "requests",
    "rulings",
    "signals",
    "stopped_requests",
    "team_people",
    "teams",
    "threads",
    "turns",
    "uploads",
    "wishes",
]
