"""Logging in to the panel: its cookie, its forms, and who sees which page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from autoleads.database.tenant_scope import tenant_scope
from autoleads.extensions import db
from autoleads.models import User
from tests.support.factories import Api, Dealer, make_car, make_lead
from tests.support.panel import LOGIN, Panel, panel_of

APP_FILES = {"/admin/manifest.webmanifest", "/admin/sw.js", "/admin/offline"}
OPEN = {"/admin/login", "/admin/password", *APP_FILES}
LEADS_TO_LOGIN = "/admin/login?next=/admin/chat"


def pages(dealer: Dealer) -> list[str]:
    """Return the address of every page of the panel, with a lead, a car and a user.

    Left out are those of an import, which is there for one user only, and of a message's file.
    """
    ids = {
        "lead_id": make_lead(dealer).id,
        "car_id": make_car(dealer).id,
        "user_id": dealer.user_ids["sales"],
    }
    ids["contact_id"] = make_lead(dealer).contact_id
    found = []
    for rule in dealer.app.url_map.iter_rules():
        is_page = rule.endpoint.startswith("panel.") and "GET" in (rule.methods or ())
        if is_page and not {"import_id", "message_id"} & rule.arguments:
            path = re.sub(r"<int:(\w+)>", lambda name: str(ids[name[1]]), rule.rule)
            found += choices(path)
    return found


def choices(path: str) -> list[str]:
    """Return an address with each of the words that it leaves to choose from."""
    chosen = re.search(r"<any\(([^)]*)\):\w+>", path)
    if chosen is None:
        return [path]
    return [path.replace(chosen[0], word) for word in chosen[1].split(", ")]


def forms(app: Flask, lead_id: int) -> list[str]:
    """Return the address of every form of the panel that needs a session."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("panel.") and "POST" in (rule.methods or ()):
            found += choices(re.sub(r"<int:\w+>", str(lead_id), rule.rule))
    return [path for path in found if path not in OPEN]


def test_login_sets_a_cookie_that_no_script_reads(dealer_a: Dealer) -> None:
    response = Panel(dealer_a).log_in("owner")

    assert response.status_code == 303
    assert response.location == "/admin/today"
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("panel=")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def test_over_https_the_cookie_is_bound_to_the_host(dealer_a: Dealer) -> None:
    response = dealer_a.app.test_client().post(
        LOGIN,
        base_url=f"https://{dealer_a.host}",
        data={"email": dealer_a.email("owner"), "password": "rahasia-sekali-123"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )

    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-panel=")
    assert "Secure" in cookie


def test_a_wrong_password_shows_the_form_again_without_it(dealer_a: Dealer) -> None:
    response = Panel(dealer_a).log_in("owner", "salah sekali")

    assert response.status_code == 401
    assert "E-mail atau kata sandi salah." in response.text
    assert f'value="{dealer_a.email("owner")}"' in response.text
    assert "salah sekali" not in response.text


@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/admin/chat/3?view=mine", "/admin/chat/3?view=mine"),
        ("/admin", "/admin"),
        ("https://evil.example.com", "/admin/today"),
        ("//evil.example.com/admin", "/admin/today"),
        ("/admin/../api", "/admin/today"),
        ("/api/admin/users", "/admin/today"),
        ("/admin\\evil", "/admin/today"),
    ],
)
def test_login_leads_only_to_pages_of_the_panel(dealer_a: Dealer, wanted: str, target: str) -> None:
    assert Panel(dealer_a).log_in("owner", next=wanted).location == target


def test_pages_lead_to_the_login_and_back(dealer_a: Dealer) -> None:
    response = Panel(dealer_a).get("/admin/chat")

    assert response.status_code == 303
    assert response.location == LEADS_TO_LOGIN


def test_a_script_without_a_session_gets_401(dealer_a: Dealer) -> None:
    response = Panel(dealer_a).get("/admin/pulse", **{"Sec-Fetch-Dest": "empty"})

    assert response.status_code == 401


def test_the_api_refuses_the_cookie_and_the_panel_the_token(dealer_a: Dealer) -> None:
    panel = panel_of(dealer_a, "owner")
    cookie = panel.client.get_cookie("panel", dealer_a.host)
    assert cookie

    as_bearer = Api(dealer_a.app, dealer_a.host, cookie.value).get("/api/admin/users")
    panel.client.set_cookie("panel", dealer_a.owner.token or "", domain=dealer_a.host)

    assert as_bearer.status_code == 401
    assert panel.get("/admin/today").status_code == 303


