"""Pictures, opened and decoded to the last pixel before anything is typeset from them."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping

from compendium.diag import Span
from compendium.source.problems import Problems

PIXELS = 40_000_000

_MAGIC = {
    ".png": (b"\x89PNG\r\n\x1a\n", "PNG"),
    ".jpg": (b"\xff\xd8\xff", "JPEG"),
    ".jpeg": (b"\xff\xd8\xff", "JPEG"),
}


def check_images(images: Mapping[str, bytes], problems: Problems) -> None:
    """Report every one of *images*, by path, that is not a whole PNG or JPEG of a sane size."""
    for path, content in images.items():
        ending = "." + path.rpartition(".")[2].lower()
        if ending not in _MAGIC:
            message = f"`{path}` is neither PNG nor JPEG"
            problems.error("image-bad", message, Span(path), "convert it to PNG or JPEG")
            continue
        magic, kind = _MAGIC[ending]
        fault = _fault(content, kind) if content.startswith(magic) else f"is no {kind} file"
        if fault:
            hint = "export it again" if "pixels" not in fault else "make it smaller"
            problems.error("image-bad", f"`{path}` {fault}", Span(path), hint)


def _fault(content: bytes, kind: str) -> str | None:
    """Why *content* cannot be shown; imports the decoder only when there is a picture."""
    from PIL import Image, ImageFile

    keep, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[kind]) as image:
                if image.width * image.height > PIXELS:
                    return f"has more than {PIXELS // 1_000_000} million pixels"
                image.load()
    except Image.DecompressionBombError:
        return f"has more than {PIXELS // 1_000_000} million pixels"
    except (OSError, SyntaxError, ValueError) as error:
        return f"is damaged: {str(error).lower()}"
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = keep
    return None
