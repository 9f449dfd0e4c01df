"""What a leader reads of a portfolio: numbers that can be checked, one decision, and a table for plain text."""

from datetime import timedelta

from bot.domain.core.people import Pilot
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.pilot_history import PilotHistory
from bot.domain.portfolio.portfolio import Portfolio, SharedGap, compute_portfolio
from bot.wording.formatter import PlainTextFormatter
from bot.wording.leaders import portfolio_words as words
from bot.wording.leaders.columns import measure_width
from tests.seeded.fixtures import track_of
from tests.seeded.story import NOW
from tests.seeded.telling import Told

PEN = PlainTextFormatter()


def test_a_leader_reads_where_the_pilots_stand_and_what_moved(
    seeded_portfolio: Portfolio, framework: Framework
) -> None:
    first = words.render_portfolio_paragraphs(seeded_portfolio, framework, PEN)[0]
    assert first == (
        "9 pilots: 4 lab, 2 pilot, 2 candidate, 1 not rated yet. Since Monday 7 September 2 moved up (Freight "
        "invoice matching from lab to pilot and Warranty claims from pilot to candidate) and 1 back (Contract review "
        "from pilot to lab); 3 of them began only after that."
    )


def test_then_what_they_lack_together_what_stands_still_and_what_looks_alike(
    seeded_portfolio: Portfolio, framework: Framework
) -> None:
    told = words.render_portfolio_paragraphs(seeded_portfolio, framework, PEN)
    assert (
        "5 of 8 assessed pilots have nobody in operations working the exceptions. One decision would lift them "
        "together: a shared exception desk in operations, with a queue and a time limit." in told
    )
    assert told[-2] == (
        "2 have not moved for two quarters: Meter anomalies (since 17 February) and Dispatch (since 31 March). Stop or "
        "staff them?"
    )
    assert told[-1] == (
        "Carrier invoice check and Freight invoice matching look alike: both speak of “carrier” and “invoices” and "
        "work on SAP. One pilot, or two?"
    )
    assert len(told) <= 7


def test_what_nobody_could_say_is_never_counted_as_missing() -> None:
    pilots = tuple(Pilot(id=f"p{n}", name=f"P{n}") for n in range(3))
    gap = SharedGap(
        criterion="owner", weak=pilots[:2], unknown=pilots[2:], of=4, lack="have no leader", decision="name one"
    )
    assert words.render_shared_gap(gap, PEN) == (
        "2 of 4 assessed pilots have no leader; of 1 more it is not known. One decision would lift them together: "
        "name one."
    )


def test_nothing_moved_is_said_in_few_words(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    still = [track_of(pilot) for pilot in seeded if pilot.team.pilot.name in {"Dispatch", "Meter anomalies"}]
    portfolio = compute_portfolio(still, NOW, knowledge)
    assert words.render_portfolio_paragraphs(portfolio, knowledge.framework, PEN)[0] == (
        "2 pilots: 2 lab. None has changed its stage since Monday 7 September."
    )
    assert (
        words.render_portfolio_headline(compute_portfolio([], NOW, knowledge), knowledge.framework) == "No pilot yet."
    )


def test_the_heatmap_reads_as_text(seeded_portfolio: Portfolio, framework: Framework) -> None:
    lines = words.render_heatmap(seeded_portfolio, framework).splitlines()
    assert lines[0].split() == ["Integration", "Ownership", "Governance", "Value", "case", "Stage", "Owner"]
    assert lines[1] == "KYC triage                    3 3 3 3      3 3 3 2    3 3 2 3     3 2 3       candidate   ?"
    assert lines[8] == "Meter anomalies               1 ? 1 1      0 ? 0 1    ? 0 1 0     1 ? ?       lab         ?"
    assert lines[9].split() == ["Policy", "answers", *"·" * 16, "?"]
    assert "Ownership: owner, decisions, exceptions, adoption" in lines
    assert max(len(line) for line in lines) <= 100


def test_the_columns_stand_under_each_other_whatever_the_names(knowledge: Knowledge) -> None:
    names = (
        "Short",
        "A name that is far too long for any column of a table",
        "請求書の照合をおこなう試行プロジェクト",
        "Zoe\u0301",
    )
    begun = NOW - timedelta(days=1)
    tracks = [PilotHistory(pilot=Pilot(id=f"p{n}", name=name), started_at=begun) for n, name in enumerate(names)]
    lines = words.render_heatmap(compute_portfolio(tracks, NOW, knowledge), knowledge.framework).splitlines()[1:5]
    assert len({measure_width(line) for line in lines}) == 1
    assert sum("…" in line for line in lines) == 2


def test_two_hundred_pilots_are_cut_to_a_screen(knowledge: Knowledge) -> None:
    begun = NOW - timedelta(days=1)
    tracks = [PilotHistory(pilot=Pilot(id=f"p{n}", name=f"Pilot {n}"), started_at=begun) for n in range(200)]
    assert (
        "and 170 more"
        in words.render_heatmap(compute_portfolio(tracks, NOW, knowledge), knowledge.framework).splitlines()
    )


def test_the_history_reads_as_text(seeded_portfolio: Portfolio, framework: Framework) -> None:
    lines = words.render_stage_history(seeded_portfolio, framework).splitlines()
    assert lines[0].split()[:4] == ["7", "Sep", "14", "Sep"]
    assert [line.split() for line in lines[1:4]] == [
        ["Lab", *"334443444"],
        ["Pilot", *"222334222"],
        ["Candidate", *"111111222"],
    ]
    assert lines[4].split() == ["Not", "rated", "yet", *"·11····11"]
