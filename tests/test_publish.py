"""Publishing: the new edition whole, or the old one untouched."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.publish import PublishError, expect, manifest, publish
from compendium.publish import swap as swapping


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on the disk after a power cut is not what these tests can see."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)


OPERATIONS = ("open", "write", "fsync", "mkdir", "rename", "replace", "exchange")


def edition(words: str) -> dict[str, bytes]:
    """A small edition with *words* in every file, and its manifest."""
    files = {f"html/{name}.html": f"{name} {words}".encode() for name in ("a", "b")}
    files["book.pdf"] = words.encode() * 1000
    return {**files, "manifest.json": manifest({}, files, {})}


def state(target: Path) -> dict[str, bytes]:
    """Every file of *target* by its path."""
    files = (path for path in sorted(target.rglob("*")) if path.is_file())
    return {path.relative_to(target).as_posix(): path.read_bytes() for path in files}


def leftovers(target: Path) -> list[str]:
    """What stands beside *target*, its lock left out."""
    lock = f".{target.name}.lock"
    return sorted(p.name for p in target.parent.iterdir() if p.name not in (target.name, lock))


@contextmanager
def failing(number: int, act: Callable[[], None]) -> Iterator[list[int]]:
    """Let *act* happen instead of the file operation *number*; yields how many were asked for."""
    count = [0]

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **named: object) -> object:
            count[0] += 1
            if count[0] == number:
                act()
            return real(*given, **named)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in OPERATIONS:
            home = swapping if name == "exchange" else os
            patch.setattr(home, name, counted(getattr(home, name)))
        yield count


def fault(code: int) -> Callable[[], None]:
    """An error of the disk."""

    def act() -> None:
        raise OSError(code, os.strerror(code))

    return act


def test_a_folder_of_exactly_these_files(tmp_path: Path) -> None:
    """What is published is there, and what was there before and is no longer part of it is not."""
    target = tmp_path / "build" / "edition"
    old, new = edition("old"), edition("new")
    del new["html/b.html"]

    publish(old, target)
    assert state(target) == old
    publish(new, target)
    assert state(target) == new
    assert leftovers(target) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("exchanges", [True, False])
@pytest.mark.parametrize("before", [True, False])
def test_every_operation_may_fail(
    tmp_path: Path, code: int, exchanges: bool, before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever file operation fails, the edition before is whole and nothing lies beside it."""
    old, new = edition("old"), edition("new")
    if not exchanges:
        monkeypatch.setattr(swapping, "exchange", lambda one, other: False)
    target = tmp_path / "edition"
    for number in range(1, 1000):
        if before:
            publish(old, target)
        with failing(number, fault(code)) as count:
            try:
                publish(new, target)
            except PublishError as error:
                assert "whole" in str(error)
                assert state(target) == (old if before else {})
                assert leftovers(target) == []
        if count[0] < number:
            break
        if not before:
            shutil.rmtree(target, ignore_errors=True)
    assert state(target) == new
    assert number > len(new) * 3


KILLER = """
import os, sys
sys.path[:0] = {paths!r}
from pathlib import Path
from compendium.publish import publish, swap
from test_publish import edition, failing, leftovers, state

os.fsync = lambda handle: None
target = Path({target!r})
old, new = edition("old"), edition("new")
if not {exchanges}:
    swap.exchange = lambda one, other: False
for number in range(1, 1000):
    publish(old, target)
    child = os.fork()
    if child == 0:
        with failing(number, lambda: os._exit(9)):
            publish(new, target)
        os._exit(0)
    killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    seen = state(target)
    assert seen in (old, new) or (not seen and not {exchanges}), (number, sorted(seen))
    publish(old, target)
    assert state(target) == old and leftovers(target) == [], (number, leftovers(target))
    if not killed:
        break
print(number)
"""


@pytest.mark.parametrize("exchanges", [True, False])
def test_killed_at_every_operation(tmp_path: Path, exchanges: bool) -> None:
    """Whenever a build is killed, one whole edition is there, and the next build clears up.

    Where names cannot be exchanged there may be none for the moment between two renames.
    """
    script = KILLER.format(
        paths=[str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")],
        target=str(tmp_path / "edition"),
        exchanges=exchanges,
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 12


def test_killed_between_two_renames(tmp_path: Path) -> None:
    """An edition that a killed build had set aside comes back, even if the next build fails."""
    target = tmp_path / "edition"
    old = edition("old")
    publish(old, target)
    target.rename(tmp_path / ".edition.old-1")

    with pytest.raises(PublishError), failing(5, fault(errno.EIO)):
        publish(edition("new"), target)
    assert state(target) == old


def test_on_the_disk_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file and folder is forced to the disk before the edition takes its place."""
    target, order = tmp_path / "edition", list[str]()
    publish(edition("old"), target)
    monkeypatch.setattr(os, "fsync", lambda handle: order.append("sync"))
    real = swapping.exchange

    def exchange(one: Path, other: Path) -> bool:
        order.append("exchange")
        return real(one, other)

    monkeypatch.setattr(swapping, "exchange", exchange)
    publish(edition("new"), target)
    assert order == ["sync"] * (4 + 2) + ["exchange", "sync"]


def test_disk_full(tmp_path: Path) -> None:
    """A full disk is said with how much is needed."""
    with pytest.raises(PublishError) as raised, failing(4, fault(errno.ENOSPC)):
        publish({**edition("new"), "large": b"0" * 3_000_000}, tmp_path / "edition")
    assert str(raised.value).startswith(
        f"the disk is full: `{tmp_path / 'edition'}` needs 3.0 MB, and "
    )


def test_another_build(tmp_path: Path) -> None:
    """A second build at the same time is refused, and told which process has the lock."""
    target = tmp_path / "edition"
    with (tmp_path / ".edition.lock").open("w") as lock:
        lock.write("4711\n")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(PublishError) as raised:
            publish(edition("new"), target)
    assert str(raised.value) == (
        f"another build (process 4711) is writing `{target}`; wait until it ends"
    )
    publish(edition("new"), target)


def test_never_in_the_place_of_something_else(tmp_path: Path) -> None:
    """A folder that is no edition is not replaced; an empty one is."""
    target = tmp_path / "letters"
    target.mkdir()
    publish(edition("new"), target)
    (target / "manifest.json").unlink()
    with pytest.raises(PublishError) as raised:
        publish(edition("newer"), target)
    assert str(raised.value) == (
        f"`{target}` is not an edition: it has no `manifest.json`; "
        "choose another place, or empty it"
    )


def test_a_place_that_will_not_do_is_known_before(tmp_path: Path) -> None:
    """What `publish` would refuse is refused before a build begins, and nothing is made."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("x")

    expect(tmp_path / "new" / "edition")
    for target, reason in [
        ("file", "is no folder; choose another place for the edition"),
        ("file/edition", f"cannot be written: `{tmp_path / 'file'}` is no folder"),
        ("letters", "is not an edition: it has no `manifest.json`; choose another place, or empty"),
    ]:
        with pytest.raises(PublishError) as raised:
            expect(tmp_path / target)
        assert str(raised.value).startswith(f"`{tmp_path / target}` {reason}")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "letters"]


def test_a_folder_one_may_not_write_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is not ours to write to is named."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(PublishError) as raised:
        expect(tmp_path / "edition")
    assert str(raised.value) == (
        f"`{tmp_path / 'edition'}` cannot be written: nothing may be written to `{tmp_path}`"
    )


def test_never_through_a_link(tmp_path: Path) -> None:
    """A symbolic link at the target is not followed."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "edition").symlink_to("elsewhere")
    with pytest.raises(PublishError) as raised:
        publish(edition("new"), tmp_path / "edition")
    assert str(raised.value) == (
        f"`{tmp_path / 'edition'}` is no folder; choose another place for the edition"
    )


@pytest.mark.parametrize("name", ["../x", "/x", "a/../x", "a//b", "", ".", "a\\b", "a/\0"])
def test_no_name_leads_out(tmp_path: Path, name: str) -> None:
    """A name that could leave the folder is refused before anything is written."""
    with pytest.raises(ValueError, match="no path inside"):
        publish({**edition("new"), name: b""}, tmp_path / "edition")
    assert not (tmp_path / "edition").exists()


@given(st.dictionaries(st.text("abc/", min_size=1), st.binary(max_size=9)))
def test_manifest(files: dict[str, bytes]) -> None:
    """The manifest has the digest of every file, in order, whatever order they came in."""
    backwards = dict(reversed(files.items()))
    made = manifest(files, backwards, {"b": "2", "a": "1"})
    assert made == manifest(backwards, files, {"a": "1", "b": "2"})
    read = json.loads(made)
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    assert list(read["inputs"].items()) == list(digests.items())
    assert read["outputs"] == digests
    assert list(read["versions"]) == ["a", "b"]


def test_what_did_not_change_is_not_written_again(tmp_path: Path) -> None:
    """A file of the same bytes is the same file in the next edition; others are new ones."""
    target = tmp_path / "edition"
    publish({"manifest.json": b"1", "a/same": b"same", "other": b"one"}, target)
    before = {name: (target / name).stat().st_ino for name in ("a/same", "other")}
    publish({"manifest.json": b"2", "a/same": b"same", "other": b"two"}, target)

    assert (target / "a/same").stat().st_ino == before["a/same"]
    assert (target / "other").read_bytes() == b"two"
    assert (target / "other").stat().st_ino != before["other"]
