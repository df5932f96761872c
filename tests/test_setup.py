"""Set-up: the launcher, the lock files, and what `./dev` and our documents promise."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

import look
from compendium import doctor

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+)((?: ;[^\n]*)?) \\\n((?:    --hash=sha256:\w{64}.*\n)+)", re.M
)
TOOLS = ("cat", "cksum", "cp", "dirname", "env", "mkdir", "mktemp", "readlink", "rm", "uname")
PYTHON = """#!/bin/sh
printf '%s\\n' "$*" >>"$LOG"
case "$*" in
    "-m venv --clear "*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
    *"-m pip"*) exit "${PIP_SAYS:-0}" ;;
    "-c import sys; from compendium"*) exit "${LIBRARIES_SAY:-0}" ;;
esac
"""
APT = """#!/bin/sh
printf 'apt-get %s\\n' "$*" >>"$LOG"
case "$*" in *install*) cp "$BARE/python3" "$PATH/python3" ;; esac
"""
PIP = "-m pip install -qq --disable-pip-version-check --no-input"
SET_UP = [
    f"{PIP} --only-binary=:all: --require-hashes -r REPO/requirements.lock",
    f"{PIP} --no-build-isolation --no-deps --editable REPO",
]


@dataclass
class Machine:
    """A machine with nothing but a few tools, a stand-in for Python, and a checkout."""

    folder: Path
    repo: Path

    def has(self, name: str, script: str) -> None:
        """Put a command on the machine."""
        tool = self.folder / "bin" / name
        tool.write_text(script)
        tool.chmod(0o755)

    def run(self, *words: str, **settings: str) -> tuple[int, list[str], str]:
        """Exit code, what was called of Python (`-m`) and apt, and what was said."""
        log = self.folder / "log"
        log.write_text("")
        paths = {"PATH": f"{self.folder / 'bin'}", "LOG": f"{log}", "BARE": f"{self.folder}"}
        done = subprocess.run(
            ["/bin/sh", self.repo / "compendium", *words],
            env=paths | settings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        calls = [line for line in log.read_text().splitlines() if line.startswith(("-m", "apt"))]
        return done.returncode, [c.replace(str(self.repo), "REPO") for c in calls], done.stderr


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """A machine without Python, where we are an ordinary user."""
    machine = Machine(tmp_path, tmp_path / "repo")
    for folder in ("bin", "repo"):
        (tmp_path / folder).mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    for file in ("compendium", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / file, machine.repo)
    machine.has("id", "#!/bin/sh\necho 1000\n")
    return machine


@pytest.fixture
def machine(bare: Machine) -> Machine:
    """The same with a Python that will do."""
    bare.has("python3", PYTHON)
    return bare


def test_first_start_sets_up_and_the_next_does_not(machine: Machine) -> None:
    """A first start makes the environment from the lock and runs; a second only runs."""
    first, second = machine.run("build", "x"), machine.run("build", "x")

    assert first[:2] == (0, ["-m venv --clear REPO/.venv", *SET_UP, "-m compendium build x"])
    assert second == (0, ["-m compendium build x"], "")


def test_changed_lock_is_installed_over(machine: Machine) -> None:
    """A lock that changed is installed into the environment that is there."""
    machine.run("setup")
    with (machine.repo / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")

    assert machine.run("setup")[:2] == (0, SET_UP)


def test_moved_checkout_makes_its_environment_anew(machine: Machine) -> None:
    """An environment names its own place, so a checkout that was moved gets a new one."""
    machine.run("setup")
    machine.repo = machine.repo.rename(machine.folder / "moved")

    assert machine.run("setup")[:2] == (0, ["-m venv --clear REPO/.venv", *SET_UP])


def test_broken_set_up_is_taken_up_again(machine: Machine) -> None:
    """Where pip fails the exit code is 3, and the next start tries again."""
    code, _, said = machine.run("build", PIP_SAYS="1")

    assert (code, "pip failed" in said) == (3, True)
    assert machine.run("setup")[:2] == (0, SET_UP)


def test_without_python_the_command_to_type_is_said(bare: Machine) -> None:
    """Without Python and without root we say what to type, Pango too, and exit with 3."""
    bare.has("apt-get", APT)
    code, calls, said = bare.run("build")

    assert (code, calls) == (3, [])
    assert said == (
        "compendium: this machine lacks Python 3.11, 3.12 or 3.13 with venv\n"
        "compendium:   as root, type: apt-get update && apt-get install -y --no-install-recommends"
        " python3 python3-venv ca-certificates"
        " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\n"
    )


def test_without_pango_the_command_to_type_is_said(machine: Machine) -> None:
    """Without Pango and without apt we name what Debian calls it, and exit with 3."""
    code, _, said = machine.run("build", LIBRARIES_SAY="1")

    assert code == 3
    assert said == (
        "compendium: this machine lacks Pango, HarfBuzz or Fontconfig\n"
        "compendium:   install it with this system's package manager; on Debian it is:"
        " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\n"
    )


def test_root_gets_python_from_apt(bare: Machine) -> None:
    """As root on a bare Debian, Python and Pango are installed before all else."""
    bare.has("id", "#!/bin/sh\necho 0\n")
    bare.has("apt-get", APT)
    (bare.folder / "python3").write_text(PYTHON)
    (bare.folder / "python3").chmod(0o755)
    code, calls, _ = bare.run("setup")

    assert code == 0
    assert calls[0] == "apt-get -q update"
    assert calls[1].endswith(
        "install --no-install-recommends python3 python3-venv ca-certificates"
        " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    )
    assert calls[2:] == ["-m venv --clear REPO/.venv", *SET_UP]


def test_doctor_changes_nothing(machine: Machine) -> None:
    """`./compendium doctor` runs with the Python that is there and sets nothing up."""
    assert machine.run("doctor") == (0, ["-m compendium doctor"], "")
    assert not (machine.repo / ".venv").exists()


def test_doctor_and_launcher_name_the_same_libraries() -> None:
    """The launcher installs the libraries that `doctor` tells people to install."""
    assert f"libraries='{' '.join(doctor.APT_LIBRARIES)}'" in (ROOT / "compendium").read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_locks_are_hashed_and_name_no_place(name: str) -> None:
    """Every line of a lock is a pin with its hashes or a comment: no index, no path."""
    text = (ROOT / name).read_text()

    assert re.sub(r"^ *#.*\n", "", PIN.sub("", text), flags=re.M) == ""
    assert "://" not in text


def test_development_lock_holds_the_other() -> None:
    """`./dev` may set up for `./compendium`: its lock has every pin of the other."""
    ours, development = (set(PIN.findall((ROOT / name).read_text())) for name in LOCKS)

    assert ours < development


def test_locks_pin_what_the_project_asks_for() -> None:
    """Each dependency in pyproject.toml, and what builds us, is in the lock that installs it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    ours, development = (
        {pin[0] for pin in PIN.findall((ROOT / name).read_text())} for name in LOCKS
    )

    assert _names(project["project"]["dependencies"] + groups["build"]) <= ours
    assert _names(project["build-system"]["requires"]) <= ours
    assert _names(groups["dev"]) <= development


