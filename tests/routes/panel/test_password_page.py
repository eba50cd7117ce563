"""The page that a one-time link leads to."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from config import Limits
from tests.conftest import MakeApp
from tests.support.factories import Api, Dealer, make_dealer

NEW_PASSWORD = "kalimat pendek saya"
OWN = {"Sec-Fetch-Site": "same-origin"}


def one_time_link(dealer: Dealer, port: int) -> str:
    response = dealer.owner.post(
        "/api/admin/users", json={"email": "baru@dealer-a.test", "name": "Baru", "role": "sales"}
    )
    link: str = response.get_json()["data"]["passwordLink"]
    return link.replace("dealer-a.autoleads.test", f"dealer-a.autoleads.test:{port}")


def log_in(dealer: Dealer, password: str) -> int:
    return (
        Api(dealer.app, dealer.host)
        .post("/api/admin/auth/login", json={"email": "baru@dealer-a.test", "password": password})
        .status_code
    )


def test_a_one_time_link_sets_the_password_once(live_dealer: Dealer, port: int, page: Page) -> None:
    link = one_time_link(live_dealer, port)

    page.goto(link)
    page.get_by_label("Kata sandi baru").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="Kata sandi tersimpan")).to_be_visible()
    assert log_in(live_dealer, NEW_PASSWORD) == 200

    page.goto(link)
    page.get_by_label("Kata sandi baru").fill("sandi lain yang panjang")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert")).to_contain_text("sudah dipakai")
    assert log_in(live_dealer, NEW_PASSWORD) == 200


def test_a_form_of_another_site_sets_nothing(live_dealer: Dealer, port: int) -> None:
    token = one_time_link(live_dealer, port).partition("token=")[2]

    response = live_dealer.public.post(
        "/admin/password",
        data={"token": token, "password": NEW_PASSWORD},
        headers={"Sec-Fetch-Site": "same-site", "Origin": "http://dealer-b.autoleads.test"},
    )

    assert response.status_code == 403
    assert log_in(live_dealer, NEW_PASSWORD) == 401


def test_the_form_takes_as_many_posts_from_an_address_as_logins(make_app: MakeApp) -> None:
    app = make_app(rate_limits_enabled=True, limits=Limits(login_ip="2/minute"))
    dealer = make_dealer(app, "dealer-a")
    form = {"token": "x", "password": NEW_PASSWORD}

    responses = [dealer.public.post("/admin/password", data=form, headers=OWN) for _ in range(3)]

    assert [response.status_code for response in responses] == [422, 422, 429]
    assert responses[-1].headers["Retry-After"]
