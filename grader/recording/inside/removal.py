"""Removes a folder with whatever a script has put into it."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Container, Iterator


def remove(folder: str | os.PathLike[str]) -> None:
    """Remove a folder and all that is in it, however deep, also folders that forbid it; links are not followed.

    A folder is moved up to the top before it is emptied: no path gets long, and nothing calls itself. What cannot
    be removed (a folder that is mounted) stays, empty if that can be. Where a script has put a link in the place of
    the folder, the link goes, and nothing of what it leads to.
    """
    top = os.fspath(folder)
    if os.path.islink(top):
        os.unlink(top)
        return
    names = (os.path.join(top, f"removed-{number}") for number in itertools.count())
    with contextlib.suppress(OSError):
        os.chmod(top, 0o700)
        while _empty(top, names):
            pass
        os.rmdir(top)


def remove_all_but(folder: str | os.PathLike[str], kept: Container[str]) -> None:
    """Remove what is in a folder, but for these names, as far as that can be done."""
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            if entry.name in kept:
                continue
            if entry.is_dir(follow_symlinks=False):
                remove(entry.path)
            else:
                os.unlink(entry.path)


def _empty(top: str, names: Iterator[str]) -> bool:
    """Take one level out of `top`; tell whether anything is left in it."""
    for entry in list(os.scandir(top)):
        if not entry.is_dir(follow_symlinks=False):
            os.unlink(entry.path)
            continue
        os.chmod(entry.path, 0o700)
        for inner in list(os.scandir(entry.path)):
            if inner.is_dir(follow_symlinks=False):
                os.chmod(inner.path, 0o700)
                os.rename(inner.path, next(name for name in names if not os.path.lexists(name)))
            else:
                os.unlink(inner.path)
        os.rmdir(entry.path)
    return bool(os.listdir(top))
