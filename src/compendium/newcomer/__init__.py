"""The newcomer's edition: a small one that builds at once, with comments that teach.

It is kept in `edition/`, in each language that we can write; in another language its
words are English, to be written over.
"""

from __future__ import annotations

import re
from pathlib import Path

from compendium.diag import Diagnostic, Span

__all__ = ["WRITTEN", "begin"]

WRITTEN = ("en", "ja", "ru")
"""The languages in which the edition is written."""

_SAMPLE = Path(__file__).resolve().parent / "edition"
_TEXT = re.compile(r"(?P<stem>.*)\.(?P<lang>[a-z]{2})\.(?P<kind>md|yaml)")
_BY_LANGUAGE = re.compile(r"(?P<key>\s*[a-z]+: )\{(?P<pairs>[a-z]{2}: .*)\}\n")
_PAIRS = re.compile(r", (?=[a-z]{2}: )")
_TO_WRITE = "# The words below are English. Write yours in their place.\n"


def begin(folder: Path, languages: tuple[str, ...] = ("en",)) -> list[Diagnostic]:
    """Write the edition in *languages*, the main one first, as *folder*.

    Nothing is written where *folder* has something in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"`{folder}` is there already, and not empty"
        return [Diagnostic("target-taken", message, Span(folder.name), "name a new folder")]
    name = folder.name if folder.is_absolute() else folder.as_posix()
    for path, text in files(name, languages).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return []


def files(name: str, languages: tuple[str, ...]) -> dict[str, str]:
    """The files of the edition called *name*, by their path in its folder."""
    done: dict[str, str] = {}
    for path in sorted(p for p in _SAMPLE.rglob("*.*") if p.suffix in (".md", ".yaml")):
        inside = path.relative_to(_SAMPLE).as_posix()
        found = _TEXT.fullmatch(inside)
        text = path.read_text("utf-8")
        text = _ours(text, languages)
        if found is None:
            done[inside] = text.replace("DIR", name) if inside == "README.md" else text
        elif found["kind"] == "yaml":
            if found["lang"] == _written(languages[0]):
                done[f"{found['stem']}.yaml"] = _edition(text, languages)
        else:
            for lang in (one for one in languages if _written(one) == found["lang"]):
                mine = text if _short(lang) == found["lang"] else _to_write(text)
                done[f"{found['stem']}.{lang}.md"] = _tied(mine, lang, languages[0])
    return done


def _short(lang: str) -> str:
    return lang.partition("-")[0]


def _written(lang: str) -> str:
    """The language that the edition is written in where *lang* is asked for."""
    return _short(lang) if _short(lang) in WRITTEN else WRITTEN[0]


def _to_write(text: str) -> str:
    """English *text* for another language, its places left to whoever writes it."""
    text = re.sub(r"(?m)^place: .*\n", "", text)
    return text.replace("---\n", f"---\n{_TO_WRITE}", 1)


def _tied(text: str, lang: str, main: str) -> str:
    """*text* with its references in the form that its language asks for."""
    bare = re.sub(r"\(doc:([a-z-]+)\.[a-z]{2}#", r"(doc:\1#", text)
    return bare if lang == main else re.sub(r"\(doc:([a-z-]+)#", rf"(doc:\1.{lang}#", bare)


def _ours(text: str, languages: tuple[str, ...]) -> str:
    """*text* with what it says by language for *languages* only."""
    lines = (_line(line, languages) for line in text.splitlines(keepends=True))
    return "".join(lines)


def _line(line: str, languages: tuple[str, ...]) -> str:
    found = _BY_LANGUAGE.fullmatch(line)
    if not found:
        return line
    said = dict(pair.split(": ", 1) for pair in _PAIRS.split(found["pairs"]))
    mine = {_short(lang): said.get(_written(lang)) for lang in languages}
    kept = [f"{lang}: {words}" for lang, words in mine.items() if words]
    if found["key"].strip() == "names:" and all(_written(lang) == "en" for lang in languages):
        return ""  # the name itself is English
    return f"{found['key']}{{{', '.join(kept)}}}\n" if kept else ""


def _edition(text: str, languages: tuple[str, ...]) -> str:
    several = "arrangement: columns\n" if len(languages) == 2 else ""
    listed = f"[{', '.join(languages)}]"
    return text.replace("{languages}", listed).replace("{arrangement}\n", f"{several}\n")
