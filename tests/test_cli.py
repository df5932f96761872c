"""The command line: what it says, where it says it, and the code it ends with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import pytest

from compendium import checking, cli, pipeline
from compendium.publish import publish

ROOT = Path(__file__).parent.parent
TRIP = ROOT / "tests" / "books" / "trip"
FORM = "corpus/broken edition/documents/letter.en.md"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with one edition under corpus/, which has an error and a warning."""
    shutil.copytree(TRIP, tmp_path / "corpus" / "broken edition")
    letter = tmp_path / FORM
    text = letter.read_text("utf-8").replace("\nkind: letter\n", "\nkind: letter\nin-force: soon\n")
    letter.write_text(text + "\nSee <b>bold</b>.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(monkeypatch: pytest.MonkeyPatch, *given: str) -> int:
    """The exit code of `compendium` with the arguments *given*."""
    monkeypatch.setattr("sys.argv", ["compendium", *given])
    try:
        cli.main()
    except SystemExit as left:
        assert isinstance(left.code, int)
        return left.code
    return cli.GOOD


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["chek"], "No such command 'chek'. (Did you mean one of: 'check', 'schema'?)"),
        (["check", "a", "b"], "Got unexpected extra argument (b)"),
        (["check", "none"], "`none` has no edition.yaml; name the folder of an edition"),
        (["check", "--format", "xml"], "'xml' is not one of 'text', 'json', 'sarif', 'github'."),
        (
            ["build", "--only", "pdf,xml"],
            "`xml` is no output; choose among citations, epub, html, pdf, print, tei",
        ),
        (
            ["build", "--only", ""],
            "`` is no output; choose among citations, epub, html, pdf, print, tei",
        ),
        (["build-all", "corpus/broken edition"], "`corpus/broken edition` has no editions in it"),
    ],
)
def test_wrong_usage(
    given: list[str],
    said: str,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What cannot be meant is told in a line, on stderr, with the code for it."""
    assert _run(monkeypatch, *given) == cli.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1].endswith(said)


def test_which_edition(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One edition need not be named; of two, or of none, the choice is shown."""
    assert _run(monkeypatch, "check") == cli.PROBLEMS
    (here / "corpus" / "other").mkdir()
    (here / "corpus" / "other" / "edition.yaml").touch()
    assert _run(monkeypatch, "check") == cli.USAGE
    assert "name one of corpus/broken edition, corpus/other" in capsys.readouterr().err
    shutil.rmtree(here / "corpus")
    assert _run(monkeypatch, "check") == cli.USAGE
    assert "there is no edition under corpus/ here; name the" in capsys.readouterr().err


def test_text_is_for_people(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Problems come with paths that open from where one stands; `--quiet` leaves out the count."""
    assert _run(monkeypatch, "check") == cli.PROBLEMS
    out, err = capsys.readouterr()
    assert out == ""
    problem = f"{FORM}:5:11: error[date-bad]: `soon` is not a date"
    assert [line for line in err.splitlines() if line.startswith(problem)]
    assert err.splitlines()[-1] == "1 error, 2 warnings"

    assert _run(monkeypatch, "check", "--quiet") == cli.PROBLEMS
    assert capsys.readouterr().err == err.rpartition("1 error")[0]

    monkeypatch.chdir(here / "corpus" / "broken edition")
    _run(monkeypatch, "check", ".", "--quiet")
    assert capsys.readouterr().err == err.rpartition("1 error")[0].replace(
        "corpus/broken edition/", ""
    )


def test_warnings_count_if_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A warning stops nobody unless `--strict` says so."""
    root = tmp_path / "trip"
    shutil.copytree(TRIP, root)
    (root / "documents" / "stray.en.md").write_text("---\ntitle: x\n---\n")

    assert _run(monkeypatch, "check", str(root)) == cli.GOOD
    assert capsys.readouterr().err.splitlines()[-1] == "1 warning"
    assert _run(monkeypatch, "check", str(root), "--strict") == cli.PROBLEMS


def test_formats_for_machines(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON, SARIF and GitHub's commands go to stdout alone and name the same places."""

    def told(form: str) -> str:
        assert _run(monkeypatch, "check", "--format", form) == cli.PROBLEMS
        out, err = capsys.readouterr()
        assert err == ""
        return out

    plain = json.loads(told("json"))
    assert (FORM, 5, 11) in [(p["file"], p["line"], p["column"]) for p in plain]

    (run,) = json.loads(told("sarif"))["runs"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    uris = [place["artifactLocation"]["uri"] for place in places]
    assert all(" " not in uri for uri in uris)
    assert [unquote(uri) for uri in uris] == [p["file"] for p in plain]
    assert [place["region"]["startLine"] for place in places] == [p["line"] for p in plain]
    assert {r["ruleId"] for r in run["results"]} == {
        rule["id"] for rule in run["tool"]["driver"]["rules"]
    }

    lines = told("github").splitlines()
    assert len(lines) == len(plain)
    assert f"::error file={FORM},line=5,col=11,title=date-bad::" in "\n".join(lines)


def test_nothing_wrong_in_every_format(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An edition that is whole is an empty list for machines, and a line for people."""

    def told(form: str) -> tuple[str, str]:
        assert _run(monkeypatch, "check", str(TRIP), "--format", form) == cli.GOOD
        out, err = capsys.readouterr()
        return out, err

    assert told("text") == (
        "",
        "en: 4 of 4 documents; official translation 1; status not stated 3\n"
        "ru: 1 of 4 documents; working translation; "
        "untranslated: treaty, first-note, second-note\n"
        "trip: nothing is wrong\n",
    )
    assert told("json") == ("[]\n", "")
    assert json.loads(told("sarif")[0])["runs"][0]["results"] == []
    assert told("github") == ("", "")


def test_help(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command says in one whole line what it does, and `compendium` alone lists them."""
    assert _run(monkeypatch, "--help") == cli.GOOD
    out = capsys.readouterr().out
    assert "..." not in out.partition("Commands:")[2]
    assert "Exit codes: 0 good, 1 problems in the edition, 2 wrong usage, 3 this" in out
    assert _run(monkeypatch) == cli.USAGE
    assert capsys.readouterr().err == out


def test_the_machine_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the disk refuses is a line and a code of its own; so is being stopped."""

    def fail(error: BaseException) -> None:
        def act(root: Path, *_: object) -> None:
            raise error

        monkeypatch.setattr(checking, "check", act)

    fail(PermissionError(13, "Permission denied", "/corpus/x"))
    assert _run(monkeypatch, "check", str(TRIP)) == cli.MACHINE
    assert capsys.readouterr().err == "compendium: /corpus/x: Permission denied\n"

    fail(KeyboardInterrupt())
    assert _run(monkeypatch, "check", str(TRIP)) == cli.STOPPED
    assert capsys.readouterr().err.strip() == (
        "compendium: stopped; the last good build is as it was"
    )


def test_a_place_that_will_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A target that cannot be written is refused at once, before anything is typeset."""
    monkeypatch.setattr(pipeline, "make", lambda *_: pytest.fail("it was begun"))
    (tmp_path / "file").touch()

    assert _run(monkeypatch, "build", str(TRIP), "--to", str(tmp_path / "file")) == cli.MACHINE
    assert capsys.readouterr().err == (
        f"compendium: `{tmp_path / 'file' / 'trip'}` cannot be written: "
        f"`{tmp_path / 'file'}` is no folder\n"
    )


def _start(*given: str, **more: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **more}
    return subprocess.Popen(
        [sys.executable, "-m", "compendium", *given],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for the workers")
def test_stopped_by_hand(tmp_path: Path) -> None:
    """Ctrl-C ends a build with a word and the shell's code; the edition before is whole."""
    target = tmp_path / "out" / "trip"
    publish({"book.pdf": b"before", "manifest.json": b"{}"}, target)
    build = _start("build", str(TRIP), "--to", str(target.parent), "--no-cache", "--jobs", "2")
    children = Path(f"/proc/{build.pid}/task/{build.pid}/children")
    while build.poll() is None and not children.read_text():
        time.sleep(0.01)
    os.killpg(build.pid, signal.SIGINT)
    _, err = build.communicate()

    assert build.returncode == cli.STOPPED
    assert "compendium: stopped; the last good build is as it was" in err.decode().splitlines()
    assert sorted(p.name for p in target.iterdir()) == ["book.pdf", "manifest.json"]
    assert (target / "book.pdf").read_bytes() == b"before"


def test_a_terminal_that_lacks_letters(here: Path) -> None:
    """What a terminal cannot show is written out, and control signs do not reach it."""
    letter = here / FORM
    letter.write_text(letter.read_text("utf-8") + "\n[x](a:\u03b1\u001b[31m)\n", "utf-8")
    for form in ("text", "json", "github"):
        told = b"".join(_start("check", "--format", form, PYTHONIOENCODING="ascii").communicate())
        assert told
        assert b"Traceback" not in told
        assert b"\x1b" not in told


def test_nobody_reads_on(here: Path) -> None:
    """A reader that goes away, such as `head`, is no failure worth a word."""
    check = _start("check", "--format", "json")
    assert check.stdout and check.stderr
    check.stdout.close()
    said = check.stderr.read()
    check.stderr.close()
    check.wait()

    assert said == b""


def test_the_process_ends_with_its_code_and_its_last_word(tmp_path: Path) -> None:
    """What is said goes out before the process ends, and the exit code is the command's."""
    process = _start("check", str(tmp_path), "--no-cache")
    said = b"".join(process.communicate())
    assert (process.returncode, b"edition.yaml" in said) == (2, True)
