"""Write the reference page of parameters: ``python -m simulator.parameters.reference``.

It prints docs/reference/parameters.md; a test fails when the page there is out of date.
"""

from __future__ import annotations

import re
import sys
from importlib.resources import files

from simulator.parameters import Parameter, load_register

__all__ = ["page", "sections", "source_keys"]

_KEY = re.compile(r"\b[A-Z][A-Za-z]+(?:18|19|20)\d\d[a-z]?\b")
_SECTION = re.compile(r"^# -{2,} (.+?) -{2,}$")

_INTRODUCTION = """\
# Parameters

<!-- Made by `python -m simulator.parameters.reference`; a test fails when it is out of date. -->

Every behavioral number of the model, with its unit, its default, the range in which it may plausibly lie,
and who says so. There are {n}, of which {assumed} are assumptions: no source that we could check supports the
value, and the range is our judgment. The others rest on a source in the [bibliography](bibliography.md) or on
a calculation.

A scenario replaces a value under its key `parameters`. `sandtable compare` moves each one to both ends of its
range and lists those that turn the leader into the runner-up. `sandtable parameters` prints this register in
the terminal, with a scenario's own values if you name one. Where each parameter acts is told in
[how a week unfolds](../explanation/how-a-week-unfolds.md)."""


def source_keys(text: str) -> list[str]:
    """Find the keys of sources in a text: a name and a year, as in the headings of the bibliography.

    Examples
    --------
    >>> source_keys("Bijmolt2005: own-price elasticity averages -2.62; see also Albers2010")
    ['Bijmolt2005', 'Albers2010']
    """
    return list(dict.fromkeys(_KEY.findall(text)))


def sections() -> dict[str, list[Parameter]]:
    """Group the register as its file does: the title of each section, and its parameters in order.

    Examples
    --------
    >>> "effort_elasticity" in [parameter.name for parameter in sections()["reps"]]
    True
    """
    text = files("simulator.parameters").joinpath("register.yaml").read_text(encoding="utf-8")
    register = load_register()
    found: dict[str, list[Parameter]] = {}
    title = "general"
    for line in text.splitlines():
        heading = _SECTION.match(line)
        name = line.partition(":")[0]
        if heading:
            title = heading[1]
        elif name in register:
            found.setdefault(title, []).append(register[name])
    return found


def page() -> str:
    """Write the page from the register.

    Examples
    --------
    >>> "| `effort_elasticity` |" in page()
    True
    """
    register = load_register().values()
    assumed = sum(parameter.is_assumption for parameter in register)
    parts = [_INTRODUCTION.format(n=len(register), assumed=assumed)]
    for title, parameters in sections().items():
        rows = ["| name | meaning | unit | default | range | source |", "|---|---|---|---:|---:|---|"]
        rows += [_row(parameter) for parameter in parameters]
        parts += [f"## {title[:1].upper()}{title[1:]}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _row(parameter: Parameter) -> str:
    meaning = f"{parameter.label['en']} ({parameter.label['zh']})"
    span = f"{parameter.low:g} to {parameter.high:g}"
    cells = (
        f"`{parameter.name}`",
        meaning,
        parameter.unit,
        f"{parameter.default:g}",
        span,
        _linked(parameter.source),
    )
    return f"| {' | '.join(cells)} |"


def _linked(source: str) -> str:
    return _KEY.sub(lambda key: f"[{key[0]}](bibliography.md#{key[0].lower()})", source)


if __name__ == "__main__":
    sys.stdout.write(page())
