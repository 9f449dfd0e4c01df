"""What is forgotten is forgotten on both databases, each day: a promise to people."""

import pytest

from tests.support.databases import url_of_kind


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    return url_of_kind(request)
