import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.console.terminal import Terminal

OPENING = "Tell me about the pilot"


@pytest.fixture
def terminals(tmp_path: Path) -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.kill()


def a_chat(tmp_path: Path, terminals: list[Terminal], name: str = "Dana Reyes, head of payables") -> Terminal:
    terminal = Terminal("chat", "--pilot", "FreightMatch", "--as", name, "--analyst", "offline", directory=tmp_path)
    terminals.append(terminal)
    return terminal


def test_the_bot_says_that_it_is_an_ai_and_asks_an_open_question(tmp_path: Path, terminals: list[Terminal]) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for(OPENING)
    assert "an AI assistant" in chat.unfolded
    assert "I rate the pilot, never a person" in chat.unfolded


def test_an_interview_killed_in_the_middle_goes_on_with_nothing_lost(tmp_path: Path, terminals: list[Terminal]) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for(OPENING)
    chat.type("It reads carrier invoices. Four clerks in Venlo use it.")
    chat.wait_for("> ", times=2)
    chat.type("Clerks export a file from SAP each morning and paste the result back by hand.")
    chat.wait_for("> ", times=3)
    chat.kill()

    again = a_chat(tmp_path, terminals)
    again.wait_for("Welcome back")
    again.type("/answers")
    again.wait_for("Four clerks in Venlo use it")
    again.wait_for("paste the result back by hand")


def test_a_pause_keeps_everything_and_a_second_start_resumes(tmp_path: Path, terminals: list[Terminal]) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for(OPENING)
    chat.type("/pause")
    chat.wait_for("Saved.")
    assert chat.close() == 0
    again = a_chat(tmp_path, terminals)
    again.wait_for("Welcome back")
    again.wait_for(OPENING)


def test_an_answer_can_be_corrected_taken_back_and_listed(tmp_path: Path, terminals: list[Terminal]) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for(OPENING)
    chat.type("It reads invoices and writes to SAP.")
    chat.wait_for("> ", times=2)
    chat.type("/correct 1 It reads invoices, nothing else.")
    chat.wait_for("> ", times=3)
    chat.type("/answers")
    chat.wait_for("It reads invoices, nothing else.")
    chat.type("/undo 1")
    chat.wait_for("Taken back")
    chat.type("/answers")
    chat.wait_for("(taken back)")


def test_a_colleague_is_asked_what_was_left_to_them(tmp_path: Path, terminals: list[Terminal]) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for(OPENING)
    chat.type("It checks invoices.")
    chat.wait_for("> ", times=2)
    chat.type("/ask Tomasz Wolski")
    chat.wait_for("Left to Tomasz Wolski")
    chat.type("/as Tomasz")
    chat.wait_for("Hello Tomasz")
    chat.wait_for("Walk me through the last real case", times=2)
    chat.wait_for("> ", times=4)
    assert chat.unfolded.split("Hello Tomasz")[1].count("why I ask") == 1
    chat.type("SAP is read over the API, nothing is written back.")
    chat.wait_for("noted under Systems")


def test_asking_back_is_answered_from_the_framework_and_the_question_comes_again(
    tmp_path: Path, terminals: list[Terminal]
) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for(OPENING)
    chat.type("What do you mean by a proof of production?")
    chat.wait_for(OPENING, times=2)
    assert "[overview." in chat.unfolded or "[plan." in chat.unfolded or "[stage." in chat.unfolded


def test_an_empty_correction_erases_nothing(tmp_path: Path, terminals: list[Terminal]) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for(OPENING)
    chat.type("It checks invoices.")
    chat.wait_for("> ", times=2)
    chat.type("/correct 1")
    chat.wait_for("Nothing changed")
    chat.type("/correct 40 clerks check invoices.")
    chat.wait_for("> ", times=4)
    chat.type("/answers")
    chat.wait_for("40 clerks check invoices.")


def test_the_same_person_and_pilot_are_known_again_however_they_are_typed(
    tmp_path: Path, terminals: list[Terminal]
) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for(OPENING)
    chat.type("It checks invoices.")
    chat.wait_for("> ", times=2)
    chat.kill()
    again = Terminal("chat", "--pilot", "freightmatch", "--as", "dana", "--analyst", "offline", directory=tmp_path)
    terminals.append(again)
    again.wait_for("Welcome back")
    again.type("/undo")
    again.wait_for("Taken back")


