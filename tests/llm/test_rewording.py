"""The edits that a model makes in a plan's texts: what they change, and what they leave."""

import pytest

from bot.domain.plan.action import Action
from bot.domain.plan.wording import TailoredAction
from bot.llm.rewording import Original, to_tailoring
from bot.llm.schemas import ActionReturned, EditReturned, TailoringReturned
from tests.llm.matter import an_action

OWN = an_action("x1").model_copy(
    update={
        "title": "Connect the main system and its backup",
        "deliverable": "The main system, connected",
        "exit": "A domain expert sees it in the main  system",
    }
)


def an_edit(old: str, new: str, *, said_in: str = "t1") -> EditReturned:
    return EditReturned(old=old, new=new, said_in=said_in)


def reworded(*edits: EditReturned, own: Action = OWN) -> TailoredAction:
    returned = TailoringReturned(summary=[], actions=[ActionReturned(id="x1", edits=list(edits))], risks=[])
    (action,) = to_tailoring(returned, Original((own,))).actions
    return action


def test_words_are_changed_wherever_they_stand_and_all_else_stays() -> None:
    changed = reworded(an_edit("the main system", "the ledger"))
    assert changed.title == "Connect the ledger and its backup"
    assert changed.deliverable == "The ledger, connected", "as it was written, it begins with a capital"
    assert changed.exit == "A domain expert sees it in the ledger", "however many blanks there are between the words"


@pytest.mark.parametrize("old", ["main frame", "", " ", "conn"])
def test_words_that_do_not_stand_there_change_nothing(old: str) -> None:
    changed = reworded(an_edit(old, "Zephyrine"))
    assert (changed.title, changed.deliverable) == (OWN.title, OWN.deliverable)


def test_a_word_is_no_part_of_another() -> None:
    assert reworded(an_edit("main", "first")).exit.startswith("A domain expert")


def test_what_one_edit_put_in_is_not_changed_by_another() -> None:
    assert reworded(an_edit("main system", "ledger backup"), an_edit("backup", "tapes")).title == (
        "Connect the ledger backup and its tapes"
    )


def test_of_two_edits_the_longer_words_are_changed() -> None:
    assert reworded(an_edit("system", "A"), an_edit("main system", "B")).title == "Connect the B and its backup"


def test_what_was_put_in_is_told_with_its_place_without_the_words_that_stood_there() -> None:
    (term,) = reworded(an_edit("the main system", "the main system (SAP)", said_in=" t3  el SAP")).terms
    assert (term.term, term.said_in, term.as_said) == ("SAP", "t3", "el SAP")


def test_words_that_were_said_nowhere_prove_nothing() -> None:
    assert reworded(an_edit("backup", "Zephyrine", said_in="")).terms == ()
