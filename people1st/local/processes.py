"""A long-lived child process: started, watched, started again when it dies, and stopped."""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from people1st.local.accounts import Identity
from people1st.local.console import say
from people1st.local.errors import CannotStart
from people1st.local.tether import tied

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_AFTER = 30.0
LARGEST_LOG = 5_000_000
LAST_WORDS = 2_000


@dataclass
class Program:
    """One of the site's programs. `stop_signal` asks it to end; after `patience` seconds its whole group is killed."""

    name: str
    command: list[str]
    variables: Mapping[str, str]
    folder: Path
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 4.0
    identity: Identity = field(default_factory=Identity)
    before_start: Callable[[], None] = lambda: None
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> asyncio.subprocess.Process:
        """Starts the program in a session of its own (Ctrl-C at the terminal reaches the supervisor alone)."""
        await asyncio.to_thread(self.before_start)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.variables,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=tied(self.stop_signal),
                **self.identity,
            )
        return self.process

    async def finish(self) -> None:
        """Runs the program once to its end. Raises CannotStart with its last words when it fails."""
        process = await self.start()
        if await process.wait():
            raise CannotStart(self.complaint())

    async def keep(self) -> None:
        """Watches the started program for ever: whenever it ends, starts it again after a growing pause."""
        loop, pause = asyncio.get_running_loop(), FIRST_PAUSE
        while self.process is not None:
            since = loop.time()
            status = await self.process.wait()
            self._kill_group()
            if loop.time() - since > STEADY_AFTER:
                pause = FIRST_PAUSE
            say(f"{self.name} ended ({_words(status)}); starting it again. Its log: {self.log}")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            try:
                await self.start()
            except (CannotStart, OSError) as error:
                say(f"{self.name} could not be started: {error}")

    async def stop(self) -> None:
        """Ends the program and whatever is left of its process group."""
        if self.process is None:
            return
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(self.stop_signal)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.process.wait(), self.patience)
        self._kill_group()
        await self.process.wait()

    def complaint(self) -> str:
        """A sentence with the last lines of the log."""
        words = self.log.read_bytes()[-LAST_WORDS:].decode(errors="replace") if self.log.exists() else ""
        return f"{self.name} failed. The end of {self.log}:\n{words.rstrip()}"

    def _kill_group(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


def _words(status: int) -> str:
    return signal.Signals(-status).name if status < 0 else f"exit status {status}"
