"""The cache: what was put in, or nothing; and what the key of a piece depends on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.cache import Cache, NullCache, cache_folder
from compendium.layout.workshop import keys
from compendium.model.pages import Chunk
from compendium.model.theme import Theme

KEY, OTHER = "ab" * 32, "cd" * 32
DATA = b"a piece " * 9


def entry(cache: Cache, key: str = KEY) -> Path:
    """The file of an entry."""
    return cache.folder / key[:2] / key[2:]


def test_what_was_put(tmp_path: Path) -> None:
    """An entry is there for its key only, and for whoever opens the folder next."""
    with Cache(tmp_path) as cache:
        cache.put(KEY, DATA)
        cache.put(OTHER, b"")

    assert (Cache(tmp_path).get(KEY), Cache(tmp_path).get(OTHER)) == (DATA, b"")
    assert Cache(tmp_path).get("ef" * 32) is None


def test_no_cache() -> None:
    """`--no-cache` keeps nothing."""
    with NullCache() as cache:
        cache.put(KEY, DATA)
        assert cache.get(KEY) is None


damages = st.one_of(
    st.builds(lambda at: lambda entry: entry[:at], st.integers(0, 120)),
    st.builds(
        lambda at, bit: lambda entry: entry[:at] + bytes([entry[at] ^ 1 << bit]) + entry[at + 1 :],
        st.integers(0, 120),
        st.integers(0, 7),
    ),
    st.builds(lambda more: lambda entry: entry + more, st.binary(min_size=1, max_size=9)),
    st.builds(lambda at: lambda entry: entry[:at] + bytes(len(entry) - at), st.integers(0, 110)),
)


@given(damages)
@settings(max_examples=300, deadline=None)
def test_damage_is_never_served(
    tmp_path_factory: pytest.TempPathFactory, damage: Callable[[bytes], bytes]
) -> None:
    """An entry cut off, changed in a bit, longer or blank is put aside, and can be made again."""
    cache = Cache(tmp_path_factory.getbasetemp() / "damaged")
    cache.put(KEY, DATA)
    whole = entry(cache).read_bytes()
    assert len(whole) == 123
    entry(cache).write_bytes(damage(whole))

    assert cache.get(KEY) is None
    assert not entry(cache).exists()
    assert (cache.folder / "damaged" / KEY).read_bytes() == damage(whole)
    cache.put(KEY, DATA)
    assert cache.get(KEY) == DATA


def test_another_entry_is_never_served(tmp_path: Path) -> None:
    """A sound entry in the place of another is not believed."""
    cache = Cache(tmp_path)
    cache.put(KEY, DATA)
    cache.put(OTHER, b"another piece")
    entry(cache, OTHER).replace(entry(cache))

    assert cache.get(KEY) is None


WRITER = """
import sys; from pathlib import Path; from compendium.cache import Cache
cache = Cache(Path(sys.argv[1]))
for turn in range(400):
    cache.put("ab" * 32, sys.argv[2].encode() * (turn + 1))
