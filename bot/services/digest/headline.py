"""Headlining: lets a model put one line over a digest, and keeps it only where it says nothing of its own."""

from bot.domain.core.errors import AnalystFailed
from bot.domain.digest.digest import Digest
from bot.domain.digest.headline import explain_refusal
from bot.domain.framework.framework import Framework
from bot.services.ports.core import Analyst
from bot.wording.digest_words import list_digest_facts
from bot.wording.formatter import PlainTextFormatter


async def add_headline(analyst: Analyst, written: Digest, framework: Framework) -> Digest:
    """The digest with a headline, or without: a quiet week needs none, and a model that fails is not waited for."""
    if written.is_quiet or not written.sent:
        return written
    told = list_digest_facts(written, framework, PlainTextFormatter())
    try:
        read = await analyst.write_headline(told)
    except AnalystFailed as failure:
        return written.model_copy(update={"calls": failure.calls})
    line = " ".join(read.value.split())
    refused = explain_refusal(line, told)
    kept = {"headline": "" if refused else line, "refused": refused if line else ""}
    return written.model_copy(update={**kept, "calls": read.calls})
