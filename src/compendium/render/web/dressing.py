"""What the screen adds to a text and paper does not need: links, addresses, rows.

Not one letter of the text is touched; what is added bears `data-generated`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import escape

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
_ID = re.compile(r'\bid="([^"]+)"')
_BLOCKS = frozenset({"p", "li", "blockquote", "h2", "h3", "h4", "h5", "h6", "figure", "div"})
_VOID = frozenset({"br", "hr", "img"})
_GENERATED = re.compile(r'^ class="(?:call|mark|pointer)"')


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a mention leads: the key of its entry, and the anchor where that stands."""

    entry: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Dress:
    """What is added, each by the anchor it is added to.

    Shape: `leads` make links of mentions; `addresses` are the words for a paragraph's own
        address ("para. 9"); `rows` say what stands level.
    """

    leads: Mapping[str, Lead] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    tag: str
    at: int
    lead: Lead | None = None
    attributes: str = ""


def dress(markup: str, with_: Dress) -> str:
    """*markup* with all of that added."""
    return _Dresser(with_).dress(markup)


@dataclass(slots=True)
class _Dresser:
    given: Dress
    done: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    named: set[str] = field(default_factory=set)

    def dress(self, markup: str) -> str:
        written = 0
        for tag in _TAG.finditer(markup):
            self.done.append(markup[written : tag.start()])
            written = tag.end()
            if tag[1]:
                self._close(tag[2])
            else:
                self._open(tag[2], tag[3], markup[written : written + 6])
        self.done.append(markup[written:])
        return "".join(self.done)

    def _open(self, tag: str, attributes: str, following: str) -> None:
        found = _ID.search(attributes)
        anchor = found[1] if found else ""
        if tag == "a":
            for around in self.stack:
                around.lead = None
        opened = _Open(tag, len(self.done), None, attributes)
        if tag == "span" and attributes.startswith(' class="mention"'):
            inside = any(one.tag == "a" or one.lead for one in self.stack)
            opened.lead = None if inside else self.given.leads.get(anchor)
        if anchor in self.given.rows:
            attributes += f' data-row="{self.given.rows[anchor]}"'
        if attributes.startswith(' class="source-page"'):
            # A role of books alone does not let a span have a label, but a title names it.
            attributes = attributes.replace(" aria-label=", " title=")
        if tag in ("a", "span") and _GENERATED.match(attributes):
            attributes = " data-generated" + attributes
        self.done.append(f"<{tag}{attributes}>")
        if tag in _BLOCKS and anchor in self.given.addresses and not following.startswith("<p id"):
            self.done.append(self._address(anchor))
        if tag not in _VOID:
            self.stack.append(opened)

    def _close(self, tag: str) -> None:
        opened = self.stack.pop()
        if opened.lead is None or not "".join(self.done[opened.at + 1 :]):
            self.done.append(f"</{tag}>")
            return
        lead = opened.lead
        # The keyboard stops once at each name of a page, not at each time it is named.
        again = ' tabindex="-1"' if lead.entry in self.named else ""
        self.named.add(lead.entry)
        self.done[opened.at] = f'<a{opened.attributes} href="#{escape(lead.anchor)}"{again}>'
        self.done.append("</a>")

    def _address(self, anchor: str) -> str:
        words = escape(self.given.addresses[anchor])
        link = f'href="#{escape(anchor)}" aria-label="{words}"'
        return f'<a class="address" {link} data-generated></a>'