print(cache.trouble)
"""


def test_two_at_once(tmp_path: Path) -> None:
    """Who reads while two builds write one entry finds a whole one of either."""
    python = [sys.executable, "-c", WRITER, str(tmp_path)]
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [subprocess.Popen([*python, name], stdout=subprocess.PIPE, env=path) for name in "xy"]
    cache = Cache(tmp_path)
    found: set[bytes] = set()
    while any(writer.poll() is None for writer in writers):
        found.add((cache.get(KEY) or b"")[:1])

    assert [writer.communicate()[0].strip() for writer in writers] == [b"", b""]
    assert found <= {b"", b"x", b"y"}
    assert cache.get(KEY) in (b"x" * 400, b"y" * 400)
    assert not (tmp_path / "damaged").exists()
    assert [path.name for path in tmp_path.glob("*/*")] == [KEY[2:]]


def test_sweep(tmp_path: Path) -> None:
    """Beyond its limit a cache loses what was used least recently, until a tenth is free."""
    names = [f"{number:02}" + "0" * 62 for number in range(5)]
    with Cache(tmp_path) as cache:
        for age, key in enumerate(names):
            cache.put(key, bytes(1000))
            os.utime(entry(cache, key), (age, age))
        assert cache.get(names[0])
    assert [cache.get(key) is not None for key in names] == [True] * 5

    for age, key in enumerate(names, 1):
        os.utime(entry(cache, key), (age, age))
    assert cache.get(names[0])
    with Cache(tmp_path, limit=4500) as cache:
        cache.put("00" + "f" * 62, bytes(1))

    assert [cache.get(key) is not None for key in names] == [True, False, False, True, True]


def test_little_is_swept_now_and_then(tmp_path: Path) -> None:
    """What puts little into a cache looks through the folder for one entry in 256 only."""
    with Cache(tmp_path) as cache:
        cache.put(KEY, DATA)
    for key, left in ((OTHER, True), ("00" * 32, False)):
        killed = entry(cache).parent / ".writing-killed"
        killed.write_bytes(b"half")
        os.utime(killed, (0, 0))
        with Cache(tmp_path) as cache:
            cache.put(key, DATA)
        assert killed.exists() is left


def test_sweep_takes_what_was_never_finished(tmp_path: Path) -> None:
    """What a killed build was writing goes after a day, what another is writing stays."""
    with Cache(tmp_path, limit=2000) as cache:
        cache.put(KEY, DATA)
        for age, name in ((0, ".writing-now"), (86401, ".writing-killed")):
            (entry(cache).parent / name).write_bytes(b"half")
            used = entry(cache).stat().st_mtime - age
            os.utime(entry(cache).parent / name, (used, used))

    assert {path.name for path in tmp_path.glob("*/*")} == {KEY[2:], ".writing-now"}


def test_no_room(tmp_path: Path) -> None:
    """A folder that cannot be written costs time and is told of, but stops no build."""
    (tmp_path / "file").write_text("in the way")
    with Cache(tmp_path / "file") as cache:
        cache.put(KEY, DATA)
        assert cache.get(KEY) is None
        assert "file" in cache.trouble


def test_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folder is where the system keeps such things, unless the user says otherwise."""
    monkeypatch.delenv("COMPENDIUM_CACHE", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    found = {}
    for system in ("linux", "darwin", "win32"):
        monkeypatch.setattr(sys, "platform", system)
        found[system] = cache_folder().relative_to(tmp_path).as_posix()

    assert found == {
        "linux": ".cache/compendium",
        "darwin": "Library/Caches/compendium",
        "win32": "AppData/Local/compendium/Cache",
    }
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_folder() == tmp_path / "xdg" / "compendium"
    monkeypatch.setenv("COMPENDIUM_CACHE", str(tmp_path / "mine"))
    assert cache_folder() == tmp_path / "mine"


THEME = Theme("t", {}, {"print.css": "p{}", "screen.css": "p{}"}, {"a.ttf": b"a"}, {}, {}, "d")
CHUNK = Chunk("c", '<p>1<img src="./maps/a.png"></p>', ("1",), (), "any", "arabic")
IMAGES = {"maps/a.png": b"a", "b.png": b"b", "c.svg": b"c"}


def key(
    chunk: Chunk = CHUNK, side: str = "recto", theme: Theme = THEME, images: object = IMAGES
) -> str:
    """The key of a piece."""
    return keys.piece_key(chunk, side, theme, keys.theme_key(theme), images)  # type: ignore[arg-type]  # a test may ask for anything


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda: key(replace(CHUNK, markup="<p>2</p>")), id="markup"),
        pytest.param(lambda: key(replace(CHUNK, values=("1", "2"))), id="slots"),
        pytest.param(lambda: key(side="verso"), id="side"),
        pytest.param(lambda: key(images={**IMAGES, "maps/a.png": b"z"}), id="picture"),
        pytest.param(lambda: key(theme=replace(THEME, name="u")), id="theme"),
        pytest.param(lambda: key(theme=replace(THEME, fonts={"a.ttf": b"b"})), id="font"),
        pytest.param(lambda: key(theme=replace(THEME, fonts={"b.ttf": b"a"})), id="font name"),
        pytest.param(lambda: key(theme=replace(THEME, styles={"print.css": "q{}"})), id="style"),
    ],
)
def test_key_changes(other: Callable[[], str]) -> None:
    """Whatever goes into a piece is in its key."""
    assert other() != key()


def test_key_changes_with_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another engine, another library or another line of our code makes other pieces."""
    before, versions = key(), dict(keys.versions())
    assert "unknown" not in versions.values()
    for name in versions:
        monkeypatch.setattr(keys, "versions", lambda name=name: {**versions, name: "0"})
        assert key() != before


def test_key_stays() -> None:
    """What does not go into a piece is not in its key."""
    renamed = replace(CHUNK, name="d", values=("9",), begins="recto", folios="roman")
    assert key(renamed) == key()
    assert key(images={**IMAGES, "b.png": b"z", "d.png": b"z"}) == key()
    screen = replace(THEME, styles={**THEME.styles, "screen.css": "q{}"}, fonts={**THEME.fonts})
    assert key(theme=screen) == key()


@pytest.mark.parametrize("css", ["p { background: URL(b.png) }"])
def test_pictures_named_elsewhere(css: str) -> None:
    """Where a style sheet or a drawing may show pictures, all of them are in the key."""
    theme = replace(THEME, styles={"print.css": css})
    drawn = replace(CHUNK, markup='<img src="c.svg">')
    changed = {**IMAGES, "b.png": b"z"}

    assert key(theme=theme, images=changed) != key(theme=theme)
    assert key(drawn, images=changed) != key(drawn)
