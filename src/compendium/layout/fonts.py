"""A fontconfig of our own: the theme's fonts in a folder, and nothing of the machine's.

fontconfig and Pango read files, so the fonts of the theme are written to a folder named
after their contents, in the user's cache or in a temporary place. The folder is compared
with the theme before it is trusted, for anybody may write to a cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from html import escape
from pathlib import Path

from compendium.diag import Diagnostic, Span

_SUFFIXES = (".ttf", ".otf")
_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/cache</cachedir>
  <match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit></match>
  <match target="font"><edit name="autohint" mode="assign"><bool>false</bool></edit></match>
  <match target="font"><edit name="embolden" mode="assign"><bool>false</bool></edit></match>
</fontconfig>
"""


def printable(fonts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of a theme's fonts that the press sets type with, in the order of their names."""
    return {name: fonts[name] for name in sorted(fonts) if name.lower().endswith(_SUFFIXES)}


def install(fonts: Mapping[str, bytes]) -> Path:
    """The path of a `fonts.conf` that offers *fonts* only, written if it is not there yet."""
    for place in (_cache_folder(), Path(tempfile.gettempdir())):
        folder = place / f"compendium-fonts-{_digest(fonts)}"
        if _holds(folder, fonts):
            return folder / "fonts.conf"
        with contextlib.suppress(OSError):
            _write(folder, fonts)
        if _holds(folder, fonts):
            return folder / "fonts.conf"
    fresh = Path(tempfile.mkdtemp(prefix="compendium-fonts-"))
    _fill(fresh, fresh, fonts)
    return fresh / "fonts.conf"


def use(conf: Path) -> None:
    """Make *conf* the fonts of this process; to be called before the engine looks for any.

    The locale is fixed too, because Pango asks it which language an unmarked script is in.
    """
    os.environ["FONTCONFIG_FILE"] = str(conf)
    os.environ["PANGO_LANGUAGE"] = "en"
    os.environ.pop("FONTCONFIG_SYSROOT", None)


def collisions(faces: Mapping[str, tuple[str, int, bool]], span: Span) -> list[Diagnostic]:
    """One error for each pair of files that are the same face: family, weight and slope.

    The engine tells fonts apart by these three only, and sets the letters of one file with
    the glyph numbers of the other.
    """
    problems: list[Diagnostic] = []
    seen: dict[tuple[str, int, bool], str] = {}
    for name, face in faces.items():
        other = seen.setdefault(face, name)
        if other != name:
            problems.append(
                Diagnostic(
                    "font-collision",
                    f"fonts `{other}` and `{name}` are both `{face[0]}`, weight {face[1]}",
                    span,
                    "give one of them a family name of its own",
                )
            )
    return problems


def _digest(fonts: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256(_CONF.encode())
    for name, data in fonts.items():
        whole.update(f"{name}\0{len(data)}\0".encode() + data)
    return whole.hexdigest()[:32]


def _cache_folder() -> Path:
    named = os.environ.get("XDG_CACHE_HOME", "")
    if Path(named).is_absolute():
        return Path(named)
    try:
        return Path.home() / ".cache"
    except RuntimeError:  # a user without a home
        return Path(tempfile.gettempdir())


def _holds(folder: Path, fonts: Mapping[str, bytes]) -> bool:
    try:
        if (folder / "fonts.conf").read_text("utf-8") != _conf(folder):
            return False
        if sorted(path.name for path in (folder / "fonts").iterdir()) != sorted(fonts):
            return False
        return all((folder / "fonts" / name).read_bytes() == fonts[name] for name in fonts)
    except (OSError, UnicodeDecodeError):
        return False


def _write(folder: Path, fonts: Mapping[str, bytes]) -> None:
    """Put the whole folder in place at once, so that no other process sees half of it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=".compendium-fonts-", dir=folder.parent))
    try:
        _fill(stage, folder, fonts)
        stage.chmod(0o755)
        stage.rename(folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _fill(stage: Path, folder: Path, fonts: Mapping[str, bytes]) -> None:
    (stage / "fonts").mkdir()
    for name, data in fonts.items():
        (stage / "fonts" / name).write_bytes(data)
    (stage / "fonts.conf").write_text(_conf(folder), "utf-8")


def _conf(folder: Path) -> str:
    return _CONF.format(folder=escape(str(folder), quote=False))
