"""Citations for programs: CSL-JSON, BibTeX, RIS, CITATION.cff, and the head of a web page."""

from compendium.cite.exchange import bibtex, csl, ris
from compendium.cite.exchange.files import citation_files
from compendium.cite.exchange.metadata import metadata

__all__ = ["bibtex", "citation_files", "csl", "metadata", "ris"]
