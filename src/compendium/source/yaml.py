"""Strict YAML: every scalar stays the string that was written, every key and value its place.

Anchors, aliases, tags, merge keys, second documents and repeated keys are refused. The
file is read as a flat row of events, so that no depth of nesting can harm us.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from compendium.diag import Code, Diagnostic, Severity
from compendium.source.characters import describe, forbidden
from compendium.source.node import Node
from compendium.source.text import SourceFile

DEPTH = 16
NODES = 200_000

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_yaml(
    file: SourceFile, start: int = 0, end: int | None = None
) -> tuple[Node | None, list[Diagnostic]]:
    """The value written in *file* between two offsets, and all that is wrong with it.

    None if nothing is written there, or nothing that can be read.
    """
    reader = _Reader(file, start, file.text[start:end])
    try:
        for event in yaml.parse(reader.text, Loader=_LOADER):
            if not reader.take(event):
                return None, reader.problems
    except yaml.MarkedYAMLError as error:
        reader.syntax(error)
        return None, reader.problems
    except yaml.YAMLError as error:
        reader.report("yaml-bad", f"`{file.path}` is no YAML: {error}", start, start)
        return None, reader.problems
    return reader.top, reader.problems


_Tagged = ScalarEvent | SequenceStartEvent | MappingStartEvent


@dataclass(slots=True)
class _Reader:
    file: SourceFile
    base: int
    text: str
    top: Node | None = None
    stack: list[Node] = field(default_factory=list)
    pending: list[ScalarEvent | None] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    documents: int = 0
    nodes: int = 0

    def report(
        self, code: Code, message: str, start: int, end: int, hint: str = "", warn: bool = False
    ) -> None:
        span = self.file.span(start, max(start, end))
        severity = Severity.WARNING if warn else Severity.ERROR
        self.problems.append(Diagnostic(code, message, span, hint, severity))

    def take(self, event: Event) -> bool:
        """Add *event* to the tree; False when there is no point in reading on."""
        assert event.start_mark and event.end_mark
        start = self.base + event.start_mark.index
        end = self.base + event.end_mark.index
        match event:
            case DocumentStartEvent():
                return self._document(start, end)
            case AliasEvent():
                self._feature("an alias", f"*{event.anchor}", start, end)
                return self._place(Node("scalar", self.file, start, end))
            case ScalarEvent():
                self._properties(event, start)
                return self._scalar(event, start, end)
            case SequenceStartEvent() | MappingStartEvent():
                self._properties(event, start)
                kind: Literal["sequence", "mapping"] = (
                    "sequence" if isinstance(event, SequenceStartEvent) else "mapping"
                )
                return self._open(Node(kind, self.file, start, end))
            case SequenceEndEvent() | MappingEndEvent():
                node = self.stack.pop()
                self.pending.pop()
                node.end = max(node.start, _last(node) if start == end else end)
        return True

    def _document(self, start: int, end: int) -> bool:
        self.documents += 1
        if self.documents > 1:
            hint = "keep one in each file"
            self.report("yaml-feature", "a second YAML document begins here", start, end, hint)
        return self.documents == 1

    def _feature(self, what: str, culprit: str, start: int, end: int) -> None:
        message = f"{what} is not read here: `{culprit}`"
        hint = "write the value out, in quotes if it begins with a sign"
        self.report("yaml-feature", message, start, end, hint)

    def _properties(self, event: _Tagged, start: int) -> None:
        if event.anchor:
            self._feature("an anchor", f"&{event.anchor}", start, start)
        if event.tag:
            written = re.compile(r"\S+").match(self.file.text, start)
            self._feature("a tag", written[0] if written else event.tag, start, start)

    def _open(self, node: Node) -> bool:
        if len(self.stack) >= DEPTH:
            message = f"values are nested deeper than `{DEPTH}`"
            self.report("yaml-deep", message, node.start, node.end, "write it flatter")
            return False
        if not self._place(node):
            return False
        self.stack.append(node)
        self.pending.append(None)
        return True

    def _scalar(self, event: ScalarEvent, start: int, end: int) -> bool:
        bad = forbidden(event.value)
        if bad and not forbidden(self.file.text[start:end]):
            message = f"`{describe(bad)}` may not stand in an edition"
            self.report("character-forbidden", message, start, end, "delete the escape")
        if self.stack and self.stack[-1].kind == "mapping" and self.pending[-1] is None:
            return self._key(event, start, end)
        node = Node("scalar", self.file, start, end, event.value, plain=event.style is None)
        node.plain = self.file.text[start : start + 1] not in ("'", '"', "|", ">")
        self._cut(node)
        return self._place(node)

    def _key(self, event: ScalarEvent, start: int, end: int) -> bool:
        mapping, key = self.stack[-1], event.value
        if key == "<<":
            self._feature("a merge key", key, start, end)
        if key in mapping.keys:
            line = mapping.keys[key].start[0]
            message = f"`{key}` is given twice, first in line {line}"
            self.report("key-duplicate", message, start, end, "keep one of them")
        mapping.keys.setdefault(key, self.file.span(start, end))
        self.pending[-1] = event
        return True

    def _cut(self, node: Node) -> None:
        """Warn where a comment right after unquoted words looks like a part of them."""
        rest = re.match(r" (#[^\n]*)", self.file.text[node.end :][:200])
        if node.plain and node.text and rest:
            message = f"`{rest[1]}` is a comment, and not part of the value before it"
            hint = "put the value in quotes, or two spaces before a comment"
            self.report("text-cut", message, node.end + 1, node.end + rest.end(), hint, warn=True)

    def _place(self, node: Node) -> bool:
        self.nodes += 1
        if self.nodes > NODES:
            message = f"the file has more than `{NODES}` values"
            self.report("yaml-large", message, node.start, node.end, "divide it")
            return False
        if not self.stack:
            self.top = node
            return True
        above = self.stack[-1]
        if above.kind == "sequence":
            above.items.append(node)
            return True
        key = self.pending[-1]
        if key is None:
            message = "a key must be words, not a list or a mapping"
            self.report("yaml-feature", message, node.start, node.end, "name it in plain words")
            return False
        above.fields.setdefault(key.value, node)
        self.pending[-1] = None
        return True

    def syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Say in our words what the YAML reader stumbled over."""
        message, hint, opened = _plainly(str(error.problem or error))
        mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
        at = self.base + (min(mark.index, len(self.text)) if mark else 0)
        number, column = self.file.place(at)
        line, start = self.file.line(number), self.file.starts[number - 1]
        if "\t" in _indent(line) or line[column - 1 : column] == "\t":
            tab = start + line.index("\t")
            hint = "put spaces in its place"
            self.report("yaml-tab", "a tab cannot indent YAML", tab, tab + 1, hint)
        elif "mapping values" in str(error.problem) and _KEY.fullmatch(line[: column - 1]):
            at = start + len(_indent(line))
            message = "this key is indented more than the keys around it"
            self.report("yaml-bad", message, at, at, "align it with them")
        else:
            self.report("yaml-bad", message, at, at, hint)


_KEY = re.compile(r" +[\w-]+")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _last(node: Node) -> int:
    """Where a block collection really ends: with its last value, before blank lines."""
    ends = [below.end for below in (*node.items, *node.fields.values())]
    return max(ends, default=node.start)


def _plainly(problem: str) -> tuple[str, str, bool]:
    """Message and hint for *problem*, and whether it belongs where its context begins."""
    for pattern, message, hint, opened in _WORDINGS:
        if pattern in problem:
            return message, hint, opened
    hint = "compare the indentation and the quotes around here"
    return f"the YAML reader says: {problem}", hint, False


_WORDINGS = (
    (
        "mapping values are not allowed",
        "a colon and a space inside a value make it look like a key",
        "put the value in quotes",
        False,
    ),
    (
        "could not find expected ':'",
        "this line is neither `key: value` nor part of the value before it",
        "add the colon, or indent the line",
        False,
    ),
    (
        "did not find expected key",
        "this line does not fit the indentation or quotes of the lines before it",
        "align it with the keys around it, and close every quote",
        False,
    ),
    (
        "did not find expected '-' indicator",
        "this line does not continue the list before it",
        "begin it with `- `, or indent it less",
        False,
    ),
    (
        "unexpected end of stream",
        "a quote is opened here and never closed",
        "close it",
        True,
    ),
    (
        "cannot start any token",
        "a value cannot begin with this character",
        "put the value in quotes",
        False,
    ),
    (
        "did not find expected ',' or",
        "a list or mapping in brackets is not closed",
        "close it, and put a comma between its values",
        True,
    ),
    (
        "did not find expected node content",
        "a value is missing before this",
        "write it, or close the bracket",
        False,
    ),
    (
        "unknown escape character",
        "a backslash in double quotes begins an escape",
        "write two, or use single quotes",
        False,
    ),
)
"""What the YAML reader says, how we say it, and whether it belongs where its context begins."""
