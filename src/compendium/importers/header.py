"""What the TEI header and a document's opening say about it, as fields of our files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from compendium.importers.desk import Desk
from compendium.importers.fields import Value
from compendium.importers.runs import visible
from compendium.importers.vocabulary import XML_LANG, Element, dropped, name

_DAY = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?", re.ASCII)
_LONGEST = 80
_PRINTED_AT = {
    "en-US": re.compile(
        r"\b(?:Washington|New York|Boston|Chicago|Philadelphia|Cleveland|Baltimore"
        r"|U\.? ?S\.?(?: ?A\.?)?|United States)(?!\w)",
        re.IGNORECASE,
    ),
    "en-GB": re.compile(
        r"\b(?:London|Oxford|Edinburgh|Glasgow|Dublin|U\.? ?K\.?|United Kingdom)(?!\w)",
        re.IGNORECASE,
    ),
}
_KINDS = (
    "editorial note", "memorandum", "telegram", "letter", "message", "note", "report", "minutes",
    "despatch", "instruction", "aide-mémoire", "treaty", "agreement", "declaration", "paper",
    "circular", "address", "statement", "summary",
)  # fmt: skip


def words(element: Element) -> str:
    """The words of *element* in one line, its notes left out."""
    return visible("".join(_texts(element))).strip()


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if name(child) == "lb":
            yield " "
        elif name(child) != "note" and not dropped(child):
            yield from _texts(child)
        yield child.tail or ""


def within(element: Element, *path: str) -> Iterator[Element]:
    """The elements below *element* that *path* leads to, whatever their namespace."""
    if not path:
        yield element
        return
    for child in element:
        if name(child) == path[0]:
            yield from within(child, *path[1:])


def edition(root: Element, asked: Sequence[str] = ()) -> dict[str, Value]:
    """The fields of edition.yaml that the header gives; *asked* are languages it may be in."""
    header = next(within(root, "teiHeader"), root)
    titles = {t.get("type", ""): words(t) for t in within(header, "fileDesc", "titleStmt", "title")}
    first = next(iter(titles.values()), "") or "Untitled"
    title = titles.get("volume") or titles.get("main") or first
    above = [titles[key] for key in ("series", "subseries", "volumenumber") if titles.get(key)]
    if len(title) > _LONGEST and not above:  # the head of a title page, and what goes on below
        title, *above = re.split(r"\s*[:;]\s*", title, maxsplit=1)
    statement = ("fileDesc", "publicationStmt")
    isbn = [
        words(n)
        for n in within(header, *statement, "idno")
        if n.get("type") in ("isbn-13", "isbn", "ISBN")
    ]
    return {
        "title": title,
        "subtitle": ", ".join(above),
        "version": "1.0",
        "date": _year(header),
        "languages": [_language(root, header, asked)],
        "imprint": {
            "publisher": _first(header, *statement, "publisher"),
            "place": _first(header, *statement, "pubPlace"),
            "editors": [words(e) for e in within(header, "fileDesc", "titleStmt", "editor")],
            "isbn": isbn[0] if isbn else "",
        },
    }


def volume_id(root: Element) -> str:
    """The id by which other volumes of the series name this one, "" for none."""
    found = (
        words(n)
        for n in within(root, "teiHeader", "fileDesc", "publicationStmt", "idno")
        if n.get("type") == "frus"
    )
    return next(found, "")


def _first(element: Element, *path: str) -> str:
    return next((words(found) for found in within(element, *path)), "")


def _year(header: Element) -> str:
    for place in ("fileDesc", "publicationStmt", "date"), ("fileDesc", "editionStmt", "date"):
        for date in within(header, *place):
            if found := _DAY.fullmatch(date.get("when") or ""):
                return found[1]
            if year := re.search(r"\b[0-9]{4}\b", words(date)):
                return year[0]
    return "20XX"


def _language(root: Element, header: Element, asked: Sequence[str]) -> str:
    """The language of the text as it says, told more closely by *asked*, or where it appeared."""
    text = next(within(root, "text"), root)
    named = [text.get(XML_LANG), text.get("lang"), root.get(XML_LANG), root.get("lang")]
    named += [
        used.get("ident") or used.get("id")
        for used in within(header, "profileDesc", "langUsage", "language")
    ]
    tag = next((n for n in named if n), "")
    tag = tag if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", tag) else ""
    closer = (lang for lang in asked if not tag or lang.partition("-")[0] == tag)
    tag = next(closer, tag or "en")
    if tag == "en":
        places = (p for p in header.iter() if name(p) == "pubPlace")
        return next((lang for p in places for lang in _english(words(p))), "en")
    return cased(tag)


def _english(place: str) -> Iterator[str]:
    """Whose English is set at *place*: words are divided, and days written, in another way."""
    for lang, places in _PRINTED_AT.items():
        if places.search(place):
            yield lang


def cased(tag: str) -> str:
    """*tag* as it is usually written: "en-US", "sr-Latn"."""
    first, *others = tag.split("-")
    sized = {2: str.upper, 4: str.capitalize}
    return "-".join([first, *(sized.get(len(part), str)(part) for part in others)])


# -- documents ---------------------------------------------------------------------------


def date(element: Element, desk: Desk) -> str:
    """The date of the document *element* in EDTF, as its dateline gives it; "" for none."""
    for found in element.iter():
        if name(found) == "attachment":
            return ""
        line = any(name(a) in ("dateline", "opener", "docDate") for a in found.iterancestors())
        if name(found) != "date" or not line:
            continue
        if day := edtf(found):
            return day
        if found.get("when") or found.get("notBefore") or found.get("from"):
            desk.leave(found, "its date cannot be read, and is left to the words")
    return ""


def assigned(element: Element) -> Value:
    """The day or days that the editors of FRUS give a document whose words do not; "" for none."""
    days = {
        key.rpartition("-")[2]: found[1]
        for key, value in element.items()
        if "doc-dateTime-" in key and (found := _DAY.fullmatch(value)) and _real(found[1])
    }
    first, last = days.get("min", ""), days.get("max", "")
    if not first or first > (last or first) or element.get("subtype") == "editorial-note":
        return ""
    return {"value": first if last in ("", first) else f"{first}/{last}", "inferred": "true"}


def edtf(element: Element) -> str:
    """The date that the attributes of *element* give, in EDTF; "" for none."""
    days = {key: _DAY.fullmatch(value) for key, value in element.items()}
    day = {key: found[1] for key, found in days.items() if found and _real(found[1])}
    if "when" in day or "value" in day:
        return day.get("when") or day["value"]
    first, last = day.get("notBefore") or day.get("from"), day.get("notAfter") or day.get("to")
    if first and last and first <= last:
        return first if first == last else f"{first}/{last}"
    return f"{first or ''}/{last or ''}" if bool(first) != bool(last) else ""


def _real(day: str) -> bool:
    """Whether *day* is in the calendar, as far as it goes."""
    parts = [int(part) for part in day.split("-")]
    lengths = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if len(parts) > 1 and not 1 <= parts[1] <= 12:
        return False
    leap = parts[0] % 4 == 0 and (parts[0] % 100 != 0 or parts[0] % 400 == 0)
    return len(parts) < 3 or 1 <= parts[2] <= (
        28 if parts[1] == 2 and not leap else lengths[parts[1] - 1]
    )


def place(element: Element) -> str:
    """The place in the dateline of *element*."""
    for line in element.iter():
        if name(line) == "attachment":
            return ""
        if name(line) == "dateline":
            return next((words(p).rstrip(",.") for p in line.iter() if name(p) == "placeName"), "")
    return ""


def kind(element: Element, title: str) -> str:
    """What a document is, told from its type or its heading."""
    told = (element.get("subtype") or "").replace("-", " ")
    if told == "editorial note":
        return "editorial-note"
    lowered = title.lower()
    found = [(lowered.index(word), word) for word in _KINDS if word in lowered]
    return min(found)[1].replace(" ", "-").replace("é", "e") if found else "document"


def people(head: Element | None, role: str, desk: Desk) -> list[str]:
    """The senders (`from`) or recipients (`to`) that a heading tags."""
    done: list[str] = []
    for found in head.iter() if head is not None else ():
        if found.get("type") != role or name(found) not in ("persName", "gloss", "orgName"):
            continue
        pointed = (found.get("corresp") or found.get("target") or "").removeprefix("#")
        target = desk.targets.get(pointed, "")
        who = target or words(found)
        if who and (target or ":" not in who) and who not in done:
            done.append(who)
    return done
