"""The outline as a PDF: a fixed typst template is given the contents as data and lays them out."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import typst

from bot.documents.charts.style import Chart
from bot.documents.contents import outline as said
from bot.documents.contents.wording import make_breakable, shorten_text
from bot.documents.formats.fonts import list_families, load_fonts, map_han_families
from bot.domain.core.phrases import format_date

_TEMPLATE = Path(__file__).with_name("plan.typ")
_SHORT = 60
_LONG = 1800
"""Characters from which something may break over two pages: kept whole, it would not fit on one."""
_MANY_ROWS = 3
_TITLE_SIZES = ((28, 2.0), (70, 1.6))
_SMALLEST_TITLE = 1.2


def render_pdf(outline: said.Outline, charts: Mapping[str, Chart]) -> bytes:
    """Tagged and accessible (PDF/UA-1); the same outline gives the same bytes, on every machine."""
    fonts = load_fonts()
    told = {**_build_template_input(outline, charts), "fonts": list_families(fonts), "han": map_han_families()}
    compiler = typst.Compiler(_TEMPLATE.read_bytes(), font_paths=fonts, ignore_system_fonts=True)
    made = compiler.compile(
        format="pdf",
        sys_inputs={"outline": json.dumps(told)},
        pdf_standards=["ua-1"],
        timestamp=int(outline.made_at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made


def _build_template_input(outline: said.Outline, charts: Mapping[str, Chart]) -> dict[str, Any]:
    made = outline.made_at
    title = make_breakable(outline.title)
    return {
        "name": outline.full_title,
        "title": title,
        "size": next((size for most, size in _TITLE_SIZES if len(outline.title) <= most), _SMALLEST_TITLE),
        "subtitle": f"{outline.subtitle}, {format_date(made.date())}",
        "short_title": f"{shorten_text(outline.title, _SHORT)}: {outline.subtitle.lower()}",
        "language": outline.language,
        "keywords": [outline.subtitle, "AI pilot"],
        "made": {"year": made.year, "month": made.month, "day": made.day},
        "drafted": f"Plan of {format_date(made.date())}",
        "note": make_breakable(outline.note),
        "sections": [
            {
                "title": make_breakable(section.title),
                "own_page": section.own_page,
                "fits_page": section.fits_page,
                "blocks": _serialize_blocks(section.blocks, charts),
            }
            for section in outline.sections
        ],
    }


def _serialize_blocks(blocks: tuple[said.Block, ...], charts: Mapping[str, Chart]) -> list[dict[str, Any]]:
    """Paragraphs that lead to a table, a picture or a list stay on its page."""
    told = [_serialize_block(block, charts) for block in blocks]
    for place in reversed(range(len(blocks) - 1)):
        following = blocks[place + 1]
        leads_on = isinstance(following, said.Paragraph) and following.lead is False and told[place + 1]["leads"]
        told[place]["leads"] = isinstance(following, said.Table | said.Picture | said.Bullets) or leads_on
    return told


def _serialize_block(block: said.Block, charts: Mapping[str, Chart]) -> dict[str, Any]:
    told: dict[str, Any]
    match block:
        case said.Paragraph():
            told = {"lead": block.lead, "leads": False, "words": _serialize_words(block.words)}
        case said.Subheading():
            told = {"text": make_breakable(block.text)}
        case said.Bullets():
            told = {"numbered": block.numbered, "items": [_serialize_words(item) for item in block.items]}
        case said.Facts():
            told = {"pairs": [[name, _serialize_words(words)] for name, words in block.pairs]}
        case said.Table():
            told = _serialize_table(block)
        case said.Picture():
            told = {"caption": block.caption, "alt": block.alt, "svg": charts[block.name].svg}
        case said.Card():
            told = _serialize_card(block)
        case said.GateBox():
            items = [_serialize_words(item) for item in block.items]
            told = {
                "title": make_breakable(block.title),
                "long": _count_characters((block.items,)) > _LONG,
                "items": items,
            }
    return {"kind": type(block).__name__.lower(), **told}


def _serialize_card(card: said.Card) -> dict[str, Any]:
    long = _count_characters(cell for _, cell in card.fields) > _LONG
    fields = [[label, _serialize_cell(cell)] for label, cell in card.fields]
    return {"title": make_breakable(card.title), "long": long, "fields": fields}


def _serialize_table(table: said.Table) -> dict[str, Any]:
    size = sum(_count_characters(row) for row in table.rows)
    return {
        "long": size > _LONG or len(table.rows) > _MANY_ROWS,
        "shares": [column.share for column in table.columns],
        "headings": [column.heading for column in table.columns],
        "rows": [
            {"cells": [_serialize_cell(c) for c in row], "long": _count_characters(row) > _LONG} for row in table.rows
        ],
    }


def _serialize_cell(cell: said.Cell) -> list[list[dict[str, str]]]:
    return [_serialize_words(words) for words in cell]


def _serialize_words(words: said.Words) -> list[dict[str, str]]:
    return [{"text": make_breakable(run.text), "style": run.style, "language": run.language} for run in words]


def _count_characters(cells: Iterable[said.Cell]) -> int:
    return sum(len(said.join_runs(words)) for cell in cells for words in cell)