def test_dev_lists_its_verbs() -> None:
    """`./dev` alone lists every verb it has, and none that it has not."""
    script = (ROOT / "dev").read_text()
    done = subprocess.run([ROOT / "dev"], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert re.findall(r"\./dev (\w+)", done.stdout) == re.findall(r"^dev_(\w+)\(\)", script, re.M)


def test_documents_point_at_files_that_are_there() -> None:
    """Every link of our own documents that leads into the repository leads to a file."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "build" / "README.md"]
    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in sorted(pages)
        for target in re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", _prose(page.read_text()))
        if not (page.parent / target).exists()
    ]

    assert dead == []


def test_openings_face_as_a_reader_holds_them() -> None:
    """Page 1 is a recto and faces nothing; 2 faces 3; a last verso faces nothing."""
    pages = [Image.new("RGB", (1, 1), (shade, 0, 0)) for shade in (1, 2, 3, 4)]
    desk = (0x77, 0x77, 0x77)
    facing = [[o.getpixel((0, 0)), o.getpixel((1, 0))] for o in look.openings(pages)]

    assert facing == [[desk, (1, 0, 0)], [(2, 0, 0), (3, 0, 0)], [(4, 0, 0), desk]]


def _names(requirements: list[object]) -> set[str]:
    return {
        re.split(r"[^\w.-]", item, maxsplit=1)[0] for item in requirements if isinstance(item, str)
    }


def _prose(markdown: str) -> str:
    """Markdown without its code, which shows links that lead nowhere."""
    return re.sub(r"^(?:    .*|```[\s\S]*?^```)$|`[^`\n]*`", "", markdown, flags=re.M)
