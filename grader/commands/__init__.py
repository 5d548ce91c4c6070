"""What the command `grader` does: one module for each thing.

A module has a function of its own name, whose parameters and docstring Typer turns into options and help, and a tuple
EXAMPLES of command lines with what they do.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from types import ModuleType
from typing import Annotated, Any

import typer

import grader
from grader.errors import Stopped, Unread

_HELP = "Auto-graded exercises on multiprocessing.Pool: what there is beside `pytest exercises`."


def application() -> typer.Typer:
    """Return the command with all that it does."""
    app = typer.Typer(name="grader", help=_HELP, no_args_is_help=True, pretty_exceptions_enable=False)
    app.callback()(_options)
    for name in names():
        function = getattr(module(name), name)
        text, epilog = _unwrapped(function.__doc__), _epilog(module(name).EXAMPLES)
        app.command(name, help=text, epilog=epilog, no_args_is_help=_needs_words(function))(_ending_as_others(function))
    return app


def _ending_as_others(function: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose Ctrl-C and whose broken pipe reach the caller: Typer has ends of its own for both."""

    @functools.wraps(function)
    def command(*arguments: Any, **options: Any) -> None:
        try:
            function(*arguments, **options)
        except KeyboardInterrupt:
            raise Stopped from None
        except BrokenPipeError:
            raise Unread from None

    return command


def _needs_words(function: Callable[..., None]) -> bool:
    return any(each.default is each.empty for each in inspect.signature(function).parameters.values())


def names() -> list[str]:
    """Return the names of all commands."""
    return sorted(each.name for each in pkgutil.iter_modules(__path__))


def module(name: str) -> ModuleType:
    """Return the module of a command."""
    return importlib.import_module(f"{__name__}.{name}")


def _unwrapped(text: str) -> str:
    """Return a docstring with each paragraph on one line, so that the help wraps it as wide as the terminal is."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in inspect.cleandoc(text).split("\n\n"))


def _epilog(examples: tuple[str, ...]) -> str:
    return "\n\n".join(["Examples:", *examples])  # the help shows each paragraph as one line


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"grader {grader.__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version of the kit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass
