"""How much a digest and a portfolio tell before they count the rest: at the number, and one more."""

from datetime import timedelta

import pytest

from bot.domain.digest.digest import Digest
from bot.domain.digest.pilot_week import LevelMove, PilotWeek, StuckItem, UpcomingItem
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.portfolio import Portfolio
from bot.wording.formatter import PlainTextFormatter
from bot.wording.leaders.digest_words import render_digest_body, render_period
from bot.wording.leaders.portfolio_words import render_heatmap, render_portfolio_paragraphs
from tests.seeded.fixtures import digest_for
from tests.seeded.pilots import LEE
from tests.seeded.story import NOW
from tests.seeded.telling import Told

PEN = PlainTextFormatter()


@pytest.fixture
def digest(seeded: tuple[Told, ...], knowledge: Knowledge) -> Digest:
    return digest_for(LEE, seeded, knowledge, until=NOW)


def told(digest: Digest, knowledge: Knowledge, *weeks: PilotWeek) -> str:
    return "\n".join(render_digest_body(digest.model_copy(update={"pilots": weeks}), knowledge.framework, PEN))


@pytest.mark.parametrize("more", [0, 1])
def test_five_pilots_that_moved_are_told(digest: Digest, knowledge: Knowledge, more: int) -> None:
    text = told(digest, knowledge, *[digest.changed_pilots[0]] * (5 + more))
    assert (text.count("Moved: "), text.count("Something moved in 1 more: ")) == (5, more)


@pytest.mark.parametrize("more", [0, 1])
def test_of_a_pilot_three_levels_two_that_are_stuck_and_three_that_are_ahead_are_told(
    digest: Digest, knowledge: Knowledge, more: int
) -> None:
    move = LevelMove(criterion="owner", name="Owner", before=1, now=2, reason="", speaker=None)
    stuck = StuckItem(kind="blocked", since=NOW.date(), days=7, title="Wire it")
    ahead = UpcomingItem(kind="action", title="Prove it", due=NOW.date())
    much = {"moves": (move,) * (3 + more), "stuck": (stuck,) * (2 + more), "ahead": (ahead,) * (3 + more)}
    lines = told(digest, knowledge, digest.changed_pilots[0].model_copy(update=much)).splitlines()
    told_of = (("owner lab → pilot", 3, "1 more criteria"), ("Wire it", 2, "1 more"), ("Prove it", 3, "1 more due"))
    for item, shown, rest in told_of:
        (line,) = (line for line in lines if item in line)
        assert (line.count(item), line.count(rest)) == (shown, more)


@pytest.mark.parametrize(("over", "said"), [(timedelta(seconds=-1), False), (timedelta(), True)])
def test_from_nine_days_on_a_digest_says_since_when_it_tells(digest: Digest, over: timedelta, said: bool) -> None:
    since = digest.until - timedelta(days=9) - over
    assert bool(render_period(digest.model_copy(update={"since": since}))) == said


@pytest.mark.parametrize("more", [0, 1])
def test_three_shared_gaps_and_three_groups_are_told_of_a_portfolio(
    seeded_portfolio: Portfolio, knowledge: Knowledge, more: int
) -> None:
    much = {"shared": seeded_portfolio.shared[:1] * (3 + more), "alike": seeded_portfolio.alike[:1] * (3 + more)}
    quiet = {"stalled": (), "moved_up": (), "moved_back": ()}
    several = seeded_portfolio.model_copy(update=much | quiet)
    assert len(list(render_portfolio_paragraphs(several, knowledge.framework, PEN))) == 1 + 1 + 3 + 3


@pytest.mark.parametrize("more", [0, 1])
def test_a_table_has_thirty_rows(seeded_portfolio: Portfolio, knowledge: Knowledge, more: int) -> None:
    row = seeded_portfolio.rows[0]
    text = render_heatmap(seeded_portfolio.model_copy(update={"rows": (row,) * (30 + more)}), knowledge.framework)
    assert (text.count(row.pilot.name), text.count("and 1 more")) == (30, more)


@pytest.mark.parametrize(("letters", "shown"), [(28, "x" * 28), (29, f"{'x' * 27}…")])
def test_a_name_has_twenty_eight_columns_of_a_table(
    seeded_portfolio: Portfolio, knowledge: Knowledge, letters: int, shown: str
) -> None:
    row = seeded_portfolio.rows[0]
    named = row.model_copy(update={"pilot": row.pilot.model_copy(update={"name": "x" * letters})})
    text = render_heatmap(seeded_portfolio.model_copy(update={"rows": (named,)}), knowledge.framework)
    assert text.splitlines()[1].split("  ")[0] == shown


@pytest.mark.parametrize(("letters", "shown"), [(160, "x" * 160), (161, f"{'x' * 159}…")])
def test_plain_words_are_cut_beyond_a_hundred_and_sixty_letters(letters: int, shown: str) -> None:
    assert PEN.escape_text("x" * letters) == shown
