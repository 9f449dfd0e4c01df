import json
from typing import Any

from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.formats.github_json import render_github_json
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.action import Reason
from tests.documents import samples
from tests.documents.samples import Made


def printed(made: Made, knowledge: Knowledge) -> dict[str, Any]:
    matter = PlanDocumentData(made.plan, made.assessment, knowledge.framework)
    return dict(json.loads(render_github_json(matter)))


def test_gates_are_milestones_and_every_action_is_an_issue_of_one(knowledge: Knowledge) -> None:
    made = samples.crowded(knowledge)
    known = printed(made, knowledge)
    titles = [milestone["title"] for milestone in known["milestones"]]
    assert titles == [f"{made.plan.pilot.name}: gate {phase.gate.name}" for phase in made.plan.phases]
    assert [m.get("due_on") for m in known["milestones"]] == [
        f"{phase.gate.due.isoformat()}T12:00:00Z" if phase.gate.due else None for phase in made.plan.phases
    ]
    assert len(known["issues"]) == len(made.plan.actions)
    for issue in known["issues"]:
        assert set(issue) == {"title", "body", "labels", "milestone"}
        assert issue["milestone"] in titles
        assert set(issue["labels"]) <= set(known["labels"])


def test_an_issue_says_what_is_done_by_whom_and_how_it_is_known(knowledge: Knowledge) -> None:
    made = samples.ordinary(knowledge)
    for action, issue in zip(made.plan.actions, printed(made, knowledge)["issues"], strict=True):
        assert issue["title"].startswith(action.title)
        assert f"- Exit test: {action.exit}" in issue["body"]
        assert ("outline" in issue["labels"]) is not action.is_committed
        assert (f"- Due: {action.due.isoformat()}" in issue["body"]) is action.is_committed


def test_nobody_is_called_by_a_quote_and_a_long_title_is_cut(knowledge: Knowledge) -> None:
    made = samples.ordinary(knowledge)
    said = (Reason(text="Ask @octocat, mail me@example.org"),)
    first = made.plan.actions[0].model_copy(update={"because": said, "title": "x" * 300})
    plan = made.plan.model_copy(update={"actions": (first, *made.plan.actions[1:])})
    issue = printed(made._replace(plan=plan), knowledge)["issues"][0]
    assert "@<!-- -->octocat" in issue["body"] and "@octocat" not in issue["body"]
    assert len(issue["title"]) == 256