def test_ctrl_c_ends_the_wait_at_once_and_says_that_all_is_saved(tmp_path: Path, terminals: list[Terminal]) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for("> ")
    chat.process.send_signal(signal.SIGINT)
    chat.wait_for("Saved.")
    assert chat.close() == 0


def test_a_pasted_secret_is_taken_out_and_the_person_is_told(tmp_path: Path, terminals: list[Terminal]) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for(OPENING)
    chat.type("It answers questions. AZURE_KEY=sk-test-000FAKE000notreal111 oh sorry")
    chat.wait_for("I took it out and kept none of it")
    chat.wait_for("> ", times=2)
    chat.kill()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("flightplan.db*"))
    assert b"000FAKE000" not in kept


def test_an_interview_finished_after_the_opening_offers_to_go_on_and_no_plan(
    tmp_path: Path, terminals: list[Terminal]
) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for(OPENING)
    chat.type("Nobody owns it. The innovation lab pays for it.")
    chat.wait_for("> ", times=2)
    chat.type("/finish")
    chat.wait_for("you go on from here")
    assert chat.close() == 0
    assert "14 not asked yet" in chat.unfolded and "obody could say" not in chat.unfolded
    again = a_chat(tmp_path, terminals)
    again.wait_for("Last time it was not asked.")
    assert OPENING not in again.unfolded


def test_a_whole_interview_ends_with_a_summary_that_is_judged(tmp_path: Path, terminals: list[Terminal]) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for(OPENING)
    chat.type("It reads invoices.")
    prompts = 2
    while "Here is what I understood" not in chat.unfolded:
        chat.wait_for("> ", times=prompts)
        if "Here is what I understood" not in chat.unfolded:
            chat.type("/skip")
        prompts += 1
    chat.type("One more thing: nobody owns it.")
    chat.wait_for("Anything else to correct?")
    chat.type("3")
    chat.wait_for("Documents are in")
    assert chat.close() == 0
    assert "no language model was used" in chat.unfolded
    written = {path.name for path in (tmp_path / "out" / "freightmatch").iterdir()}
    assert {"plan.json", "actions.csv", "assessment.json"} <= written
    assert {name.rpartition(".")[2] for name in written if "-brief-" in name} == {"pdf", "docx", "md"}


@pytest.mark.parametrize(
    ("typed", "said"), [("/dance", "I don't know /dance"), ("/undo 7", "no turn t7"), ("/help", "/skip")]
)
def test_a_slip_of_the_keyboard_is_answered_and_the_interview_goes_on(
    typed: str, said: str, tmp_path: Path, terminals: list[Terminal]
) -> None:
    chat = a_chat(tmp_path, terminals)
    chat.wait_for(OPENING)
    chat.type(typed)
    chat.wait_for(said)
    chat.wait_for("> ", times=2)


def test_a_secret_in_the_name_of_the_pilot_or_of_whoever_speaks_is_not_kept(
    tmp_path: Path, terminals: list[Terminal]
) -> None:
    named = ("--pilot", "Freight, password: Xk29hunterZq7", "--as", "Dana pw=Xk29hunterZq7, token=ab12cd34ef")
    chat = Terminal("chat", *named, "--analyst", "offline", directory=tmp_path)
    terminals.append(chat)
    chat.wait_for(OPENING)
    chat.type("/as Ana pwd=Xk29hunterZq7")
    chat.wait_for("> ", times=2)
    chat.type("It reads from SAP.")
    chat.wait_for("> ", times=3)
    chat.type("/pause")
    chat.wait_for("Saved")
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("flightplan.db*"))
    assert kept
    assert b"hunter" not in kept.lower()
    assert b"ab12cd34ef" not in kept


def test_a_pilot_needs_a_name_that_can_be_seen(tmp_path: Path, terminals: list[Terminal]) -> None:
    chat = Terminal("chat", "--pilot", "\u200b\u200b", "--as", "Dana", "--analyst", "offline", directory=tmp_path)
    terminals.append(chat)
    chat.wait_for("Give the pilot a name that your team knows.")
