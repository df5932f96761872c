"""`doctor`: what a machine lacks, and the command that mends it."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest

from compendium import doctor

ROOT = Path(__file__).parents[1]


def test_doctor_speaks_where_no_package_is_installed() -> None:
    """Without click or any other package `doctor` still says so, and exits with 3."""
    done = subprocess.run(
        [sys.executable, "-S", "-m", "compendium", "doctor"],
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": os.defpath},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 3
    assert "\nmissing  packages: annotated-types (not installed), " in done.stdout
    assert done.stderr == ""


def test_missing_library_has_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that cannot be loaded is named, with the command that installs it."""
    monkeypatch.setattr(doctor, "LIBRARIES", {"Pango": ("libno-such-thing.so.0",)})
    monkeypatch.setattr(sys, "platform", "darwin")

    assert doctor.libraries() == doctor.Finding(
        "libraries", False, "not found: Pango", "brew install pango"
    )


def test_other_version_than_locked_is_found(tmp_path: Path) -> None:
    """A package that differs from the lock is named with both versions."""
    lock = f"click==0.1 \\\npytest=={version('pytest')} \\\n"
    (tmp_path / "requirements.lock").write_text(lock)
    finding = doctor.packages(tmp_path)

    assert not finding.ok
    assert f"click {version('click')} (locked: 0.1)" in finding.detail
    assert "pytest" not in finding.detail


def test_changed_font_is_found(tmp_path: Path) -> None:
    """A font that differs from its checksum, or is gone, is named with what brings it back."""
    fonts = tmp_path / "press" / "fonts"
    fonts.mkdir(parents=True)
    (fonts / "good.ttf").write_bytes(b"good")
    (fonts / "bad.ttf").write_bytes(b"bad")
    digest = sha256(b"good").hexdigest()
    names = ("good.ttf", "bad.ttf", "gone.ttf")
    (fonts / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for name in names))

    assert doctor.fonts(tmp_path, in_checkout=True) == [
        doctor.Finding(
            "fonts of press",
            False,
            "changed or missing: bad.ttf, gone.ttf",
            f"git restore -- {fonts}",
        )
    ]


def test_fonts_of_the_repository_are_whole() -> None:
    """Every font we carry is the one its theme was designed with."""
    assert all(finding.ok for finding in doctor.fonts(ROOT / "templates", in_checkout=True))


def test_output_that_cannot_be_written_is_found(tmp_path: Path) -> None:
    """A file where the folder of editions should be is found, folder to be made or not."""
    (tmp_path / "build").write_text("in the way")
    for folder in (tmp_path / "build", tmp_path / "build" / "edition"):
        assert not doctor.writing(folder).ok
    assert doctor.writing(tmp_path / "fresh" / "build").ok
