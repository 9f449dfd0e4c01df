"""Blocks as text: what stands in a message's blocks, in Slack's own notation of mentions and links, line by line."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Json = Mapping[str, Any]
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def render_blocks(blocks: Iterable[Json]) -> str:
    """What people read in them; nothing of buttons, pictures and kinds that hold no words."""
    return "\n".join(filter(None, map(_render_block, blocks)))


def _render_block(block: Json) -> str:
    render = _BLOCKS.get(str(block.get("type")))
    return render(block).strip("\n") if render is not None else ""


def _render_section(block: Json) -> str:
    return "\n".join(filter(None, map(_render_text, (block.get("text"), *(block.get("fields") or ())))))


def _render_text(text: Json | None) -> str:
    if not text:
        return ""
    words = str(text.get("text") or "")
    return words if text.get("type") == "mrkdwn" else _escape(words)


def _render_context(block: Json) -> str:
    return " ".join(filter(None, (_render_text(e) for e in block.get("elements") or () if "text" in e)))


def _render_card(block: Json) -> str:
    return "\n".join(filter(None, (_render_text(block.get(part)) for part in ("title", "subtitle", "body"))))


def _render_container(block: Json) -> str:
    return "\n".join(filter(None, (_render_text(block.get("title")), render_blocks(block.get("child_blocks") or ()))))


# --- tables, row by row -------------------------------------------------------------------------------


def _render_table(block: Json) -> str:
    rows = (" | ".join(_render_cell(cell) for cell in row) for row in block.get("rows") or ())
    return "\n".join(row for row in (_render_text(_as_text(block.get("caption"))), *rows) if row.strip(" |"))


def _as_text(caption: Any) -> Json | None:
    return {"type": "plain_text", "text": caption} if isinstance(caption, str) else caption


def _render_cell(cell: Json) -> str:
    if cell.get("type") == "rich_text":
        return " ".join(_render_rich_text(cell).split())
    told = cell.get("text")
    words = told if told is not None else cell.get("value")
    return " ".join(_escape("" if words is None else str(words)).split())


# --- rich text ----------------------------------------------------------------------------------------


def _render_rich_text(block: Json) -> str:
    return "\n".join(filter(None, (_render_paragraph(part).strip("\n") for part in block.get("elements") or ())))


def _render_paragraph(part: Json) -> str:
    kind, elements = part.get("type"), part.get("elements") or ()
    if kind == "rich_text_list":
        first = int(part.get("offset") or 0) + 1
        signs = (f"{n}." if part.get("style") == "ordered" else "•" for n in range(first, first + len(elements)))
        indent = "    " * int(part.get("indent") or 0)
        return "\n".join(f"{indent}{sign} {_render_paragraph(e)}" for sign, e in zip(signs, elements, strict=False))
    words = "".join(_render_element(element) for element in elements)
    return "\n".join(f"&gt; {line}" for line in words.strip("\n").split("\n")) if kind == "rich_text_quote" else words


def _render_element(element: Json) -> str:
    render = _ELEMENTS.get(str(element.get("type")))
    return render(element) if render is not None else ""


def _render_link(link: Json) -> str:
    label = _escape(str(link.get("text") or ""))
    return f"<{link.get('url')}|{label}>" if label else f"<{link.get('url')}>"


def _render_date(told: Json) -> str:
    link = f"^{told['url']}" if told.get("url") else ""
    fallback = f"|{told['fallback']}" if told.get("fallback") else ""
    return f"<!date^{told.get('timestamp')}^{told.get('format') or '{date_num}'}{link}{fallback}>"


def _escape(words: str) -> str:
    return words.translate(_ESCAPES)


_BLOCKS: Mapping[str, Callable[[Json], str]] = {
    "rich_text": _render_rich_text,
    "section": _render_section,
    "header": _render_section,
    "markdown": lambda block: _escape(str(block.get("text") or "")),
    "context": _render_context,
    "table": _render_table,
    "data_table": _render_table,
    "card": _render_card,
    "carousel": lambda block: render_blocks(block.get("elements") or ()),
    "container": _render_container,
}
_ELEMENTS: Mapping[str, Callable[[Json], str]] = {
    "text": lambda element: _escape(str(element.get("text") or "")),
    "link": _render_link,
    "user": lambda element: f"<@{element.get('user_id')}>",
    "usergroup": lambda element: f"<!subteam^{element.get('usergroup_id')}>",
    "channel": lambda element: f"<#{element.get('channel_id')}>",
    "broadcast": lambda element: f"<!{element.get('range')}>",
    "emoji": lambda element: f":{element.get('name')}:",
    "date": _render_date,
    "color": lambda element: str(element.get("value") or ""),
}
