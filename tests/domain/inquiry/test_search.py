"""Which entries come nearest to a question, and how much of it they hold."""

from bot.domain.core.people import Person, Pilot
from bot.domain.inquiry.record import RecordEntry
from bot.domain.inquiry.search import EntryIndex

FREIGHT = Pilot(id="freight", name="Freight")


def said(entry_id: str, text: str, who: str = "Dana Reyes", **fields: object) -> RecordEntry:
    person = Person(id=who, name=who)
    return RecordEntry.model_validate(
        {"id": entry_id, "kind": "quote", "text": text, "pilot": FREIGHT, "who": person, **fields}
    )


def found(index: EntryIndex, *terms: str) -> list[tuple[str, float]]:
    return [(hit.entry.id, round(hit.coverage, 2)) for hit in index.search(terms)]


BOOK = EntryIndex(
    [
        said("e1", "The budget is approved by finance."),
        said("e2", "Finance has not seen it."),
        said("e3", "Two people take the exceptions."),
        said("e4", "Die Ausnahmen bearbeitet niemand.", keywords=("training",)),
    ]
)


def test_the_entry_that_holds_most_of_the_question_comes_first() -> None:
    assert [entry for entry, _ in found(BOOK, "finance", "budgets")] == ["e1", "e2"]
    assert found(BOOK, "finance", "budgets")[0] == ("e1", 1.0)


def test_what_no_entry_holds_weighs_most() -> None:
    ((entry, half),) = found(BOOK, "budget", "penguins")
    assert entry == "e1" and 0.0 < half < 0.5
    assert found(BOOK, "penguins") == []
    assert found(BOOK) == []


def test_words_are_found_in_other_forms_and_languages_and_by_keywords_and_names() -> None:
    assert found(BOOK, "Ausnahme") == [("e4", 1.0)]
    assert found(BOOK, "trainings") == [("e4", 1.0)]
    assert len(found(BOOK, "Reyes")) == 4


def test_an_index_knows_the_words_that_it_holds() -> None:
    assert BOOK.knows("exception") and not BOOK.knows("penguin")


def test_an_index_of_nothing_finds_nothing() -> None:
    assert found(EntryIndex([]), "budget") == []
