"""Texts of an outline, as somebody reads them who reads all of it."""

from collections.abc import Iterator

from bot.documents.contents.outline import (
    Block,
    Bullets,
    Card,
    Facts,
    GateBox,
    Outline,
    Paragraph,
    Picture,
    Subheading,
    Table,
    join_runs,
)


def collect_texts(outline: Outline) -> Iterator[str]:
    """Everything that is to be read, in order. What pictures show stands in the tables around them too."""
    yield from (outline.title, outline.subtitle, outline.note)
    for section in outline.sections:
        if section.title:
            yield section.title
        for block in section.blocks:
            yield from _collect_block_texts(block)


def _collect_block_texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield join_runs(block.words)
        case Subheading():
            yield block.text
        case Bullets():
            yield from map(join_runs, block.items)
        case Facts():
            yield from (text for name, words in block.pairs for text in (name, join_runs(words)))
        case Table():
            yield from (column.heading for column in block.columns)
            yield from (join_runs(words) for row in block.rows for cell in row for words in cell)
        case Picture():
            yield block.caption
        case Card():
            yield block.title
            yield from (text for label, cell in block.fields for text in (label, *map(join_runs, cell)))
        case GateBox():
            yield from (block.title, *map(join_runs, block.items))
