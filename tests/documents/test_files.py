from pathlib import Path

import pytest

from bot.documents.files import write_documents, write_files_atomically
from bot.domain.core.errors import InvalidInput
from bot.domain.framework.knowledge import Knowledge
from tests.domain.plans import a_plan, all_at, an_assessment

EVERYTHING = [
    "FreightMatch-annex-2026-11-02.docx",
    "FreightMatch-annex-2026-11-02.pdf",
    "FreightMatch-brief-2026-11-02.docx",
    "FreightMatch-brief-2026-11-02.md",
    "FreightMatch-brief-2026-11-02.pdf",
    "FreightMatch-compliance-2026-11-02.docx",
    "FreightMatch-compliance-2026-11-02.pdf",
    "FreightMatch-plan-2026-11-02.docx",
    "FreightMatch-plan-2026-11-02.md",
    "FreightMatch-plan-2026-11-02.pdf",
    "actions.csv",
    "assessment.json",
    "charts/criteria.png",
    "charts/pillars.png",
    "charts/timeline.png",
    "github.json",
    "plan.json",
    "roles.csv",
]


def test_the_documents_are_written_into_a_directory_made_for_them(tmp_path: Path, knowledge: Knowledge) -> None:
    assessment = an_assessment(knowledge.framework, all_at(2))
    out = tmp_path / "new" / "out"
    written = write_documents(out, assessment, a_plan(knowledge, assessment), knowledge)
    assert sorted(str(path.relative_to(out)) for path in written) == EVERYTHING
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()) == EVERYTHING


def test_older_documents_are_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("a much longer text of an older plan")
    write_files_atomically(tmp_path, {"plan.md": b"new"})
    assert (tmp_path / "plan.md").read_text() == "new"


def test_a_folder_that_cannot_be_written_to_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(InvalidInput, match="taken") as refused:
        write_files_atomically(tmp_path / "taken" / "out", {"plan.md": b"new"})
    assert "\n" not in str(refused.value)


def test_when_one_document_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "plan.md").mkdir()
    with pytest.raises(InvalidInput, match=str(tmp_path)):
        write_files_atomically(tmp_path, {"assessment.json": b"{}", "plan.md": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["plan.md"]


def test_a_read_only_folder_is_left_as_it_was(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        (tmp_path / "probe").touch()
    except PermissionError:
        with pytest.raises(InvalidInput, match="Permission denied"):
            write_files_atomically(tmp_path, {"plan.md": b"new"})
        assert list(tmp_path.iterdir()) == []
    else:
        pytest.skip("whoever runs this may write everywhere")
    finally:
        tmp_path.chmod(0o755)
