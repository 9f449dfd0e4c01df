"""The offline analyst: reads plain text by cues, without any model, and says so wherever it rated."""

from bot.llm.offline.analyst import OfflineAnalyst
from bot.llm.offline.cues import Cues, load_cues

__all__ = ["Cues", "OfflineAnalyst", "load_cues"]
