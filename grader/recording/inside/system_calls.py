"""What the kernel refuses to the processes of a run: memory that nobody could count or that would outlive them.

No script needs these calls, and no limit reaches what they give: files of memory without a name, shared memory, queues
and keys that stay when everybody has gone, filesystems in memory, rings that work past the other limits. With them go
those that reach into other processes, since without a sandbox those are the grader's, too. A call that is refused fails
with EPERM, in the launcher and all that descends from it, as seccomp(2) says: whoever is filtered once stays so.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys

_PR_GET_SECCOMP, _PR_SET_SECCOMP = 21, 22  # <linux/prctl.h>
_SECCOMP_MODE_FILTER = 2  # <linux/seccomp.h>
_ALLOW, _FAIL_WITH_EPERM = 0x7FFF0000, 0x00050000 | 1
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # <linux/bpf_common.h>
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
_X32 = 0x40000000  # numbers of the other way to call a kernel of x86-64 begin here
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # <linux/audit.h>
_REFUSED = {  # the numbers of <asm/unistd.h>, in the order of _ARCHITECTURES
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "fsopen": (430, 430),
    "unshare": (272, 97),
    "io_uring_setup": (425, 425),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
}
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def why_all_are_allowed() -> str | None:
    """Return why nothing can be refused on this machine, or None when it can."""
    if _libc is None:
        return "system calls can be refused on Linux only"
    if os.uname().machine not in _ARCHITECTURES or sys.maxsize < 1 << 32:
        return f"the system calls of this machine ({os.uname().machine}) are not known to the kit"
    if _libc.prctl(_PR_GET_SECCOMP, 0, 0, 0, 0) < 0:
        return "this kernel has no seccomp"
    return None


def refuse() -> None:
    """Refuse them to this process and all that it will start; OSError when the kernel does not want to.

    Whoever is no root must have given up to gain rights (PR_SET_NO_NEW_PRIVS) before.
    """
    assert _libc is not None  # nobody asks where `why_all_are_allowed` says why not
    program = _program(os.uname().machine)
    code = ctypes.create_string_buffer(b"".join(program))
    head = struct.pack("HP", len(program), ctypes.addressof(code))  # struct sock_fprog
    if _libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, head, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter of system calls")


def _program(machine: str) -> list[bytes]:
    """Return the filter: instructions of struct sock_filter, each a code, two distances to jump, and a number."""
    column = list(_ARCHITECTURES).index(machine)
    numbers = [each[column] for each in _REFUSED.values()]
    tests = [(_IF_AT_LEAST, _X32), *((_IF_EQUAL, number) for number in numbers)]
    to_the_end = len(tests) + 1  # where calls are refused: behind the tests and what allows the others
    return [
        struct.pack("HBBI", _LOAD, 0, 0, _ARCHITECTURE),
        struct.pack("HBBI", _IF_EQUAL, 0, to_the_end + 1, _ARCHITECTURES[machine]),  # a call of another machine's
        struct.pack("HBBI", _LOAD, 0, 0, _NUMBER),
        *(struct.pack("HBBI", code, to_the_end - at - 1, 0, value) for at, (code, value) in enumerate(tests)),
        struct.pack("HBBI", _RETURN, 0, 0, _ALLOW),
        struct.pack("HBBI", _RETURN, 0, 0, _FAIL_WITH_EPERM),
    ]
