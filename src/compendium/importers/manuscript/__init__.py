"""From a text that says nothing of itself, typed or in Word, to an edition with its guesses."""

from compendium.importers.manuscript.edition import draft
from compendium.importers.manuscript.passages import Manuscript, Passage

__all__ = ["Manuscript", "Passage", "draft"]
