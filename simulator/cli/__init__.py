"""The command ``sandtable``: small commands over the studies, each loaded only when it is called.

Exit status: 0 done, 1 a run or check failed, 2 bad input, 130 interrupted. Errors are one sentence on
the error stream; ``sandtable --debug COMMAND ...`` shows where they came from.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

import click

from simulator import __version__
from simulator.errors import SandtableError

INTERRUPTED = 130


@dataclass(frozen=True)
class Entry:
    """Where a command stands, and what it does in one line."""

    module: str
    attribute: str
    summary: str


COMMANDS: dict[str, Entry] = {
    "scenarios": Entry(
        "simulator.cli.scenarios", "scenarios", "List the bundled scenarios with one line each."
    ),
    "check": Entry("simulator.cli.check", "check", "Check a scenario and say what was understood."),
    "run": Entry("simulator.cli.run", "run", "Run one alternative once and keep every fact."),
    "compare": Entry(
        "simulator.cli.compare", "compare", "Compare the alternatives of a scenario under the same luck."
    ),
    "validate": Entry(
        "simulator.cli.validate",
        "validate",
        "Hold the model against published results and closed forms.",
    ),
    "parameters": Entry(
        "simulator.cli.parameters", "parameters", "Print the register of behavioral parameters."
    ),
    "pay": Entry("simulator.cli.pay", "pay", "Pay people from a plan and a file of sales events."),
    "plan": Entry("simulator.cli.plan", "plan", "Look at a compensation plan."),
    "territories": Entry(
        "simulator.cli.territories",
        "territories",
        "Show how even territories are, and what other ones would be worth.",
    ),
}


@dataclass
class Settings:
    """Options that stand before the command."""

    debug: bool = False


class LazyGroup(click.Group):
    """Commands that are imported when they are called, so that ``--help`` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands that this installation has."""
        del ctx
        return [name for name, entry in COMMANDS.items() if find_spec(entry.module) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        entry = COMMANDS[cmd_name]
        command = getattr(import_module(entry.module), entry.attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].summary) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show where an error came from.")
@click.version_option(__version__, prog_name="sandtable")
@click.pass_obj
def sandtable(settings: Settings | None, debug: bool) -> None:
    """War-gaming for sales strategy: play ways to run and pay a sales force before choosing one."""
    if settings is not None:
        settings.debug = debug


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit status."""
    settings = Settings()
    try:
        status = sandtable.main(
            args=None if arguments is None else list(arguments),
            prog_name="sandtable",
            standalone_mode=False,
            obj=settings,
        )
    except click.exceptions.Abort:
        click.echo("sandtable: interrupted.", err=True)
        status = INTERRUPTED
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except SandtableError as error:
        if settings.debug:
            raise
        click.echo(f"sandtable: {error}", err=True)
        status = error.exit_status
    except BrokenPipeError:
        # Whoever read our output has stopped reading: nothing more to say, and nothing to complain about.
        sys.stderr.close()
        status = 1
    sys.exit(status if isinstance(status, int) else 0)
