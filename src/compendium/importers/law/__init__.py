"""Laws and treaties whose structure is marked: numbers, headings, provisions inside others."""

from compendium.importers.law.carrier import Carrier, source_words
from compendium.importers.law.vocabulary import AKOMA_NTOSO, JUSTICE, Vocabulary

__all__ = ["AKOMA_NTOSO", "JUSTICE", "Carrier", "Vocabulary", "source_words"]
