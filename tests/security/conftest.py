"""The people and the app of the whole journeys."""

from tests.e2e.conftest import app, dana, eve, freight, manifest, marta, paolo, slack

__all__ = ["app", "dana", "eve", "freight", "manifest", "marta", "paolo", "slack"]
