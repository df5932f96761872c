"""Turn a folder of documents into a typeset edition whose every page number is proved."""

__version__ = "0.1.0"
