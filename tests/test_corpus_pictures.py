"""Pictures go into outputs without what is told beside them, and look as they did."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from compendium import corpus
from compendium.corpus.pictures import bare

SECRET = b"Hakodate 41.77 N"


def jpeg(turned: int = 1) -> bytes:
    """A JPEG with a place, a comment, a profile and the way its camera was held."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = turned
    exif.get_ifd(0x8825)[29] = "1955:09:29"
    saved = io.BytesIO()
    image = Image.linear_gradient("L").resize((60, 40)).convert("RGB")
    image.save(saved, "JPEG", exif=exif, comment=SECRET, icc_profile=b"profile", dpi=(300, 300))
    return saved.getvalue()


def png() -> bytes:
    """A PNG with words in it."""
    said = PngInfo()
    said.add_text("Author", SECRET.decode())
    said.add_itxt("Place", SECRET.decode())
    saved = io.BytesIO()
    Image.linear_gradient("L").resize((60, 40)).save(saved, "PNG", pnginfo=said, dpi=(300, 300))
    return saved.getvalue()


def shown(content: bytes) -> tuple[bytes, object, object]:
    """What a reader sees: the pixels the right way up, the profile, the density."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    return image.tobytes(), image.info.get("icc_profile"), image.info.get("dpi")


@pytest.mark.parametrize("content", [jpeg(), jpeg(6), png()], ids=["jpeg", "turned", "png"])
def test_nothing_is_told(content: bytes) -> None:
    """Place, time and names are gone; every pixel, the profile and the density are as before."""
    kept = bare(content)

    assert SECRET in content and SECRET not in kept and b"1955" not in kept
    assert shown(kept) == shown(content)
    assert bare(kept) == kept


def test_damaged_pictures_are_left() -> None:
    """What is no whole picture comes back as it is, however it is cut."""
    for content in (jpeg(6), png()):
        for end in range(0, len(content) - 20, 37):
            assert len(bare(content[:end])) <= end
    assert bare(b"GIF89a") == b"GIF89a"


def test_it_is_said(tmp_path: Path) -> None:
    """An editor is told that something in a picture goes into no output."""
    text = "---\ntitle: T\nkind: map\n---\n![Map](map.jpg)\n"
    edition = "title: T\nversion: 1\ndate: 2026\nlanguages: [en]\nparts:\n"
    edition += "  - {id: a, title: A, documents: [m]}\n"
    for name, words in (("edition.yaml", edition), ("documents/m.en.md", text)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(words, "utf-8")
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "map.jpg").write_bytes(jpeg())
    volume, problems = corpus.read(tmp_path)

    assert volume is not None and volume.images["map.jpg"] == bare(jpeg())
    assert [str(problem) for problem in problems] == [
        "images/map.jpg:1:1: warning[image-telling]: what `map.jpg` tells beside the picture goes "
        "into no output (hint: look whether a place, a time or a name in it should be in the "
        "corpus)"
    ]
