"""What is read in a short way is what the long way reads."""

from __future__ import annotations

import re
import zlib
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from compendium.model.pages import Chunk
from compendium.proof import script as scripts
from compendium.proof.holding import holds
from compendium.proof.script import Script, read_script

TAGS = st.sampled_from([
    "<p>", "</p>", "</p >", "<p id='a.1'>", '<p id="a.2" data-mark="A &amp; B">', "<br>", "<br/>",
    '<span class="fn" id="a.n1">', "</span>", '<a href="#a.1">', '<a href="?a=1&b=2">', "</a>",
    '<td  id="x">', "<TD ID=c>", "</td>", "<tr>", "</tr>", "<thead>", "</thead>", "<p hidden>",
    '<i title="a > b">', "</i>", "<!-- <p> -->", "<style>", "a < b", "</style>",
    "<head>", "</head>",
    '<h1 data-title="T" data-level="1">', "</h1>", '<b data-slot="0">00</b>', "<", "</", "<p",
    '<p class="source-page" id="s" data-n="7">', '<p data-lines="page 5" data-recto="R">',
])  # fmt: skip
WORDS = st.text("ab &;<\n", max_size=4)
STREAMS = st.sampled_from([
    b"stream\n", b"stream\r\n", b"stream ", b"\nendstream", b"\r\nendstream", b"endstream\n", b"\r",
    b"\nendobj\n", b"/JS ", b"(/home/a)", b"(/JS)", b"x", zlib.compress(b"/Launch (/tmp/b) "),
])  # fmt: skip


class _Library(scripts._Parser):
    """The same as it is read by the library alone."""

    parse_starttag = HTMLParser.parse_starttag
    parse_endtag = HTMLParser.parse_endtag
    updatepos = HTMLParser.updatepos


def _read(chunk: Chunk) -> Script:
    script = Script(chunk)
    parser = _Library(script)
    parser.feed(chunk.markup)
    parser.close()
    for stream in script.streams.values():
        stream.close()
    return script


@given(st.lists(TAGS | WORDS))
def test_tags(parts: list[str]) -> None:
    """Tags that are read by themselves are read as the library reads them."""
    chunk = Chunk("c", "<body>" + "".join(parts), ("12",), (), "any", "arabic")
    assert read_script(chunk) == _read(chunk)


def _held(data: bytes) -> tuple[set[str], set[str]]:
    found = [holds(part) for part in _parts(data)]
    return set().union(*(active for active, _ in found)), set().union(*(told for _, told in found))


def _parts(data: bytes) -> list[bytes]:
    stream = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
    parts = [stream.sub(b"-", data)]
    for match in stream.finditer(data):
        try:
            parts.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return parts


@given(st.lists(STREAMS).map(b"".join))
def test_streams(data: bytes) -> None:
    """The streams of a file are what lies between the words that say so."""
    assert holds(data) == _held(data)
