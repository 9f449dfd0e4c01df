"""Supervising: the Slack app as several processes: a door that takes in and acknowledges, and workers behind it."""

import asyncio
import logging
import os
import socket
import time
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from bot.bootstrap import AnalystChoice, build_analyst, build_door_analyst
from bot.clock import SYSTEM_CLOCK
from bot.domain.core.errors import SettingsInvalid
from bot.observability.traces import export_traces
from bot.services.ports.core import Analyst, Clock
from bot.serving import Service, begin_service, choose_transport, prepare_service, run_share, serve_slack
from bot.settings import Settings
from bot.slack.service_builder import Share
from bot.slack.transport.http_server import open_port
from bot.slack.transport.installation_check import Transport
from bot.slack.workspace_service import Timeouts
from bot.storage.engine.database import Database, hold_database, is_for_one_process, is_for_one_service
from bot.storage.engine.neighbours import Neighbours
from bot.supervisor import CAN_FORK, Part, Pulses, Supervisor

log = logging.getLogger(__name__)


_PREDECESSOR, _LOOK = 3.0, 0.05
_BEHIND_THE_DOOR = 5
"""By which workers are nicer than the door: an ack takes milliseconds of a processor, and not in its turn but now."""


class Role(StrEnum):
    """Of a machine."""

    whole = "whole"
    door = "door"
    worker = "worker"


def serve(
    settings: Settings,
    choice: AnalystChoice | None,
    door: Transport | None,
    role: Role = Role.whole,
    *,
    tempo: Timeouts | None = None,
    clock: Clock = SYSTEM_CLOCK,
) -> int:
    """Runs the Slack app until told to stop; the exit code. Raises SettingsInvalid for what is missing or wrong.

    `tempo`, `clock`: others than those of everyday life, for those who measure or test.
    """
    workers = count_workers(settings, role)
    if workers is None:
        with export_traces(settings.otel_exporter_otlp_endpoint, settings.otel_service_name):
            asyncio.run(serve_slack(settings, choice, door, tempo=tempo, clock=clock))
        return 0
    through = None if role is Role.worker else door or choose_transport(settings)
    service = asyncio.run(prepare_service(settings, choice, through, tempo=tempo, clock=clock))
    with hold_database(settings.database_url):
        shared = _Shared(service, Neighbours(workers), Pulses(workers), _open_port(service))
        with shared.open_database() as database:
            asyncio.run(_begin(service, database))
        return _supervise(shared, workers)


def count_workers(settings: Settings, role: Role) -> int | None:
    """Processes beside the door. None: everything is done in one. Raises SettingsInvalid."""
    url = settings.database_url
    if role is not Role.whole:
        if is_for_one_service(url):
            raise SettingsInvalid("--door and --worker are for several machines: they need PostgreSQL (DATABASE_URL).")
        if not CAN_FORK or settings.processes == 0:
            raise SettingsInvalid("--door and --worker need processes of their own: Linux, and PROCESSES not 0.")
    if role is Role.door:
        return 0
    if settings.processes == 0 or not CAN_FORK or is_for_one_process(url):
        return None
    cores = len(os.sched_getaffinity(0))
    return settings.processes or (1 if is_for_one_service(url) else max(1, cores - 1))


@dataclass(frozen=True, repr=False)
class _Shared:
    """What the processes have in common. Each method is one of them, from its start to its end."""

    service: Service
    neighbours: Neighbours
    pulses: Pulses
    listening: socket.socket | None
    """None where the port can't be had, and Slack doesn't come by it."""

    def open_database(self, *, is_door: bool = False) -> Database:
        url, now = self.service.settings.database_url, self.service.clock.now
        return Database(url, now=now, neighbours=self.neighbours, is_door=is_door)

    def run_door(self) -> None:
        """Where Slack comes in on another machine, what tells how this one is."""
        share = Share(
            has_website=self.listening is not None,
            works=False,
            workers=self.pulses.count_alive if len(self.pulses) else None,
        )
        with self.open_database(is_door=True) as database:
            analyst = build_door_analyst(self.service.choice)
            self._run(run_share(self.service, database, analyst, share, listening=self.listening))

    def run_worker(self, number: int, analyst: Analyst) -> None:
        os.nice(_BEHIND_THE_DOOR)
        self.close_port()
        self.neighbours.take_place(number)
        inside, beat = replace(self.service, door=None), partial(self.pulses.beat, number)
        with self.open_database() as database:
            if len(self.pulses) == 1:
                asyncio.run(database.release_all_claims())  # what the one before had begun
            self._run(run_share(inside, database, analyst, Share(has_website=False), beat=beat))

    def close_port(self) -> None:
        if self.listening is not None:
            self.listening.close()

    def _run(self, share: Coroutine[None, None, None]) -> None:
        settings = self.service.settings
        with export_traces(settings.otel_exporter_otlp_endpoint, settings.otel_service_name):
            asyncio.run(share)


def _open_port(service: Service) -> socket.socket | None:
    """Here, so that whoever comes while the door is started anew waits in line. Raises SettingsInvalid."""
    try:
        return _take_port(service)
    except SettingsInvalid as exc:
        if service.door == "http":
            raise
        log.warning("%s Nobody can ask for /healthz here.", exc)
        return None


def _take_port(service: Service) -> socket.socket:
    """The door of a head that was killed just now may hold it for a moment still."""
    until = time.monotonic() + (_PREDECESSOR if service.door == "http" else 0.0)
    while True:
        try:
            return open_port(service.settings.host, service.settings.port)
        except SettingsInvalid:
            if time.monotonic() >= until:
                raise
            time.sleep(_LOOK)


async def _begin(service: Service, database: Database) -> None:
    await database.release_all_claims()
    await begin_service(service, database)


def _supervise(shared: _Shared, workers: int) -> int:
    service, head = shared.service, Supervisor(shared.close_port)
    head.start(Part("door", shared.run_door))
    analyst = build_analyst(service.settings, service.knowledge, service.choice) if workers else None
    for number in range(workers):
        assert analyst is not None
        head.start(Part(f"worker {number + 1}", partial(shared.run_worker, number, analyst)))
    log.info("Flightplan %s.", _describe(service, analyst))
    code = head.run()
    log.info("Stopped. What was begun is done or kept.")
    return code


def _describe(service: Service, analyst: Analyst | None) -> str:
    """What this machine is for."""
    read = f"read by {analyst.name}" if analyst is not None else "read by workers elsewhere"
    does = f"serves {service.where} by {service.door}" if service.door is not None else f"works for {service.where}"
    return f"{does}, {read}"
