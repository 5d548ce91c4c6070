"""What one run may use, and what its folder holds."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path

from grader.recording.processes import Usage

MEBI = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one run may use, over all its processes. Each is reported by name when it stops a run."""

    virtual_time: float = 20_000.0  # seconds on the virtual clock
    standstill: float = (
        60.0  # seconds on the virtual clock in which the master sleeps on, and nobody else does anything
    )
    real_time: float = 60.0  # seconds on the wall
    cpu_time: float = 30.0  # seconds
    silent_cpu_time: float = 4.0  # seconds of processor time in which the script does nothing that is recorded
    memory: int = 2048 * MEBI  # resident bytes; a process may ask for twice as many
    processes: int = 80
    threads: int = 400
    file_size: int = 16 * MEBI  # bytes of any one file
    disk: int = 64 * MEBI  # bytes of all files in the run's folder, and of open ones without a name
    files: int = 1000  # in the run's folder
    output: int = MEBI  # bytes of a stream that are kept; four times as much stops the run
    events: int = 500_000  # lines, calls, sleeps, questions to futures
    open_files: int = 512  # in each process

    def of_one_process(self) -> dict[str, int]:
        """Return what the kernel itself enforces in each process, by the names of the `resource` module.

        Memory is bounded by what can be written (RLIMIT_DATA): the address space (RLIMIT_AS) also counts what the
        allocator only reserves, 64 MiB a thread, on machines with many cores for every thread.
        """
        return {
            "RLIMIT_CORE": 0,
            "RLIMIT_FSIZE": int(self.file_size),
            "RLIMIT_NOFILE": int(self.open_files),
            "RLIMIT_CPU": int(self.cpu_time) + 5,
            "RLIMIT_DATA": 2 * int(self.memory),
        }


def overrun_by(usage: Usage, limits: Limits) -> tuple[str, str] | None:
    """Return which limit a tree of processes is beyond, by name, and how much is allowed.

    Many processes hold much memory, so their number comes first: it is the cause.
    """
    if usage.processes > limits.processes or usage.threads > limits.threads:
        return "processes", f"{limits.processes} processes and {limits.threads} threads"
    if usage.memory > limits.memory:
        return "memory", size_of(limits.memory)
    return None


def size_of(number: int) -> str:
    """Return a number of bytes for a message."""
    return f"{number // MEBI} MiB" if number >= MEBI else f"{number // 1024} KiB"


def use_of(folder: Path, most: int) -> tuple[int, int]:
    """Return how many files and folders a folder holds, and their bytes on the disk; no more than `most` are counted.

    A script may change it meanwhile, and lock its folders: what cannot be read is not counted.
    """
    count = size = 0
    folders = [os.fspath(folder)]
    while folders and count <= most:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    count += 1
                    if count > most:
                        break
                    size += getattr(entry.stat(follow_symlinks=False), "st_blocks", 0) * 512
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:  # it goes on in there, deeper than anybody needs
                return most + 1, size
    return count, size
