"""The app as the other tests of security have it."""

from tests.security.conftest import app, dana, eve, freight, manifest, marta, paolo, slack

__all__ = ["app", "dana", "eve", "freight", "manifest", "marta", "paolo", "slack"]