def test_another_dealers_cookie_is_none(dealer_a: Dealer, dealer_b: Dealer) -> None:
    panel = panel_of(dealer_b, "owner")
    cookie = panel.client.get_cookie("panel", dealer_b.host)
    assert cookie
    stranger = Panel(dealer_a)
    stranger.client.set_cookie("panel", cookie.value, domain=dealer_a.host)

    assert stranger.get("/admin/today").status_code == 303


def test_logout_ends_the_session_and_clears_the_browser(dealer_a: Dealer) -> None:
    panel = panel_of(dealer_a, "sales")
    cookie = panel.client.get_cookie("panel", dealer_a.host)
    assert cookie

    response = panel.post("/admin/logout")
    panel.client.set_cookie("panel", cookie.value, domain=dealer_a.host)

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert panel.get("/admin/today").status_code == 303


def test_a_disabled_user_is_out_at_once(dealer_a: Dealer) -> None:
    panel = panel_of(dealer_a, "sales")

    dealer_a.owner.patch(
        f"/api/admin/users/{dealer_a.user_ids['sales']}", json={"status": "disabled"}
    )

    assert panel.get("/admin/today").status_code == 303


@pytest.mark.parametrize("who", ["owner", "admin", "sales"])
def test_every_page_is_there_for_the_roles_that_may_see_it(dealer_a: Dealer, who: str) -> None:
    panel = panel_of(dealer_a, who)

    for path in pages(dealer_a):
        response = panel.get(path)
        expected = {200, 204, 302} if may_see(who, path) else {403}
        assert response.status_code in expected, (path, response.status_code)
        assert response.headers["Cache-Control"] == "no-store"


OWNERS_ONLY = re.compile(r"/admin/(settings|audit)(?!/answers/try)")
NOT_FOR_SALES = re.compile(
    r"/admin/(settings/answers/try|figures|.*\.csv|.*\.xlsx|cars/(new|import|preview|\d+(/sold|/interested)?$))"
)


def may_see(who: str, path: str) -> bool:
    if OWNERS_ONLY.match(path):
        return who == "owner"
    return who != "sales" or not NOT_FOR_SALES.match(path)


def test_every_page_needs_a_session(dealer_a: Dealer) -> None:
    for path in pages(dealer_a):
        expected = 200 if path in OPEN else 303
        assert Panel(dealer_a).get(path).status_code == expected, path


def test_a_form_needs_the_token_of_its_session(dealer_a: Dealer) -> None:
    panel, other = panel_of(dealer_a, "owner"), panel_of(dealer_a, "owner")
    found = forms(dealer_a.app, make_lead(dealer_a).id)

    assert len(found) > 8
    for path in found:
        assert panel.send(path).status_code == 403, path
        assert panel.send(path, csrf_token="x").status_code == 403, path
        assert panel.send(path, csrf_token=other.csrf_token).status_code == 403, path


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example.com"},
        {},
    ],
)
def test_forms_of_other_sites_are_refused(dealer_a: Dealer, headers: dict[str, str]) -> None:
    panel = panel_of(dealer_a, "owner")
    token = panel.csrf_token

    assert panel.send("/admin/logout", headers, csrf_token=token).status_code == 403
    assert Panel(dealer_a).send(LOGIN, headers, email="a@b.id").status_code == 403


def test_a_session_that_is_a_day_old_is_renewed(
    dealer_a: Dealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = panel_of(dealer_a, "owner")
    assert "Set-Cookie" not in panel.get("/admin/pulse").headers
    monkeypatch.setattr("autoleads.hooks.panel_session.RENEW_AFTER", timedelta(seconds=-1))

    renewed = panel.get("/admin/pulse")

    assert renewed.headers["Set-Cookie"].startswith("panel=")
    assert panel.get("/admin/today").status_code == 200


def test_the_language_is_the_users_own(dealer_a: Dealer) -> None:
    panel = panel_of(dealer_a, "owner")
    with dealer_a.app.app_context(), tenant_scope(dealer_a.tenant.id):
        user = db.session.get_one(User, (dealer_a.tenant.id, dealer_a.user_ids["owner"]))
        user.language = "en"
        db.session.commit()

    assert "Waiting for an answer" in panel.get("/admin/today").text
