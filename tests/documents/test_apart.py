"""What takes much memory is made by a process that ends with it; what goes wrong there is told here."""

import os

import pytest

from bot.documents.apart import make_apart
from bot.documents.on_demand import render_documents
from bot.domain.core.errors import NotFound
from bot.domain.framework.knowledge import Knowledge
from tests.documents.samples import ordinary


def test_a_document_is_made_as_it_is_here_and_the_process_is_another(knowledge: Knowledge) -> None:
    plan, assessment = ordinary(knowledge)
    made = make_apart(render_documents, ["plan.md", "plan.docx"], assessment, plan, knowledge=knowledge)
    assert set(made) == {"plan.md", "plan.docx"} and made["plan.docx"].startswith(b"PK")
    assert made["plan.md"] == render_documents(["plan.md"], assessment, plan, knowledge)["plan.md"]
    assert make_apart(os.getpid) != os.getpid()


def test_what_is_raised_there_is_raised_here(knowledge: Knowledge) -> None:
    plan, assessment = ordinary(knowledge)
    with pytest.raises(NotFound, match=r"plan\.exe"):
        make_apart(render_documents, ["plan.exe"], assessment, plan, knowledge=knowledge)


def test_that_its_process_died_is_told() -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        make_apart(os._exit, 3)


def test_what_is_printed_there_does_not_stand_in_what_is_made(capfd: pytest.CaptureFixture[str]) -> None:
    assert make_apart(print, "hello") is None
    assert capfd.readouterr().err == "hello\n"
