"""Work as it is seen, on SQLite each day, on PostgreSQL under `make soak`; over a restart on both each day."""

import pytest

from tests.support.databases import RARELY_POSTGRES, url_of_kind


@pytest.fixture(params=RARELY_POSTGRES)
def database_url(request: pytest.FixtureRequest) -> str:
    return url_of_kind(request)
