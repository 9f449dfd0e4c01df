"""Writes the documents of a plan: all of them whole, or none."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from bot.documents.charts.charts import draw_plan_charts
from bot.documents.charts.style import Chart
from bot.documents.contents.contents import DOCUMENTS, build_outline
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.formats.actions_csv import render_actions_csv
from bot.documents.formats.github_json import render_github_json
from bot.documents.formats.markdown import render_markdown
from bot.documents.formats.pdf import render_pdf
from bot.documents.formats.plan_json import render_json
from bot.documents.formats.roles_csv import render_roles_csv
from bot.documents.formats.word import render_docx
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import InvalidInput, NotFound
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.plan import ProductionPlan
from bot.wording.file_names import format_folder_name

_CHARTS = "charts"
_GITHUB = "github.json"
_PRINTERS = {"pdf": render_pdf, "docx": render_docx}
_TOLD = tuple(f"{document}.{ending}" for document in DOCUMENTS for ending in ("pdf", "docx"))
_ALL = (*_TOLD, "brief.md", "plan.md", "assessment.json", "plan.json", "actions.csv", "github.json", "roles.csv")


def write_documents(
    directory: Path, assessment: Assessment, plan: ProductionPlan, knowledge: Knowledge
) -> tuple[Path, ...]:
    """Writes the plan in every form that is handed out, called by pilot and day, and its data, called the same for
    every plan; the directory is made when it is missing.

    Raises InvalidInput, naming the path, when it cannot be written to.
    """
    pressed = _DocumentRenderer(_build_document_data(assessment, plan, knowledge), _CHARTS)
    files = {format_folder_name(plan, name): content for name, content in pressed.render_files(_ALL).items()}
    return write_files_atomically(directory, {**files, **pressed.list_chart_files()})


def render_documents(
    names: Sequence[str], assessment: Assessment, plan: ProductionPlan, knowledge: Knowledge
) -> Mapping[str, bytes]:
    """The files of these names, each standing alone; takes a second or two of work for the printed ones.

    Raises NotFound for a name that is none of a plan's files.
    """
    return _DocumentRenderer(_build_document_data(assessment, plan, knowledge)).render_files(names)


def _build_document_data(assessment: Assessment, plan: ProductionPlan, knowledge: Knowledge) -> PlanDocumentData:
    """Under the version of the framework that the plan was made with."""
    return PlanDocumentData(plan, assessment, knowledge.framework.get_version(plan.framework_version))


class _DocumentRenderer:
    """Makes each part once, whatever number of files needs it. `beside`: the folder where the charts will lie."""

    def __init__(self, matter: PlanDocumentData, beside: str = "") -> None:
        self._matter = matter
        self._beside = beside

    def render_files(self, names: Sequence[str]) -> dict[str, bytes]:
        unknown = [name for name in names if name not in _ALL]
        if unknown:
            raise NotFound(f"A plan has no file called {unknown[0]}: {', '.join(_ALL)}.")
        return {name: self._render_file(name) for name in names}

    def _render_file(self, name: str) -> bytes:
        document, _, ending = name.partition(".")
        if name == _GITHUB:
            return render_github_json(self._matter)
        if ending == "json":
            return render_json(self._matter.plan if document == "plan" else self._matter.assessment)
        if ending == "csv":
            return render_roles_csv(self._matter) if document == "roles" else render_actions_csv(self._matter)
        outline = build_outline(document, self._matter)
        if ending == "md":
            return render_markdown(outline, self._beside).encode()
        return _PRINTERS[ending](outline, self._charts if outline.pictures else {})

    def list_chart_files(self) -> dict[str, bytes]:
        return {f"{self._beside}/{name}.png": chart.png for name, chart in self._charts.items()}

    @cached_property
    def _charts(self) -> Mapping[str, Chart]:
        return draw_plan_charts(self._matter)


def write_files_atomically(directory: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Every file is written beside its place first; only when all of them are there, they take their places."""
    drafts: dict[Path, Path] = {}
    try:
        for name, content in contents.items():
            target = directory / name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if target.is_dir():
                raise IsADirectoryError(21, "is a directory", str(target))
            drafts[target] = _write_draft(target.parent, content)
        for target, draft in drafts.items():
            draft.replace(target)
    except OSError as error:
        raise InvalidInput(f"Cannot write to {directory}: {error.strerror or error}. Name another folder.") from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return tuple(drafts)


def _write_draft(directory: Path, content: bytes) -> Path:
    """Readable by its owner alone: in it stands what people said."""
    handle, name = tempfile.mkstemp(dir=directory, prefix=".draft-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft
