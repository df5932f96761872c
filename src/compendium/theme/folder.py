"""A theme's folder, read whole: templates, style sheets, fonts and wording."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from compendium.diag import Diagnostic, Span
from compendium.model.theme import Theme
from compendium.source.node import Node
from compendium.source.problems import suggest
from compendium.source.text import SourceFile
from compendium.theme.fonts import checked_fonts
from compendium.theme.tokens import filled
from compendium.theme.wording import read_wording

_PACKAGE = Path(__file__).resolve().parents[1]
_TEXTS = {
    "print": ".html.j2", "site": ".html.j2", "epub": ".xhtml.j2", "css": ".css", "script": ".js",
    "strings": ".yaml",
}  # fmt: skip
_KEYS = {"name", "tokens"}


def find(name: str, shelf: Path | None = None) -> Path:
    """The folder of the theme *name* on *shelf*.

    Without one: in the installed package, else beside it in a checkout.
    """
    return (shelf or _shelf(name)) / name


def _shelf(name: str) -> Path:
    installed = _PACKAGE / "templates"
    return installed if (installed / name).is_dir() else _PACKAGE.parents[1] / "templates"


def missing(name: str, span: Span, shelf: Path | None = None) -> list[Diagnostic]:
    """The problem, at *span* where the edition names it, if there is no theme *name*."""
    folder = find(name, shelf)
    if (folder / "theme.yaml").is_file():
        return []
    there = (path.parent.name for path in folder.parent.glob("*/theme.yaml"))
    hint = suggest(name, there)
    return [Diagnostic("theme-missing", f"there is no theme `{name}`", span, hint)]


def read(folder: Path) -> tuple[Theme | None, list[Diagnostic]]:
    """The theme in *folder*, and everything that is wrong with it; None if it cannot be used."""
    if not (folder / "theme.yaml").is_file():
        return None, [_missing(folder)]
    files = dict(_files(folder))
    texts, problems = _texts(folder.name, files)
    settings, unread = _settings(texts.pop("theme.yaml", None))
    tokens = settings.get("tokens", {})
    styles, unfilled = filled(_below("css", texts), tokens)
    fonts, unsound = checked_fonts(folder.name, files)
    wording, unsaid = read_wording(_below("strings", texts))
    problems += [*unread, *unfilled, *unsound, *unsaid]
    if problems:
        return None, problems
    templates = {name: text.text for name, text in texts.items() if name.endswith(".j2")}
    name = settings["name"][""]
    scripts = {name: text.text for name, text in _below("script", texts).items()}
    return Theme(name, templates, styles, fonts, wording, tokens, _digest(files), scripts), []


def digest(folder: Path) -> str:
    """SHA-256 over the names and contents of all files of the theme in *folder*."""
    return _digest(dict(_files(folder)))


def _missing(folder: Path) -> Diagnostic:
    return Diagnostic(
        "theme-missing",
        f"there is no theme `{folder.name}`",
        Span(f"{folder.name}/theme.yaml"),
        "name a folder of `templates/` that has a theme.yaml",
    )


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file that belongs to the theme, by its path below *folder*, in order."""
    yield "theme.yaml", (folder / "theme.yaml").read_bytes()
    for below, ending in sorted({**_TEXTS, "fonts": ""}.items()):
        for path in sorted((folder / below).glob(f"*{ending}")):
            if path.is_file():
                yield f"{below}/{path.name}", path.read_bytes()


def _texts(
    theme: str, files: Mapping[str, bytes]
) -> tuple[dict[str, SourceFile], list[Diagnostic]]:
    texts: dict[str, SourceFile] = {}
    problems: list[Diagnostic] = []
    for name, content in files.items():
        if name.startswith("fonts/"):
            continue
        try:
            words = content.decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError:
            span, hint = Span(f"{theme}/{name}"), "save it as UTF-8"
            problems.append(Diagnostic("theme-file", f"`{name}` is not UTF-8", span, hint))
        else:
            texts[name] = SourceFile(f"{theme}/{name}", words)
    return texts, problems


def _settings(
    file: SourceFile | None,
) -> tuple[Mapping[str, Mapping[str, str]], list[Diagnostic]]:
    """The name (under the key "") and the tokens that theme.yaml gives."""
    from compendium.source.yaml import read_yaml  # a theme that is known is not read

    if file is None:
        return {}, []
    node, problems = read_yaml(file)
    if node is None or node.kind != "mapping":
        return {}, [*problems, _unfit(file, "theme.yaml", "write `name` and `tokens`")]
    unknown = [_unfit(file, key, "use `name` and `tokens`", node) for key in node.fields]
    problems += [p for key, p in zip(node.fields, unknown, strict=True) if key not in _KEYS]
    problems += [
        _unfit(file, key, "write it in theme.yaml") for key in sorted(_KEYS - node.fields.keys())
    ]
    tokens = node.fields.get("tokens")
    name = node.fields.get("name")
    return {
        "tokens": {key: value.text for key, value in tokens.fields.items()} if tokens else {},
        "name": {"": name.text if name else ""},
    }, problems


def _unfit(file: SourceFile, key: str, hint: str, node: Node | None = None) -> Diagnostic:
    span = node.keys[key] if node and key in node.keys else Span(file.path)
    what = "no key of a theme" if node else "missing or empty"
    return Diagnostic("theme-key", f"`{key}` is {what}", span, hint)


def _below(folder: str, texts: Mapping[str, SourceFile]) -> dict[str, SourceFile]:
    """The texts in one folder of the theme, by file name."""
    return {
        name.removeprefix(f"{folder}/"): text
        for name, text in texts.items()
        if name.startswith(f"{folder}/")
    }


def _digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and contents of all files of the theme."""
    whole = hashlib.sha256()
    for name, content in sorted(files.items()):
        whole.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()
