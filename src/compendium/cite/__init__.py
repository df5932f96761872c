"""Stage: the edition and its page map in, citations of any passage out."""

from compendium.cite import listing
from compendium.cite.book import Book
from compendium.cite.exchange import citation_files
from compendium.cite.finding import find
from compendium.cite.listing import Listing
from compendium.cite.passages import Passage, locator
from compendium.cite.patterns import citations
from compendium.cite.quotations import quoted
from compendium.cite.records import Record, records
from compendium.cite.styles import STYLES, cited
from compendium.cite.writing import EXPORTS, write

__all__ = [
    "EXPORTS",
    "STYLES",
    "Book",
    "Listing",
    "Passage",
    "Record",
    "citation_files",
    "citations",
    "cited",
    "find",
    "listing",
    "locator",
    "quoted",
    "records",
    "write",
]
