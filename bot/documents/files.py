"""Writes the documents of a plan: all of them whole, or none."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bot.documents.actions_csv import actions_csv
from bot.documents.charts import draw
from bot.documents.contents import outline_of
from bot.documents.markdown import markdown
from bot.documents.matter import Matter
from bot.documents.pdf import pdf
from bot.documents.plan_json import assessment_json, plan_json
from bot.documents.word import word
from bot.domain.assessment import Assessment
from bot.domain.errors import InvalidInput
from bot.domain.knowledge import Knowledge
from bot.domain.plan import ProductionPlan

_CHARTS = "charts"


def write_documents(
    directory: Path, assessment: Assessment, plan: ProductionPlan, knowledge: Knowledge
) -> tuple[Path, ...]:
    """Writes the plan in every form that is handed out; the directory is made when it is missing.

    Raises InvalidInput, naming the path, when it cannot be written to.
    """
    return write_together(directory, documents(assessment, plan, knowledge))


def documents(assessment: Assessment, plan: ProductionPlan, knowledge: Knowledge) -> Mapping[str, bytes]:
    """Every file by its path; the same plan gives the same content."""
    framework = knowledge.framework.of(plan.framework_version)
    outline = outline_of(plan, assessment, framework)
    matter = Matter(plan, assessment, framework)
    charts = draw(matter)
    return {
        "assessment.json": assessment_json(assessment).encode(),
        "plan.json": plan_json(plan).encode(),
        "plan.md": markdown(outline, pictures=_CHARTS).encode(),
        "plan.pdf": pdf(outline, charts),
        "plan.docx": word(outline, charts),
        "actions.csv": actions_csv(matter),
        **{f"{_CHARTS}/{name}.png": chart.png for name, chart in charts.items()},
    }


def plan_document(assessment: Assessment, plan: ProductionPlan, knowledge: Knowledge) -> bytes:
    """What is handed out as plan.md."""
    framework = knowledge.framework.of(plan.framework_version)
    return markdown(outline_of(plan, assessment, framework), pictures="").encode()


def write_together(directory: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Every file is written beside its place first; only when all of them are there, they take their places."""
    drafts: dict[Path, Path] = {}
    try:
        for name, content in contents.items():
            target = directory / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                raise IsADirectoryError(21, "is a directory", str(target))
            drafts[target] = _draft(target.parent, content)
        for target, draft in drafts.items():
            draft.replace(target)
    except OSError as error:
        raise InvalidInput(f"Cannot write to {directory}: {error.strerror or error}. Name another folder.") from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    return tuple(drafts)


def _draft(directory: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=directory, prefix=".draft-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        draft.chmod(0o644)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft
