"""What runs in a process that grades one submission after the other, with everything imported.

It reads jobs on its standard input, pickled by the process that started it, and answers each with a line of JSON. It
ends at once, whatever it does, when its input ends: the process that started it is gone, or wants it to go.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import queue
import shutil
import signal
import sys
import threading
import traceback
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from grader.classroom.job import Job

_NOT_OURS = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")  # of the instructor's own pytest


def main() -> None:
    """Grade until there is nothing more to grade."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    jobs, answers = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    for name in _NOT_OURS:
        os.environ.pop(name, None)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    _serve(os.fdopen(jobs, "rb"), os.fdopen(answers, "wb"), sys.argv[1])


def _serve(jobs: IO[bytes], answers: IO[bytes], folder: str) -> None:
    from grader.classroom.grading import grade  # imports all that grading needs, once
    from grader.classroom.job import Result
    from grader.grading import Bench

    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(jobs, waiting, folder), daemon=True).start()
    gc.collect()
    gc.freeze()
    bench = None
    while True:
        job = waiting.get()
        if bench is None or bench.settings != job.settings:
            if bench is not None:
                bench.close()
            bench = Bench(job.settings)
        try:
            result = grade(job, bench, folder)
        except Exception as error:  # a full disk, say: it is said of this submission, and the next one is tried
            result = Result(f"{type(error).__name__}: {error}")
        answers.write(json.dumps(vars(result)).encode() + b"\n")
        answers.flush()


def _read(jobs: IO[bytes], waiting: queue.SimpleQueue[Job], folder: str) -> None:
    try:
        while True:
            waiting.put(pickle.load(jobs))
    except (EOFError, pickle.UnpicklingError):  # it may have been killed in the middle of a job
        shutil.rmtree(folder, ignore_errors=True)  # what is being graded may still write there
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)  # this is not the main thread, and that one would wait for ever
