"""Levels as people see them on every surface: the same bar, the same words."""

_FULL, _EMPTY, _UNKNOWN = "▰", "▱", "░"


def render_bar(level: float | None) -> str:
    """Four fields, one a level; an unknown is shaded, never empty."""
    if level is None:
        return _UNKNOWN * 4
    filled = min(4, max(0, int(level + 0.5)))
    return _FULL * filled + _EMPTY * (4 - filled)
