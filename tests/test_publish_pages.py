"""`pages.json` and its schema."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import jsonschema
import pytest

from compendium.model.pages import PageMap, Place, SetLine, Sheet
from compendium.publish import page_map
from sample import SAMPLE

PAGES = PageMap.of_lines(
    sheets=(Sheet(1, "i", "recto", "title"), Sheet(2, "ii", "verso", "title", blank=True)),
    first={"letter": Place(1, "i", 1, 72.125), "contents": Place(1, "i", 0, 9)},
    last={"letter": Place(1, "i", 3, 99), "contents": Place(1, "i", 0, 9)},
    lines=(SetLine("letter", 1, "text", 1, "Ōmi – “x”", (62.36, 72.0, 300.0, 85.5)),),
)


def schema() -> Any:
    """The published schema."""
    text = resources.files("compendium.publish").joinpath("pages.schema.json").read_text("utf-8")
    return json.loads(text)


def test_pages() -> None:
    """The page map says what the pages are, where anchors stand, and what each line reads."""
    read = json.loads(page_map(PAGES, SAMPLE))
    jsonschema.Draft202012Validator(schema()).validate(read)
    assert read["sheets"][1] == {"sheet": 2, "folio": "ii", "side": "verso", "blank": True}
    assert read["anchors"] == [
        {
            "anchor": "contents",
            "first": {"sheet": 1, "folio": "i", "line": 0, "top": 9},
            "last": {"sheet": 1, "folio": "i", "line": 0, "top": 9},
        },
        {
            "anchor": "letter",
            "kind": "document",
            "document": "letter",
            "number": "1",
            "first": {"sheet": 1, "folio": "i", "line": 1, "top": 72.12},
            "last": {"sheet": 1, "folio": "i", "line": 3, "top": 99},
        },
    ]
    assert read["lines"][0]["text"] == "Ōmi – “x”"


def test_pages_of_nothing() -> None:
    """A book without pages has a page map too."""
    read = json.loads(page_map(PageMap((), {}, {}, ()), SAMPLE))
    jsonschema.Draft202012Validator(schema()).validate(read)


@pytest.mark.parametrize("key", ["sheets", "anchors", "lines"])
def test_the_schema_is_strict(key: str) -> None:
    """A record with a word more or a word less is not a page map."""
    read = json.loads(page_map(PAGES, SAMPLE))
    checker = jsonschema.Draft202012Validator(schema())
    jsonschema.Draft202012Validator.check_schema(schema())
    record = dict(read[key][0])
    for wrong in (record | {"more": 1}, dict(list(record.items())[1:])):
        assert not checker.is_valid(read | {key: [wrong]})
