"""The tools we are compared with, each at one version: `python benchmarks/peers.py`.

What pip and npm bring lives in benchmarks/.peers; TeX, Asciidoctor and Chromium are Debian's
own packages. What cannot be had here is named, and the rest is installed all the same.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Mapping
from pathlib import Path

HERE = Path(__file__).parent
PINS = HERE / "pins"
FOLDER = HERE / ".peers"
TYPST = FOLDER / "typst" / "bin" / "python"
NPM = FOLDER / "npm" / "node_modules" / ".bin"

TEX = ("texlive-latex-base", "texlive-latex-recommended", "texlive-fonts-recommended")
LUATEX = (*TEX, "texlive-luatex")


class LackingError(Exception):
    """A peer cannot be had; the message says why."""


def main() -> None:
    """Install every peer that can be had here, and say which can not."""
    for name, install in PEERS.items():
        try:
            install()
        except (LackingError, OSError, subprocess.CalledProcessError) as reason:
            _say(f"{name}: not to be had here ({reason})")
        else:
            _say(f"{name}: {version(name)}")


def version(name: str) -> str:
    """The version of the peer *name*, "" if it is not there."""
    command = _VERSIONS[name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, env=npm_environment())
    except OSError:
        return ""
    found = re.search(r"\d+(?:[.-]\d+)+", done.stdout) if done.returncode == 0 else None
    return found[0] if found else ""


def npm_environment() -> Mapping[str, str]:
    """The environment for peers that print with the Chromium of the system."""
    chromium = shutil.which("chromium") or ""
    return os.environ | {
        "PUPPETEER_SKIP_DOWNLOAD": "1",
        "PUPPETEER_EXECUTABLE_PATH": chromium,
    }


def _typst() -> None:
    if not TYPST.exists():
        venv.create(TYPST.parents[1], with_pip=True)
    pip: list[str | Path] = [TYPST, "-m", "pip", "-qqq", "install", "--no-deps", "--require-hashes"]
    _run(*pip, "-r", PINS / "requirements.txt")


def _tex() -> None:
    _debian(("pdflatex", "makeindex"), TEX)


def _luatex() -> None:
    _debian(("lualatex", "makeindex"), LUATEX)


def _asciidoctor() -> None:
    _debian(("asciidoctor-pdf",), ("ruby-asciidoctor-pdf",))


def _npm() -> None:
    _debian(("npm", "node"), ("npm",))
    _debian(("chromium",), ("chromium",))
    room = NPM.parents[1]
    room.mkdir(parents=True, exist_ok=True)
    shutil.copy(PINS / "package.json", room)
    # No script of a package runs: what these would fetch is a browser, and that is Debian's.
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--silent")
    subprocess.run(["npm", "install", *quiet], check=True, cwd=room, env=npm_environment())


PEERS: Mapping[str, Callable[[], None]] = {
    "typst": _typst,
    "pdflatex": _tex,
    "lualatex": _luatex,
    "asciidoctor": _asciidoctor,
    "pagedjs": _npm,
    "vivliostyle": _npm,
}
"""How each peer is installed."""

_METADATA = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"
_OURS = "import sys; sys.path.insert(0, sys.argv[1]); import compendium as c; print(c.__version__)"
_VERSIONS: Mapping[str, list[str | Path]] = {
    "compendium": [sys.executable, "-c", _OURS, HERE.parent / "src"],
    "weasyprint": [sys.executable, "-c", _METADATA, "weasyprint"],
    "typst": [TYPST, "-c", _METADATA, "typst"],
    "pdflatex": ["pdflatex", "--version"],
    "lualatex": ["lualatex", "--version"],
    "asciidoctor": ["asciidoctor-pdf", "--version"],
    "pagedjs": ["node", "-p", f"require('{NPM.parent}/pagedjs/package.json').version"],
    "vivliostyle": ["node", "-p", f"require('{NPM.parent}/@vivliostyle/cli/package.json').version"],
}


def _debian(commands: tuple[str, ...], packages: tuple[str, ...]) -> None:
    """See that *commands* are there, with *packages* of the system if they are not."""
    if all(map(shutil.which, commands)):
        return
    if os.geteuid() or not shutil.which("apt-get"):
        raise LackingError(f"install {' '.join(packages)}")
    _run("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages)


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
