"""What this machine lacks, and the command that mends it.

Only the standard library is used, so that this runs where nothing else of ours does.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from compendium import __version__

PACKAGE = Path(__file__).parent
CHECKOUT = PACKAGE.parents[1]
OLDEST, NEWEST = (3, 11), (3, 13)
APT_LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
LIBRARIES = {
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0.dll"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "HarfBuzz Subset": (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
}
ELSEWHERE = {  # where the package managers of other systems put them
    "darwin": ("/opt/homebrew/lib/", "/usr/local/lib/"),
    "win32": ("C:\\msys64\\ucrt64\\bin\\",),
}
_VERSIONS = {"Pango": "pango_version_string", "HarfBuzz": "hb_version_string"}
_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+) \\$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Shape: `detail` is what was seen; `remedy` is a command to type, "" where all is well.
    """

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def examine(root: Path | None = None, output: Path | None = None) -> list[Finding]:
    """Everything a build needs of this machine, in the order in which to mend it.

    Shape: `root` is the checkout (by default the one this file lies in, if it does);
        `output` is the folder that editions are written to.
    """
    if root is None and (CHECKOUT / "pyproject.toml").is_file():
        root = CHECKOUT
    return [
        python(),
        libraries(),
        packages(root),
        *fonts((root or PACKAGE) / "templates", in_checkout=root is not None),
        writing(output or (root or Path.cwd()) / "build"),
    ]


def python() -> Finding:
    """Whether this Python is one that compendium is tested with."""
    seen = f"{'.'.join(map(str, sys.version_info[:3]))} at {sys.executable}"
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return Finding("Python", True, seen)
    return Finding(
        "Python", False, f"{seen}, wanted 3.11 to 3.13", _by_system(("python3",), "python@3.13")
    )


def libraries() -> Finding:
    """Whether the libraries that set type can be loaded, and which versions they are."""
    loaded = {name: _load(files) for name, files in LIBRARIES.items()}
    if missing := [name for name, library in loaded.items() if library is None]:
        return Finding(
            "libraries",
            False,
            f"not found: {', '.join(missing)}",
            _by_system(APT_LIBRARIES, "pango"),
        )
    versions = [f"{name} {_version(loaded[name], call)}" for name, call in _VERSIONS.items()]
    return Finding("libraries", True, ", ".join(versions))


def packages(root: Path | None) -> Finding:
    """Whether the Python packages are those of the lock, or of our metadata outside a checkout."""
    wanted = _locked(root / "requirements.lock") if root else _required()
    wanted["compendium"] = __version__
    wrong = [
        f"{name} {found} (locked: {version})" if found else f"{name} (not installed)"
        for name, version in wanted.items()
        if (found := _installed(name)) is None or version not in ("", found)
    ]
    if not wrong:
        return Finding("packages", True, f"{len(wanted)} as wanted")
    shown = ", ".join(wrong[:5]) + (f" and {len(wrong) - 5} more" if len(wrong) > 5 else "")
    return Finding("packages", False, shown, _reinstall(root, wrong))


def fonts(templates: Path, *, in_checkout: bool) -> list[Finding]:
    """Whether the fonts of each theme are whole: a changed font would move every page."""
    lists = sorted(templates.glob("*/fonts/SHA256SUMS"))
    if not lists:
        return [
            Finding("fonts", False, f"no theme under {templates}", _restore(templates, in_checkout))
        ]
    return [_theme_fonts(checksums, in_checkout) for checksums in lists]


def writing(folder: Path) -> Finding:
    """Whether editions can be written to *folder*, there or to be made."""
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return Finding("output", True, f"{folder} can be written")
    return Finding("output", False, f"{nearest} cannot be written", f"chmod u+rwx {nearest}")


def _load(files: tuple[str, ...]) -> ctypes.CDLL | None:
    folders = ("", *ELSEWHERE.get(sys.platform, ()))
    for path in (folder + file for folder in folders for file in files):
        try:
            return ctypes.CDLL(path)
        except OSError:
            continue
    return None


def _version(library: ctypes.CDLL | None, call: str) -> str:
    ask = getattr(library, call)
    ask.restype = ctypes.c_char_p
    return str(ask().decode())


def _locked(lock: Path) -> dict[str, str]:
    """Name and version of each pin that holds on every system; one with a marker is left out."""
    return {pin["name"]: pin["version"] for pin in _PIN.finditer(lock.read_text("utf-8"))}


def _required() -> dict[str, str]:
    """Names of what our metadata requires, versions left to pip."""
    lines = [line for line in metadata.requires("compendium") or [] if "extra ==" not in line]
    return {re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]: "" for line in lines}


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _theme_fonts(checksums: Path, in_checkout: bool) -> Finding:
    name = f"fonts of {checksums.parent.parent.name}"
    rows = [line.split(maxsplit=1) for line in checksums.read_text("utf-8").splitlines()]
    wrong = [file for digest, file in rows if _digest(checksums.parent / file) != digest]
    if not wrong:
        return Finding(name, True, f"{len(rows)} files, all whole")
    detail = f"changed or missing: {', '.join(wrong)}"
    return Finding(name, False, detail, _restore(checksums.parent, in_checkout))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _by_system(apt: tuple[str, ...], brew: str) -> str:
    if sys.platform == "darwin":
        return f"brew install {brew}"
    if sys.platform == "win32":
        return "pacman -S mingw-w64-ucrt-x86_64-pango  (in MSYS2), or work in WSL"
    if not shutil.which("apt-get"):
        return f"install with this system's package manager what Debian calls {' '.join(apt)}"
    sudo = "" if os.geteuid() == 0 else "sudo "
    install = f"{sudo}apt-get install -y --no-install-recommends {' '.join(apt)}"
    return f"{sudo}apt-get update && {install}"


def _reinstall(root: Path | None, wrong: list[str]) -> str:
    if root is None:
        return f"{sys.executable} -m pip install {' '.join(line.split()[0] for line in wrong)}"
    ours = root / ".venv"
    if Path(sys.prefix) == ours.resolve():
        return f"rm -rf {ours} && {root / 'compendium'} setup"
    if sys.prefix != sys.base_prefix:
        return f"{sys.executable} -m pip install --require-hashes -r {root / 'requirements.lock'}"
    return f"{root / 'compendium'} setup"


def _restore(folder: Path, in_checkout: bool) -> str:
    if in_checkout:
        return f"git restore -- {folder}"
    return f"{sys.executable} -m pip install --force-reinstall --no-deps compendium"
