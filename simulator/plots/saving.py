"""Put a figure into a file or into a page, the same bytes for the same figure."""

from __future__ import annotations

import re
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.plots.style import drawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure

IDENTIFIER = re.compile(r'(\bid="|href="#|url\(#)')


@drawn
def save(figure: Figure, path: Path) -> Path:
    """Write a figure as PNG or SVG, by the ending of the path, and return the path.

    The file holds no date, so that the same figure gives the same file.
    """
    if path.suffix == ".svg":
        path.write_text(_svg(figure), "utf-8")
    else:
        buffer = BytesIO()
        figure.savefig(buffer, format=path.suffix.lstrip("."), metadata={"Software": "Sandtable"})
        path.write_bytes(buffer.getvalue())
    return path


@drawn
def inline_svg(figure: Figure, name: str) -> str:
    """Give a figure as an SVG element for an HTML page, its ids made unique by ``name``.

    Letters are drawn as outlines: the picture needs no font where it is read.
    """
    whole = _svg(figure)
    element = whole[whole.index("<svg") :]
    element = re.sub(r"<metadata>.*?</metadata>", "", element, flags=re.DOTALL)
    return IDENTIFIER.sub(rf"\g<1>{name}-", element)


def _svg(figure: Figure) -> str:
    buffer = StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": "Sandtable"})
    return buffer.getvalue()
