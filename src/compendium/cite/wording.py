"""The words of citing: what each style calls an article or a page, and how it writes a date.

They belong to the styles and not to a theme, and stand in `wording.json`: for a language its
usual words, and for a style what it has otherwise, in each language that it speaks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

Forms = Mapping[str, str]
"""Words by what they name, with gaps, as `model.citation.Citations` tells."""


@lru_cache(maxsize=1)
def table() -> Any:
    """All of `wording.json`."""
    return json.loads(files(__package__).joinpath("wording.json").read_text("utf-8"))


@lru_cache(maxsize=64)
def forms(style: str, lang: str) -> Forms:
    """The words of *style* for a text in *lang*: English where the style has no others."""
    words = table()
    own = lang.partition("-")[0]
    speaks = own if own in words["styles"][style] else "en"
    return {**words["languages"][speaks], **words["styles"][style][speaks]}
