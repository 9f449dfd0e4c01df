"""Writes the documents of a plan: all of them whole, or none."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bot.documents.markdown import plan_markdown
from bot.documents.plan_json import assessment_json, plan_json
from bot.domain.assessment import Assessment
from bot.domain.errors import InvalidInput
from bot.domain.knowledge import Knowledge
from bot.domain.plan import ProductionPlan


def write_documents(
    directory: Path, assessment: Assessment, plan: ProductionPlan, knowledge: Knowledge
) -> tuple[Path, ...]:
    """Writes `assessment.json`, `plan.json` and `plan.md`; the directory is made when it is missing.

    Raises InvalidInput, naming the path, when it cannot be written to.
    """
    texts = {
        "assessment.json": assessment_json(assessment),
        "plan.json": plan_json(plan),
        "plan.md": plan_markdown(plan, assessment, knowledge.framework),
    }
    return write_together(directory, {name: text.encode() for name, text in texts.items()})


def plan_document(assessment: Assessment, plan: ProductionPlan, knowledge: Knowledge) -> bytes:
    """What is handed out as plan.md."""
    return plan_markdown(plan, assessment, knowledge.framework).encode()


def write_together(directory: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Every file is written beside its place first; only when all of them are there, they take their places."""
    drafts: dict[Path, Path] = {}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            target = directory / name
            if target.is_dir():
                raise IsADirectoryError(21, "is a directory", str(target))
            drafts[target] = _draft(directory, content)
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
