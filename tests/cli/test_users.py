"""`flask users`."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import IO

import pytest

from config import Config
from tests.cli.conftest import ROOT, Operator, flask_process
from tests.support.factories import PASSWORD, Api, Dealer

ASTRI = ("--email", " Astri@Maju.Test ", "--name", "Astri", "--role", "sales")


def create(dealer: Dealer, *more: str) -> tuple[str, ...]:
    return ("users", "create", "--tenant", dealer.tenant.slug, *ASTRI, *more)


def log_in(dealer: Dealer, email: str, password: str) -> int:
    credentials = {"email": email, "password": password}
    return dealer.public.post("/api/admin/auth/login", json=credentials).status_code


def test_a_user_with_a_password_can_log_in(operator: Operator, dealer_a: Dealer) -> None:
    created = operator.json(*create(dealer_a, "--password", PASSWORD))

    assert created == {"id": created["id"], "email": "astri@maju.test", "role": "sales"}
    assert log_in(dealer_a, "astri@maju.test", PASSWORD) == 200


def test_without_password_and_terminal_a_link_sets_one_once(
    operator: Operator, dealer_a: Dealer
) -> None:
    link = operator.json(*create(dealer_a))["passwordLink"]

    assert link.startswith(f"http://{dealer_a.host}:8000/admin/password?token=")
    token = link.partition("=")[2]
    use = {"token": token, "newPassword": PASSWORD}
    door = "/api/admin/auth/one-time-password"
    assert dealer_a.public.post(door, json=use).status_code == 204
    assert dealer_a.public.post(door, json=use).status_code == 422
    assert log_in(dealer_a, "astri@maju.test", PASSWORD) == 200


def test_the_link_is_of_one_dealer(operator: Operator, dealer_a: Dealer, dealer_b: Dealer) -> None:
    token = operator.json(*create(dealer_a))["passwordLink"].partition("=")[2]

    foreign = Api(dealer_b.app, dealer_b.host).post(
        "/api/admin/auth/one-time-password", json={"token": token, "newPassword": PASSWORD}
    )

    assert foreign.status_code == 422


@pytest.mark.parametrize("password", ["", "elevenchars", "x" * 129])
def test_a_password_has_12_to_128_characters(
    operator: Operator, dealer_a: Dealer, password: str
) -> None:
    assert "password: " in operator.refused(*create(dealer_a, "--password", password))


def test_all_wrong_fields_are_named_and_no_password_is_repeated(
    operator: Operator, dealer_a: Dealer
) -> None:
    wrong = ("--email", "nobody", "--name", "", "--role", "owner", "--password", "secret")

    line = operator.refused("users", "create", "--tenant", dealer_a.tenant.slug, *wrong)

    assert all(f"{field}: " in line for field in ("email", "name", "password"))
    assert "secret" not in line


def test_an_email_is_given_once_a_dealer(
    operator: Operator, dealer_a: Dealer, dealer_b: Dealer
) -> None:
    operator.json(*create(dealer_a))

    assert operator.refused(*create(dealer_a)) == "Error: A colleague has this e-mail already.\n"
    assert operator.json(*create(dealer_b))["email"] == "astri@maju.test"


def test_unknown_tenant_exits_with_one_line(operator: Operator) -> None:
    assert operator.refused("users", "create", "--tenant", "nobody", *ASTRI) == (
        "Error: There is no dealer nobody.\n"
    )


def test_an_unknown_role_is_wrong_usage(operator: Operator, dealer_a: Dealer) -> None:
    operator.refused(*create(dealer_a, "--role", "boss"), code=2)


def _read_until(stream: IO[str] | None, end: str) -> None:
    assert stream is not None
    seen = ""
    while not seen.endswith(end):
        char = stream.read(1)
        assert char, seen
        seen += char


@pytest.mark.slow
def test_at_a_terminal_the_password_is_asked_for_and_not_shown(
    live_config: Config, live_dealer: Dealer
) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        (sys.executable, "-m", "flask", "--app", "wsgi", *create(live_dealer, "--json")),
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "APP_ENV": "test",
            "DATABASE_URL": live_config.database_url,
            "DATA_DIR": str(live_config.data_dir),
        },
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    ) as process:
        for _ in range(2):
            _read_until(process.stderr, ": ")
            os.write(ours, f"{PASSWORD}\n".encode())
        stdout, _ = process.communicate(timeout=30)
    os.close(ours)
    os.close(theirs)

    assert process.returncode == 0
    assert "passwordLink" not in stdout
    assert log_in(live_dealer, "astri@maju.test", PASSWORD) == 200


@pytest.mark.slow
def test_no_prompt_without_a_terminal(live_config: Config, live_dealer: Dealer) -> None:
    result = flask_process(live_config, *create(live_dealer))

    assert (result.returncode, result.stderr) == (0, "")
    assert "/admin/password?token=" in result.stdout
