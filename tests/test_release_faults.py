"""A release that is cut short: the one before stays whole, and the next attempt completes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from compendium import pipeline, release, releasing
from compendium.diag import failed
from compendium.model.pages import PageMap
from compendium.model.published import LOCK
from compendium.publish import PublishError, put
from compendium.source.files import contents
from test_guard import BOOK
from test_publish import failing, fault, state

OLD, NEW = "house-1.0", "house-1.1"


def whole(path: Path) -> bool:
    """Whether the release in *path* is not altered; its signature here is none."""
    problems = release.verify(path).problems
    return all(problem.code == "signature-bad" for problem in problems)


class House:
    """An edition of which 1.0 is released, and 1.1 to be; its build is two small files."""

    def __init__(self, room: Path, patch: pytest.MonkeyPatch) -> None:
        self.root, self.target = room / "house", room / "releases"
        self.means = pipeline.Means(themes=room / "shelf")
        files = {f"house/{path}": words for path, words in BOOK.items()}
        for path, words in {**files, "shelf/press/theme.yaml": "name: press\n"}.items():
            (room / path).parent.mkdir(parents=True, exist_ok=True)
            (room / path).write_text(words, "utf-8")
        settled: Any = SimpleNamespace(pages=PageMap((), {}, {}, ()))
        built = pipeline.Built({"house.pdf": b"pages " * 500, "a.html": b"page"}, (), settled)
        patch.setattr(os, "fsync", lambda handle: None)
        patch.setattr(pipeline, "make", lambda *given: (built, []))
        patch.setattr(releasing, "environment", lambda: {"python": "3"})
        patch.setattr(release, "sign", lambda sums, key: b"signed " + sums)
        self.release()
        edition = self.root / "edition.yaml"
        edition.write_text(edition.read_text("utf-8").replace("1.0", "1.1"), "utf-8")
        self.lock = (self.root / LOCK).read_bytes()
        self.before = state(self.target)
        # What is read is read once: the faults are for what is written.
        read, inputs = pipeline.read(self.root), contents(self.root)
        patch.setattr(pipeline, "read", lambda root: (*read[:2], list(read[2])))
        patch.setattr(releasing, "contents", lambda root: (dict(inputs[0]), []))

    def release(self) -> None:
        """Release it, or find out why not."""
        made, problems = releasing.make_release(self.root, self.target, self.means, Path("key"))
        assert made and not failed(problems), problems

    def check(self) -> None:
        """1.0 is as it was; what there is of 1.1 is whole; its addresses are frozen last."""
        now = state(self.target)
        assert {path: now[path] for path in self.before} == self.before
        assert whole(self.target / f"{OLD}.zip")
        if (self.target / NEW).exists():
            assert (self.target / NEW / "bagit.txt").is_file()
        if f"{NEW}.zip" in now:
            assert whole(self.target / f"{NEW}.zip") or f"{NEW}.sha256" not in now
        if (self.root / LOCK).read_bytes() != self.lock:
            assert f"{NEW}.sha256" in now
            assert whole(self.target / NEW)

    def operations(self) -> Iterator[int]:
        """Numbers of operations of a release: some in its folder, and each after that."""
        with failing(0, lambda: None) as count:
            self.release()
        self.forget()
        after = 6 * len(("archive", "signature", "checksums", "ids.lock"))
        yield from range(1, count[0] - after, 16)
        yield from range(count[0] - after, count[0] + 1)

    def forget(self) -> None:
        """Take 1.1 away again."""
        for path in sorted(self.target.rglob("*"), reverse=True):
            name = path.relative_to(self.target).parts[0]
            if name.startswith((NEW, f".{NEW}")):
                path.rmdir() if path.is_dir() else path.unlink()
        (self.root / LOCK).write_bytes(self.lock)


def test_every_operation_may_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever operation fails, the release before is whole, and so is every file of the new."""
    house = House(tmp_path, monkeypatch)
    failures = 0
    for number in house.operations():
        try:
            with failing(number, fault(errno.ENOSPC)):
                house.release()
        except PublishError as error:
            failures += "whole" in str(error)
        house.check()
        house.release()
        assert (house.root / LOCK).read_bytes() != house.lock
        house.check()
        house.forget()
    assert failures >= 24


def killing(room: Path) -> None:
    """Kill a release at every operation, and release again after each."""
    with pytest.MonkeyPatch.context() as patch:
        house = House(room, patch)
        for number in house.operations():
            child = os.fork()
            if child == 0:
                with failing(number, lambda: os._exit(9)):
                    house.release()
                os._exit(0)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9, number
            house.check()
            house.release()
            house.check()
            left = [path.name for path in room.rglob(".*") if ".new-" in path.name]
            assert not left, (number, left)
            house.forget()


def test_killed_at_every_operation(tmp_path: Path) -> None:
    """Whenever a release is killed, the one before is whole, and the next one completes it."""
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), str(here.parent / "src")])
    script = "import sys, pathlib, test_release_faults as t; t.killing(pathlib.Path(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_file_is_the_old_or_the_new(
    tmp_path: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever operation fails while one file is put, it is as it was, and alone."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    path = tmp_path / "ids.lock"
    for number in range(1, 100):
        put(b"old", path)
        with failing(number, fault(code)) as count:
            try:
                put(b"new", path)
            except PublishError as error:
                assert "whole" in str(error)
        assert path.read_bytes() in (b"old", b"new")
        assert [one.name for one in tmp_path.iterdir()] == ["ids.lock"]
        if count[0] < number:
            break
    assert path.read_bytes() == b"new"
    assert number > 4
