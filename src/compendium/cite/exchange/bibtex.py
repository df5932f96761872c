"""BibTeX: a document as `@incollection`, the edition as `@book`, in UTF-8."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compendium.cite.dates import written, year
from compendium.cite.exchange.csl import key
from compendium.cite.names import Name
from compendium.cite.records import Record

_SPECIAL = re.compile(r"[\\{}$&%#_~^]")
_ESCAPED = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
}  # fmt: skip
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)")
"""Where TeX would make one sign of two."""
_RAW = frozenset({"url", "doi"})
"""Fields whose signs a style prints as they are."""


def to_bibtex(entries: Iterable[str]) -> str:
    """*entries* as a file."""
    return "\n".join(entries)


def entry(record: Record, passage: str = "") -> str:
    """*record* as an entry; *passage* says in words what of it is meant.

    Titles have braces of their own, which keep their capitals; the number of a document
    and its date stand in `note`, for BibTeX has no fields for them.
    """
    work, inside = record.work, record.kind != "edition"
    first, last = record.folios
    number = f"Document {record.number}" if record.slug and record.number else ""
    note = [number, written(record.date, "american"), passage]
    values = {
        "author": " and ".join(_name(who) for who in record.authors),
        "title": f"{{{_safe(record.title)}}}",
        "booktitle": f"{{{_safe(work.full_title)}}}" if inside else "",
        "editor": " and ".join(_name(who) for who in work.editors),
        "publisher": _safe(work.publisher),
        "address": _safe(work.place),
        "year": year(work.date),
        "version": _safe(work.version),
        "pages": (first if first == last else f"{first}--{last}") if inside else "",
        "chapter": record.number if record.slug else "",
        "isbn": work.isbn,
        "doi": work.doi,
        "url": record.address,
        "note": _safe("; ".join(filter(None, note))),
        "langid": record.lang,
    }
    fields = "".join(
        f"  {name} = {{{_balanced(value) if name in _RAW else value}}},\n"
        for name, value in values.items()
        if value
    )
    return f"@{'incollection' if inside else 'book'}{{{key(record)},\n{fields}}}\n"


def _safe(words: str) -> str:
    """*words* with what TeX would read as commands escaped."""
    apart = _LIGATURE.sub("\x00", words)
    escaped = _SPECIAL.sub(lambda sign: _ESCAPED.get(sign[0], f"\\{sign[0]}"), apart)
    return escaped.replace("\x00", "{}")


def _balanced(raw: str) -> str:
    return raw.replace("{", "%7B").replace("}", "%7D")


def _name(who: Name) -> str:
    """A person as "family, given"; a body in braces, so that it is not taken apart."""
    if not who.given:
        return f"{{{_safe(who.family)}}}"
    return _safe(who.inverted)
