"""The EPUB: the edition for reading devices, with the pages of the printed book."""

from compendium.render.epub.book import epub

__all__ = ["epub"]
