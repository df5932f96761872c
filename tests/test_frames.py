"""Markup is put together faster than the library does it, and to the same letters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from compendium.render.frames import fill, joined

values = st.one_of(st.text("a<&\"'>%{}"), st.builds(Markup, st.text("a<&%{}>")), st.integers())
frames = st.lists(st.text('<a b="%s">%&'), min_size=1, max_size=5)


@given(frames, st.data())
def test_filled_as_the_library_fills(parts: list[str], data: st.DataObject) -> None:
    """Whatever is put into a frame is escaped as `Markup.format` escapes it, once."""
    gaps = [data.draw(values) for _ in parts[1:]]
    frame = "{}".join(parts)

    assert fill(frame, *gaps) == Markup(frame).format(*gaps)
    assert joined(gaps) == Markup("").join(map(escape, gaps))
    assert isinstance(fill(frame, *gaps), Markup)
