"""The filter of system calls: what it refuses on each machine, and that it is there in a run."""

from __future__ import annotations

import json
import struct
import subprocess
import sys

import pytest

from grader.recording.inside import system_calls
from grader.recording.inside.system_calls import why_all_are_allowed
from grader.recording.sandbox import ROOT

from .helpers import printed

ALLOW, REFUSE = 0x7FFF0000, 0x00050001
X86_64, AARCH64, I386 = 0xC000003E, 0xC00000B7, 0x40000003
TRIES = """
    import ctypes, errno, json, os, subprocess, sys
    libc = ctypes.CDLL(None, use_errno=True)
    calls = {
        "memfd_create": (b"name", 0),
        "shmget": (1, 4096, 0o1600),
        "semget": (1, 1, 0o1600),
        "msgget": (1, 0o1600),
        "mount": (b"none", b"/nowhere", b"tmpfs", 0, None),
        "unshare": (0,),
        "ptrace": (16, os.getppid(), 0, 0),
        "process_vm_readv": (os.getpid(), None, 0, None, 0, 0),
        "process_vm_writev": (os.getpid(), None, 0, None, 0, 0),
    }
    refused = []
    for name, arguments in calls.items():
        ctypes.set_errno(0)
        if getattr(libc, name)(*arguments) == -1 and ctypes.get_errno() == errno.EPERM:
            refused.append(name)
    print(json.dumps([list(calls), refused]))
"""


def verdict(program: list[bytes], architecture: int, number: int) -> int:
    """Return what the filter says of a call, as the kernel's machine for such programs runs it."""
    data = struct.pack("II", number, architecture)
    at = loaded = 0
    while True:
        code, true, false, value = struct.unpack("HBBI", program[at])
        at += 1
        if code == 0x20:
            (loaded,) = struct.unpack_from("I", data, value)
        elif code == 0x15:
            at += true if loaded == value else false
        elif code == 0x35:
            at += true if loaded >= value else false
        else:
            assert code == 0x06
            return int(value)


@pytest.mark.parametrize(("machine", "architecture", "refused"), [("x86_64", X86_64, 0), ("aarch64", AARCH64, 1)])
def test_what_is_named_is_refused_and_nothing_else(machine, architecture, refused):
    """All numbers of a machine are tried."""
    program = system_calls._program(machine)
    numbers = {number for number in range(600) if verdict(program, architecture, number) == REFUSE}
    assert numbers == {each[refused] for each in system_calls._REFUSED.values()}
    assert {verdict(program, architecture, number) for number in range(600)} == {ALLOW, REFUSE}


@pytest.mark.parametrize(("machine", "architecture"), [("x86_64", X86_64), ("aarch64", AARCH64)])
def test_no_call_goes_in_by_another_door(machine, architecture):
    """Neither by the numbers of another machine nor by those of x32."""
    program = system_calls._program(machine)
    assert verdict(program, I386, 356) == REFUSE  # memfd_create of i386
    assert verdict(program, I386, 4) == REFUSE
    assert verdict(program, architecture, 0x40000000 + 319) == REFUSE


@pytest.mark.skipif(why_all_are_allowed() is not None, reason=f"{why_all_are_allowed()}")
def test_a_run_is_refused_them(record):
    """By the names of the library, so that the numbers are those of this machine; pools and programs work on."""
    recording = record(TRIES)
    assert recording.succeeded, printed(recording, "stderr")
    tried, refused = json.loads(recording.output())
    assert refused == tried


@pytest.mark.skipif(sys.platform != "linux", reason="it is about Linux")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("os.uname = lambda: os.uname_result(('', '', '', '', 'riscv64'))", "of this machine (riscv64) are not known"),
        ("system_calls._PR_GET_SECCOMP = 1000", "this kernel has no seccomp"),
    ],
)
def test_where_none_can_be_refused_it_is_said(changes, said):
    """On other machines and kernels scripts are graded all the same, and the report says what is missing."""
    code = f"import os\nfrom grader.recording.inside import system_calls\n{changes}\n"
    code += "import pytest, sys\nsys.exit(pytest.main(sys.argv[1:]))"
    claim = "solutions/poolapply.py::test_importing_runs_nothing"
    command = [sys.executable, "-c", code, "-p", "no:cacheprovider", claim]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0
    assert said in done.stdout
