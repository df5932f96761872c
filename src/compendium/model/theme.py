"""A theme: everything a designer touches, read into memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Theme:
    """Templates, style sheets, fonts and wording, by file name; nothing is read later.

    Shape: `templates` maps a name below the theme ("print/document.html.j2") to its text;
        `styles` maps "print.css", "screen.css" ... to CSS with the tokens already in it;
        `scripts` maps "reader.js" ... to the scripts of the site;
        `fonts` maps a file name to its bytes; `wording` maps a language to its strings;
        `tokens` are the design tokens as written ("text-size": "10.5pt").
    """

    name: str
    templates: Mapping[str, str]
    styles: Mapping[str, str]
    fonts: Mapping[str, bytes]
    wording: Mapping[str, Mapping[str, str]]
    tokens: Mapping[str, str]
    digest: str
    scripts: Mapping[str, str] = field(default_factory=dict)
