"""Stage: the edition and its page map in, citations of any passage out."""

from compendium.cite.patterns import citations
from compendium.cite.records import Record, records
from compendium.cite.styles import STYLES, cited

__all__ = ["STYLES", "Record", "citations", "cited", "records"]
