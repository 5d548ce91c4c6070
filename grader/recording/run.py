"""One run of a student's file, from its launch to the end of the last of its processes."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.recording.channel import Channel, Peer, Tampered
from grader.recording.forgery import forgery_in
from grader.recording.launcher import Launcher, LauncherFailed
from grader.recording.limits import Limits, overrun_by, size_of, use_of
from grader.recording.observer import Observer
from grader.recording.output import STREAMS, Output
from grader.recording.processes import HELPERS_END, Tree, kernel_can_tell, tree_of
from grader.recording.recording import Ending, Recording
from grader.recording.timekeeping import RealTimekeeper, VirtualTimekeeper

_LOOK_AT_LIMITS = 0.05  # seconds between two looks at what the tree uses
_MANY_JUMPS = 20  # of the clock, without any progress
_STARVED = 5.0  # seconds that a thread may wait for a processor on a machine that is merely busy
_DRAIN = 1.0  # seconds for what was sent before the end; who is left may go on sending


class Run:
    """Conducts one run: takes in what happens, lets time pass, watches the limits, and ends it all."""

    def __init__(
        self, recording: Recording, channel: Channel, output: Output, limits: Limits, folder: Path | None = None
    ) -> None:
        self.recording = recording
        self._folder = folder  # what the script may write to
        self.output = output
        self.observer = Observer(recording)
        self._channel = channel
        self._limits = limits
        self._launcher: Launcher | None = None
        self._tree = Tree(None)
        self._time: VirtualTimekeeper | RealTimekeeper = RealTimekeeper(self.observer)
        self._idle_peer: Peer | None = None
        self._over = False
        self._events = self._events_at_look = 0
        self._cpu_at_look = 0.0
        self._cpu_at_begin: float | None = None  # of what the limits count from; None until the first look
        self._progress = (0.0, 0.0)
        self._jumps_at_progress = 0
        self._looked_at = 0.0

    def renew_limits(self) -> None:
        """Let the limits of time count from now on: a new call begins."""
        self._began, self._began_at, self._cpu_at_begin = time.monotonic(), self.now, None

    @property
    def over(self) -> bool:
        """The script's own process has ended, or the run was stopped."""
        return self._over

    @property
    def now(self) -> float:
        """Seconds since the start of the run, on the run's clock."""
        return self._time.now

    def start(self, launcher: Launcher, request: dict[str, Any]) -> None:
        """Launch the program; LauncherFailed when that cannot be done."""
        pid = launcher.launch(request)
        self._launcher = launcher
        if launcher.descriptor is not None:
            self._channel.watch(launcher.descriptor)
        self._tree = tree_of(pid if launcher.root is None else launcher.root, with_root=launcher.root is None)
        if launcher.root is not None and not launcher.holds_all:
            self._tree.remember(pid)
        if self.recording.clock == "virtual":
            self._time = VirtualTimekeeper(self.observer, self._tree if kernel_can_tell() else None)
        self.renew_limits()

    def go_on(self, until: Callable[[], bool]) -> None:
        """Let the run go on until `until()` holds or the run is over."""
        while not self._over and not until():
            try:
                self._take_in(self._time.pause())
                if self._over:
                    return
                self._time.advance(self._channel.is_silent)
            except Tampered as error:
                self.stop("tampered", str(error))
            except LauncherFailed as error:
                self._blame_for_the_launcher(str(error))
            self._watch_virtual_time()
            self._watch_limits()

    def processes(self) -> int:
        """Return how many processes of the run are alive, its own and the library's helpers not counted."""
        return len([pid for pid in self._tree.living() if not self._tree.is_library_helper(pid)][1:])

    def idle_peer(self) -> Peer | None:
        """Return the thread that waits to be told which function to call, if it does."""
        return self._idle_peer

    def tell_idle_peer(self, **fields: Any) -> None:
        """Give the waiting thread its answer."""
        peer, self._idle_peer = self._idle_peer, None
        if peer is not None:
            self.observer.release(peer, self.now)
            self._time.stir()
            try:
                peer.answer(**fields)
            except Tampered as error:
                self.stop("tampered", str(error))

    def stop(self, how: str, reason: str | None = None) -> None:
        """End the run here and now; `how` and `reason` as of `Ending`."""
        self.recording.ending = Ending(how, None, reason)
        self._over = True
        if how == "processes" and self._launcher is not None and self._launcher.holds_all:
            self._launcher.kill()  # and the kernel ends all at once, however fast they multiply
        self._tree.kill()

    def _blame_for_the_launcher(self, seen: str) -> None:
        """End a run whose launcher has gone: out of a sandbox nobody in the run can reach it."""
        if self._launcher is not None and self._launcher.holds_all:
            self.stop("unable", seen)
        else:
            self.stop("tampered", "the process that had started the script was killed")

    def finish(self) -> Recording:
        """End everything that is left of the run and complete its recording."""
        self._drain()
        if self.recording.finished:
            self.recording.left_running = self._survivors()
        self._tree.kill()
        if self._launcher is not None and not self.recording.finished:
            with contextlib.suppress(LauncherFailed):  # the recording says already why the run was stopped
                self._launcher.wait_status()
        self._channel.close()
        self.recording.elapsed = self.now
        self.recording.lines = self.output.lines(now=self.now)
        self.recording.output_cut = self.output.cut
        self.output.close()
        if self.recording.ending.how not in ("unable", "tampered") and (found := forgery_in(self.recording)):
            self.recording.ending = Ending("tampered", None, found)
        return self.recording

    def _drain(self) -> None:
        """Take in what was sent before the end."""
        deadline = time.monotonic() + _DRAIN
        with contextlib.suppress(Tampered, LauncherFailed):
            while time.monotonic() < deadline and not self._channel.is_silent() and self._take_in(0):
                pass

    def _take_in(self, timeout: float) -> int:
        count = 0
        for message in self._channel.receive(timeout):
            at = self._time.at(message.event)
            self.observer.hear(message.peer, message.event, at)
            if message.event is not None and message.event["e"] == "wrote":
                self.output.wrote(message.peer, message.event, at)
            self._time.hear(message.peer, message.event)
            is_master = self.observer.is_master(message.peer)  # and no fork of it, which goes on where it was
            if message.event is not None and message.event["e"] == "idle" and is_master:
                self._idle_peer = message.peer
            count += 1
        self._events += count
        if not self._over and self._launcher is not None and self._launcher.has_news():
            self.recording.ending = Ending("exited", self._launcher.wait_status())
            self._over = True
        return count

    def _survivors(self) -> list[str]:
        """Return the names of the processes that outlived the script, the library's own helpers not counted.

        Those end by themselves soon after the script, and clean up semaphores as they do: they are waited for. So are
        workers that end because their master has: who is about to end is awake. Nobody is waited for who takes more
        than the limits of a run.
        """
        deadline = time.monotonic() + HELPERS_END
        while True:
            living = self._tree.living()
            others = [pid for pid in living if not self._tree.is_library_helper(pid)]
            is_settled = living == others and (not others or self._tree.is_still())
            is_too_much = bool(others) and overrun_by(self._tree.usage(), self._limits) is not None
            if is_settled or is_too_much or time.monotonic() > deadline:
                return [self._tree.name_of(pid) for pid in others]
            time.sleep(0.005)

    def _watch_virtual_time(self) -> None:
        limits = self._limits
        if self._over or self.recording.clock != "virtual":
            return
        if self.now - self._began_at > limits.virtual_time:
            self.stop("endless", f"{limits.virtual_time:g} s")
        elif self._stands_still():
            self.stop("endless", f"{self.now:g} s")

    def _watch_limits(self) -> None:
        now = time.monotonic()
        if self._over or now - self._looked_at < _LOOK_AT_LIMITS:
            return
        self._looked_at = now
        usage, limits = self._tree.usage(), self._limits
        if self._cpu_at_begin is None:
            self._cpu_at_begin = usage.cpu
        if self._time.hangs():
            self.stop("hung")
        elif now - self._began > limits.real_time:
            self._stop_for_time(limits.real_time)
        elif usage.cpu - self._cpu_at_begin > limits.cpu_time:
            self.stop("cpu", f"{limits.cpu_time:g} s of processor time")
        elif self._time.burns or self._silent_cpu(usage.cpu) > limits.silent_cpu_time:
            self.stop("cpu", f"{limits.silent_cpu_time:g} s of processor time")
        elif self.observer.respawns():
            self.stop("respawning")
        elif (overrun := overrun_by(usage, limits)) is not None:
            self.stop(*overrun)
        elif self._events > limits.events:
            self.stop("events", f"{limits.events} of them")
        else:
            self._watch_files()

    def _stop_for_time(self, seconds: float) -> None:
        """End a run that takes too long, by the machine's fault if that kept a thread from running for long."""
        starved = self._tree.starved()
        if starved > max(_STARVED, seconds / 4):
            self.stop("unable", f"for {starved:.0f} s of {seconds:g} s it had no processor for the script")
        else:
            self.stop("time", f"{seconds:g} s")

    def _watch_files(self) -> None:
        limits = self._limits
        for number, size in self.output.sizes().items():
            if size > 4 * limits.output:
                self.stop("output", f"{size_of(4 * limits.output)} on {STREAMS[number]}")
                return
        files, size = (0, 0) if self._folder is None else use_of(self._folder, limits.files)
        if files > limits.files:
            self.stop("files", f"{limits.files} files")
        elif size + self._tree.nameless() > limits.disk:
            self.stop("files", f"{size_of(limits.disk)} of files")

    def _stands_still(self) -> bool:
        """Tell whether only the master sleeps, again and again: with calls open that nobody works on, or without."""
        if not self.observer.only_master_sleeps():
            return False
        progress = (self.observer.latest_progress, self._began_at)
        if self._progress != progress:
            self._progress, self._jumps_at_progress = progress, sum(self.recording.jumps.values())
        jumps = sum(self.recording.jumps.values()) - self._jumps_at_progress
        bound = self._limits.standstill * (1 if self.observer.has_open_calls() else 5)
        return jumps > _MANY_JUMPS and self.now - max(progress) > bound

    def _silent_cpu(self, cpu: float) -> float:
        """Return the CPU seconds that were used since the latest event."""
        if self._events != self._events_at_look:
            self._events_at_look, self._cpu_at_look = self._events, cpu
        return cpu - self._cpu_at_look
