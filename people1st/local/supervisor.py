"""`make run`: brings up PostgreSQL, prepares the site, keeps web server and worker alive, ends all of it in order."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable

from people1st.local import ports, programs
from people1st.local.configuration import Site
from people1st.local.console import say
from people1st.local.errors import CannotStart
from people1st.local.interrupted import watch_make
from people1st.local.processes import Program
from people1st.local.tether import tie_to_parent

SERVES_WITHIN = 60.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """`make run`."""
    run(Site.from_environment(os.environ))
    return 0


def run(site: Site) -> None:
    """Serves until Ctrl-C, SIGTERM or SIGHUP. Raises CannotStart with a sentence when something does not come up."""
    os.umask(0o077)  # mail and logs hold personal data
    if "MAKELEVEL" in os.environ:
        tie_to_parent(signal.SIGTERM)  # when make is killed, nobody else is left to stop us
    with site.held():
        ports.wait_until_free(site.port)
        asyncio.run(_until_told_to_stop(site))


async def _until_told_to_stop(site: Site) -> None:
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    for number in STOP_SIGNALS:
        if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
            continue  # nohup
        # A shell without job control starts its background jobs with SIGINT ignored; Ctrl-C ends the site all the same.
        loop.add_signal_handler(number, told.set)
    serving = asyncio.create_task(_serve(site))
    stopping = asyncio.create_task(told.wait())
    watching = asyncio.create_task(watch_make(told.set))
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    watching.cancel()
    if not serving.done():
        say("Stopping.")
        site.say_that_it_stops()
        serving.cancel()
        await asyncio.wait({serving})
    if not serving.cancelled():
        serving.result()  # raises what went wrong


async def _serve(site: Site) -> None:
    """Starts everything in order; ends everything, PostgreSQL last, when cancelled or when something fails."""
    variables = site.variables(site.database_url)
    databases: list[Program] = []
    ending = contextlib.ExitStack()
    others: list[Program] = []
    try:
        if not site.database_url:
            server = programs.embedded_postgres(site)
            ending.callback(server.forget_socket_folder)
            variables = site.variables(server.url)
            databases.append(programs.database(server, variables))
            await databases[0].start()
            await _until(server.is_ready, databases[0])
        others = [programs.preparation(site, variables)]
        await others[0].finish()
        others = [programs.web(site, variables), programs.worker(site, variables)]
        if site.behind_nginx:
            others.append(programs.front(site, variables))
        for program in others:
            await program.start()
        await _until(lambda: ports.answers(site.port), others[0])
        say(_welcome(site))
        await asyncio.gather(*(program.keep() for program in databases + others))
    finally:
        await asyncio.gather(*(program.stop() for program in others))
        await asyncio.gather(*(program.stop() for program in databases))
        ending.close()


async def _until(condition: Callable[[], bool], program: Program) -> None:
    """Waits for the condition; raises CannotStart when the program ends before or takes too long."""
    deadline = time.monotonic() + SERVES_WITHIN
    while not await asyncio.to_thread(condition):
        if program.process is None or program.process.returncode is not None or time.monotonic() > deadline:
            raise CannotStart(program.complaint())
        await asyncio.sleep(0.03)


def _welcome(site: Site) -> str:
    login = "with the account that you made"
    if site.login_file.exists():
        name, password = (line.partition(": ")[2] for line in site.login_file.read_text(encoding="utf-8").splitlines())
        login = f"as {name}, password {password} ({site.login_file})"
    database = "the PostgreSQL of DATABASE_URL" if site.database_url else site.folder / "postgres"
    return (
        f"People First is served at {site.address}/\n"
        f"Staff sign in at {site.address}/admin/ {login}\n"
        f"A second factor is added at http://localhost:{site.port}/admin/account/ (passkeys need that name); production"
        " asks for one: manage.py enrol_staff NAME --create --superuser enrols the first\n"
        f"Mail is written to files in {site.folder / 'mail'}\n"
        f"The database is {database}; logs are in {site.logs}\n"
        "Ctrl-C stops all of it."
    )
