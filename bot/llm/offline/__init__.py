"""The offline analyst: reads plain text by cues, without any model, and says so wherever it rated.

How cues are read may be changed here; the cues stand in knowledge/.
"""

from bot.llm.offline.analyst import OfflineAnalyst
from bot.llm.offline.cues import Cues, load_cues

__all__ = ["Cues", "OfflineAnalyst", "load_cues"]
