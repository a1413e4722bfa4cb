"""The look of every picture: fonts, sizes, colors with a second cue, and quiet axes.

Figures are built from `matplotlib.figure.Figure` alone, never through pyplot. Settings are changed only
while a figure is being built, under one lock, and what a figure needs later it carries itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from itertools import pairwise
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Figure  # noqa: PLC0414 (floors above name the type through here)

P = ParamSpec("P")
R = TypeVar("R")

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Sandtable Sans"
REGULAR_AS_FALLBACK = "Sandtable Sans Text"
SYSTEM_CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")

INK = "#1f2933"
QUIET = "#5b6672"
FAINT = "#d5dadf"
PALE = "#eef1f4"
BASELINE = "#6b7480"
WARNING = "#d55e00"
HUES = ("#0072b2", "#d55e00", "#009e73", "#9a5ea1", "#c48a00", "#3a9bd6", "#7a4a2b")
LINES: tuple[Any, ...] = ("-", (0, (5, 1.6)), (0, (6, 1.4, 1.2, 1.4)), (0, (1.4, 1.2)))
MARKERS = ("o", "s", "D", "^", "v", "P", "X")
PRODUCT_HUES = (("#0b5394", "#a9c8e8"), ("#9c4a00", "#f0c49a"), ("#0b6b4f", "#a5d8c4"),
                ("#6d3a7c", "#d5b5de"), ("#6b5900", "#e2d38f"))  # fmt: skip

_lock = RLock()


@dataclass(frozen=True)
class Size:
    """A place a figure is meant for: its width [inches] and the size of plain text [points]."""

    width: float
    points: float

    def height(self, paper_inches: float) -> float:
        """Scale a height thought of on paper; a slide is never higher than 7.5 inches."""
        return paper_inches if self.width < 10 else min(7.5, paper_inches * self.width / 7.0)


SIZES = {"paper": Size(7.0, 8.5), "slides": Size(13.33, 14.5)}


@dataclass(frozen=True)
class Look:
    """How one alternative is drawn everywhere: a color, a line style and a marker."""

    color: str
    line: Any
    marker: str


def looks(names: Sequence[str], baseline: str | None = None) -> dict[str, Look]:
    """Give every alternative its look; the baseline is grey, so that the others stand out from it.

    Examples
    --------
    >>> looks(["as-before", "tilt"], "as-before")["as-before"].color
    '#6b7480'
    """
    found: dict[str, Look] = {}
    order = 0
    for name in names:
        if name == baseline:
            found[name] = Look(BASELINE, "-", "o")
            continue
        cycle, hue = divmod(order, len(HUES))
        found[name] = Look(
            HUES[hue], LINES[(order + cycle) % len(LINES)], MARKERS[(order + cycle + 1) % len(MARKERS)]
        )
        order += 1
    return found


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """Name the font families to try, ours first; loads the shipped fonts on the first call."""
    from dataclasses import replace

    from matplotlib.font_manager import fontManager

    for path in sorted(FONTS.glob("*.otf")):
        fontManager.addfont(str(path))
    ours = [font for font in fontManager.ttflist if font.fname.endswith("SandtableSans-Regular.otf")]
    for weight in (400, 700):  # letters that the bold cut lacks are taken from the regular one
        fontManager.ttflist.extend(replace(font, name=REGULAR_AS_FALLBACK, weight=weight) for font in ours)
    present = {font.name for font in fontManager.ttflist}
    system = tuple(name for name in SYSTEM_CHINESE if name in present)
    return (FAMILY, REGULAR_AS_FALLBACK, *system, "DejaVu Sans")


def settings(size: str = "paper") -> dict[str, Any]:
    """Collect the matplotlib settings a figure is built and saved with."""
    points = SIZES[size].points
    return {
        "font.family": list(families()), "font.size": points, "axes.titlesize": points * 1.06,
        "axes.labelsize": points, "xtick.labelsize": points * 0.92, "ytick.labelsize": points * 0.92,
        "axes.titlelocation": "left", "axes.titlepad": 6, "axes.edgecolor": QUIET, "axes.linewidth": 0.7,
        "axes.spines.top": False, "axes.spines.right": False, "axes.labelcolor": QUIET,
        "xtick.color": QUIET, "ytick.color": QUIET, "text.color": INK, "axes.titlecolor": INK,
        "xtick.major.size": 3, "ytick.major.size": 0, "xtick.major.width": 0.7, "axes.axisbelow": True,
        "axes.grid": False, "grid.color": FAINT, "grid.linewidth": 0.6, "lines.linewidth": 1.6,
        "axes.unicode_minus": True, "svg.fonttype": "path", "svg.hashsalt": "sandtable",
        "savefig.dpi": 200, "figure.dpi": 100, "hatch.linewidth": 0.5, "axes.formatter.useoffset": False,
        "text.parse_math": False, "pdf.fonttype": 3,
    }  # fmt: skip


def drawn(picture: Callable[P, R]) -> Callable[P, R]:
    """Make a function draw in our style, whatever the settings outside, and leave those untouched."""

    @wraps(picture)
    def in_style(*args: P.args, **kwargs: P.kwargs) -> R:
        from matplotlib import rc_context

        with _lock, rc_context(cast(Any, settings(str(kwargs.get("size", "paper"))))):
            result = picture(*args, **kwargs)
            settle(result)
            return result

    return in_style


def settle(figure: object) -> None:
    """Fix where the panels of a new figure lie, so that it looks the same in every file it is saved to."""
    from matplotlib.figure import Figure

    engine = figure.get_layout_engine() if isinstance(figure, Figure) else None
    if engine is not None and isinstance(figure, Figure) and figure.axes:
        engine.execute(figure)
        figure.set_layout_engine("none")


def width_of(words: str) -> float:
    """Estimate the width of a text in units of its font size; a Chinese character is one wide.

    Examples
    --------
    >>> round(width_of("目标"), 1), round(width_of("goal"), 1)
    (2.0, 2.1)
    """
    return sum(1.0 if ord(character) > 0x2E7F else 0.53 for character in words)


def wrapped(words: str, limit: float) -> str:
    """Break a text into lines no wider than ``limit`` font sizes, at spaces or between Chinese characters."""
    lines, line = [], ""
    for piece in _pieces(words):
        if line and width_of(line + piece.rstrip()) > limit:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return "\n".join([*lines, line.rstrip()])


def _pieces(words: str) -> list[str]:
    """Cut a text where a line may break; Chinese punctuation stays with the character before it."""
    pieces: list[str] = []
    for character in words:
        closing = character in "，。；：、！？）”’%,.;:)"
        breakable = pieces and (pieces[-1].endswith(" ") or (ord(character) > 0x2E7F and not closing))
        if not pieces or (breakable and not pieces[-1].endswith(("“", "（", "‘"))):
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def sheet(title: str, subtitle: str, height: float, size: str = "paper") -> Figure:
    """Open a figure with a bold title and a quiet line under it, and room for panels below."""
    from matplotlib.figure import Figure

    form = SIZES[size]
    tall = form.height(height)
    figure = Figure(figsize=(form.width, tall), layout="constrained", facecolor="white")
    scale = form.points / 72
    room = form.width / scale - 1.5
    heading, under = wrapped(title, room / 1.4), wrapped(subtitle, room / 1.02)
    left, top = 0.6 * scale / form.width, 1 - 0.5 * scale / tall
    figure.text(left, top, heading, ha="left", va="top", weight="bold", size=form.points * 1.4)
    below = 1.95 * (heading.count("\n") + 1)
    figure.text(left, top - below * scale / tall, under, ha="left", va="top", color=QUIET, linespacing=1.3,
                size=form.points * 1.02)  # fmt: skip
    header = (0.5 + below + 1.55 * (under.count("\n") + 1) + 0.6) * scale
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.set(rect=(0, 0, 1, 1 - header / tall), w_pad=0.07, h_pad=0.07)  # type: ignore[call-arg]
    return figure


def quiet(axes: Axes, grid: str = "y") -> None:
    """Give axes a faint grid on one side, no ticks there, and fonts of their own for labels made later."""
    if grid:
        axes.grid(axis=grid, color=FAINT, linewidth=0.6)  # type: ignore[arg-type]
    if grid == "y":
        axes.spines["left"].set_visible(False)
    axes.tick_params(labelfontfamily=list(families()))


def tint(color: str, strength: float) -> str:
    """Mix a color with white; strength 1 leaves it as it is.

    Examples
    --------
    >>> tint("#000000", 0.5)
    '#808080'
    """
    parts = [int(color[start : start + 2], 16) for start in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - strength * (255 - part)):02x}" for part in parts)


def halo() -> list[Any]:
    """Put a white rim around letters, so that a line behind them does not cross them."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=2.4, foreground="white")]


