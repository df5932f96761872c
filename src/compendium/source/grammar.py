"""The block grammar: CommonMark and pipe tables, less what has no place in an edition.

Raw HTML, code and link definitions are switched off, so that what looks like them stays
text. Fenced divs and notes are added.
"""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

_DEPTH = 100
"""Beyond this the engine drops the rest of a file; we complain long before."""


def _div(state: StateBlock, line: int, _last: int, silent: bool) -> bool:
    """A line that begins with three colons: the builder pairs openings and ends."""
    words = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    if not words.startswith(":::"):
        return False
    if not silent:
        token = state.push("div", "", 0)
        token.map = [line, line + 1]
        token.content = words
        state.line = line + 1
    return True


def _engine() -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEPTH}).enable("table")
    engine.use(footnote_plugin, inline=False, move_to_end=False)
    engine.block.ruler.before(
        "table", "div", _div, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    return engine.disable(["code", "fence", "html_block", "reference"])


_ENGINE = _engine()


@dataclass(frozen=True, slots=True)
class Branch:
    """A block of the engine: its opening token and the blocks inside it."""

    token: Token
    inside: list[Branch]

    @property
    def type(self) -> str:
        """The engine's name for it: "paragraph_open", "hr" ..."""
        return self.token.type

    @property
    def lines(self) -> tuple[int, int]:
        """Its first and last line, counted from 1."""
        first, after = self.token.map or (0, 1)
        return first + 1, max(after, first + 1)


def block_tree(text: str) -> list[Branch]:
    """The blocks of *text*, each with those inside it."""
    tokens: list[Token] = []
    _ENGINE.block.parse(text, _ENGINE, {}, tokens)
    rows: list[list[Branch]] = [[]]
    for token in tokens:
        if token.nesting < 0:
            rows.pop()
            continue
        branch = Branch(token, [])
        rows[-1].append(branch)
        if token.nesting > 0:
            rows.append(branch.inside)
    return rows[0]


def labels(tree: list[Branch]) -> frozenset[str]:
    """The labels of all notes that *tree* defines."""
    found: set[str] = set()
    for branch in tree:
        if branch.type == "footnote_reference_open":
            found.add(branch.token.meta["label"])
        found |= labels(branch.inside)
    return frozenset(found)
