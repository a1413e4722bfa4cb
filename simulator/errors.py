"""What can go wrong, said so that the reader knows where to look and what to write instead.

Every error that Sandtable raises on purpose descends from `SandtableError`, carries a stable
``code`` and the ``exit_status`` with which the command line ends. Messages follow one pattern:
*where: what is wrong. Hint. What is allowed.*
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

MOST_NAMES_SHOWN = 40
"""How many allowed names a message lists before it only counts the rest."""

_NOT_GIVEN = object()


@dataclass(frozen=True)
class Place:
    """A spot in a file that a person can open and correct.

    Attributes
    ----------
    file
        The file as the user named it, or the name of a command-line option.
    line
        Line number counted from 1, or None where lines mean nothing.
    key
        Key path inside the file, empty for the file as a whole.

    Examples
    --------
    >>> print(Place("scenario.yaml", 12, "alternatives.tilt.plan"))
    scenario.yaml:12, alternatives.tilt.plan
    >>> print(Place("--set", None, "market.segments"))
    --set, market.segments
    """

    file: str
    line: int | None = None
    key: str = ""

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}, {self.key}" if self.key else where


def did_you_mean(given: str, allowed: Iterable[str]) -> str | None:
    """Find the allowed name that a misspelt one was most likely meant to be.

    Returns
    -------
    The nearest name by shared letters (capitals, hyphens and underscores count as equal), or None
    when none is near.

    Examples
    --------
    >>> did_you_mean("tilt-onyl", ["as-before", "tilt-only"])
    'tilt-only'
    >>> did_you_mean("banana", ["as-before", "tilt-only"]) is None
    True
    """
    from difflib import get_close_matches

    plain = {_plain(name): name for name in allowed}
    near = get_close_matches(_plain(given), plain, n=1, cutoff=0.6)
    return plain[near[0]] if near else None


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(" ", "-")


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in ".?!:" else text + "."


def _listed(word: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    shown = ", ".join(names[:MOST_NAMES_SHOWN])
    more = len(names) - MOST_NAMES_SHOWN
    return f"{word}: {shown} and {more} more." if more > 0 else f"{word}: {shown}."


def _rebuilt(cls: type[SandtableError], message: str, state: dict[str, Any]) -> SandtableError:
    error = cls.__new__(cls, message)
    error.args = (message,)
    error.__dict__.update(state)
    return error


class SandtableError(Exception):
    """Anything that Sandtable reports to its user in a plain sentence.

    Attributes
    ----------
    code
        Stable identifier of the kind of error, for documentation and for programs.
    exit_status
        Status with which the command line ends.

    Examples
    --------
    >>> print(SandtableError("the disk is full"))
    the disk is full.
    """

    code = "S000"
    exit_status = 1

    def __init__(self, what: str, *, hint: str = "") -> None:
        self.what = what
        self.hint = hint
        super().__init__(" ".join(part for part in (_sentence(what), _sentence(hint)) if part))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), str(self), self.__dict__.copy())


class InputError(SandtableError):
    """Something that the user gave cannot be used as it stands.

    Parameters
    ----------
    what
        What is wrong, in words that complete "<place>: ...".
    place
        Where to look, if known.
    hint
        What to do about it.
    allowed
        The values that would have been accepted.

    Examples
    --------
    >>> print(InputError("must be positive, got -3", place=Place("plan.yaml", 4, "salary_per_week")))
    plan.yaml:4, salary_per_week: must be positive, got -3.
    >>> print(InputError("'day' is no period", hint="Pay runs by the month", allowed=["month", "year"]))
    'day' is no period. Pay runs by the month. Allowed: month, year.
    """

    code = "S100"
    exit_status = 2
    allowed_word = "Allowed"

    def __init__(
        self, what: str, *, place: Place | None = None, hint: str = "", allowed: Iterable[str] = ()
    ) -> None:
        self.place = place
        self.allowed = tuple(str(name) for name in allowed)
        self.problems: tuple[InputError, ...] = (self,)
        super().__init__(what, hint=hint)
        parts = (_sentence(what), _sentence(hint), _listed(self.allowed_word, self.allowed))
        message = " ".join(part for part in parts if part)
        self.args = (f"{place}: {message}" if place is not None else message,)

    def __reduce__(self) -> tuple[Any, ...]:
        state = {name: value for name, value in self.__dict__.items() if name != "problems"}
        others = () if self.problems == (self,) else self.problems
        return _rebuilt_input, (type(self), str(self), state, others)

    @classmethod
    def together(cls, problems: Sequence[InputError]) -> InputError:
        """Join several problems into one error that lists each on its own line.

        Parameters
        ----------
        problems
            One or more errors; their order is kept.

        Returns
        -------
        The problem itself when there is only one of this class, else an error of this class whose
        ``problems`` are the given ones and whose ``place`` is that of the first.

        Examples
        --------
        >>> print(InputError.together([InputError("a is missing"), InputError("b is missing")]))
        a is missing.
        b is missing.
        """
        if len(problems) == 1 and isinstance(problems[0], cls):
            return problems[0]
        message = "\n".join(str(problem) for problem in problems)
        state = {
            "what": message,
            "hint": "",
            "place": problems[0].place if problems else None,
            "allowed": (),
        }
        return _rebuilt_input(cls, message, state, tuple(problems))


def _rebuilt_input(
    cls: type[InputError], message: str, state: dict[str, Any], problems: tuple[InputError, ...]
) -> InputError:
    error = _rebuilt(cls, message, state)
    assert isinstance(error, InputError)
    error.problems = problems or (error,)
    return error


class DocumentError(InputError):
    """A YAML file cannot be read: not text, bad syntax, a key given twice, too large."""

    code = "S101"


class ScenarioError(InputError):
    """A scenario says something that cannot be: a wrong key, a value out of range, nothing to compare."""

    code = "S102"


class PlanError(InputError):
    """A compensation plan cannot be applied as written."""

    code = "S103"


class UnknownName(InputError):  # noqa: N818 - it is the name that is unknown
    """A name was used that nothing bears.

    Parameters
    ----------
    kind
        What sort of thing was looked for, such as "plan".
    given
        The name that was used.
    allowed
        The names that exist.
    place
        Where the name stands, if known.

    Examples
    --------
    >>> print(UnknownName("plan", "tilt-onyl", ["as-before", "tilt-only"]))
    there is no plan called 'tilt-onyl'. Did you mean 'tilt-only'? Known: as-before, tilt-only.
    """

    code = "S104"
    allowed_word = "Known"

    def __init__(self, kind: str, given: str, allowed: Iterable[str], place: Place | None = None) -> None:
        names = tuple(str(name) for name in allowed)
        near = did_you_mean(given, names)
        self.kind = kind
        self.given = given
        super().__init__(
            f"there is no {kind} called {given!r}",
            place=place,
            hint=f"Did you mean {near!r}?" if near else "",
            allowed=names,
        )


class OptionError(InputError):
    """A command-line option has a value that cannot be used."""

    code = "S105"


class OutputFolderError(InputError):
    """The output folder holds something that must not be overwritten, or cannot be written."""

    code = "S106"


class EventsError(InputError):
    """A file of sales events (a payroll export, say) cannot be used as it stands."""

    code = "S107"


class RunError(SandtableError):
    """A run failed although its input was accepted."""

    code = "S200"
    exit_status = 1


class RuleError(RunError):
    """A rule or plug-in broke its contract: which one, in which week, with which value.

    Parameters
    ----------
    what
        What it did and what it should have done.
    rule
        Kind and name of the plug-in, such as "firm-strategy 'hold'".
    week
        Week of the run counted from 0, if it happened in a week.
    value
        The offending value.

    Examples
    --------
    >>> print(RuleError("asked for a negative price", rule="firm-strategy 'hold'", week=3, value=-1.5))
    firm-strategy 'hold', week 3: asked for a negative price. The value was -1.5.
    """

    code = "S201"

    def __init__(
        self, what: str, *, rule: str = "", week: int | None = None, value: object = _NOT_GIVEN
    ) -> None:
        self.rule = rule
        self.week = week
        where = ", ".join(part for part in (rule, "" if week is None else f"week {week}") if part)
        shown = "" if value is _NOT_GIVEN else f"The value was {value!r}."
        super().__init__(f"{where}: {what}" if where else what, hint=shown)


class Interrupted(SandtableError):  # noqa: N818 - a stop on request is no error
    """The user stopped the work; what was finished has been kept and is said."""

    code = "S300"
    exit_status = 130