def panels(figure: Figure, count: int, columns: int, **options: Any) -> list[Axes]:
    """Lay out a grid of panels, row by row, and remove the cells that stay empty."""
    rows = -(-count // columns)
    grid = figure.subplots(rows, columns, squeeze=False, **options)
    cells = [cell for row in grid for cell in row]
    for cell in cells[count:]:
        cell.remove()
    return cells[:count]


def panel_columns(count: int) -> int:
    """Choose how many panels stand side by side: two by two for four, otherwise up to three.

    Examples
    --------
    >>> [panel_columns(count) for count in (1, 2, 3, 4, 6)]
    [1, 2, 3, 2, 3]
    """
    return 2 if count == 4 else min(count, 3)


def apart(positions: Sequence[float], gap: float) -> list[float]:
    """Move labels just far enough that neighbors keep a gap, in the order of their positions.

    Examples
    --------
    >>> apart([0.0, 0.1, 5.0], 1.0)
    [-0.45, 0.55, 5.0]
    """
    order = sorted(range(len(positions)), key=positions.__getitem__)
    placed = list(positions)
    for _ in range(50):
        moved = False
        for low, high in pairwise(order):
            lacking = gap - (placed[high] - placed[low])
            if lacking > 1e-9:
                placed[low] -= lacking / 2
                placed[high] += lacking / 2
                moved = True
        if not moved:
            break
    return [round(place, 9) for place in placed]
