"""Notifications: the right people, once for each stage of a wait, nobody for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from autoleads.extensions import db, install
from autoleads.gateways.web_push import WebPush
from autoleads.models import Lead, OutboxItem, PushSubscription
from autoleads.services import leads, notifications
from autoleads.text.chat import NoSale
from autoleads.worker import jobs
from tests.support.deliveries import Deliveries
from tests.support.factories import Dealer, make_lead
from tests.support.fake_gateway import rows, tenant_context
from tests.support.panel import panel_of
from tests.support.push_service import Browser, PushService, start_push_service


@pytest.fixture
def service(app: Flask) -> Iterator[PushService]:
    """The push service that all browsers of the test are at."""
    with start_push_service() as service:
        install(app, WebPush(b"secret", "https://autoleads.com", accepts=lambda _: True))
        yield service


@pytest.fixture
def browsers(deliveries: Deliveries, service: PushService) -> dict[str, Browser]:
    """A browser of each member of the team."""
    return {who: subscribe(deliveries, service, who) for who in deliveries.dealer.user_ids}


def subscribe(deliveries: Deliveries, service: PushService, who: str, **wants: str) -> Browser:
    browser = service.browser(who)
    response = panel_of(deliveries.dealer, who).post("/admin/push", **browser.form, **wants)
    assert response.status_code == 204, response.text
    return browser


def work(deliveries: Deliveries) -> None:
    """Notify the team where that is due, as a worker does."""
    for item in deliveries.claim():
        if item.kind == "push":
            with deliveries.dealer.app.app_context():
                jobs.process(item)


def told(browsers: dict[str, Browser]) -> list[str]:
    return [who for who, browser in browsers.items() if browser.notes()]


def let_pass(deliveries: Deliveries, minutes: float) -> None:
    """Make the customer wait for so long, and the queue be due if it was to be by now."""
    passed = timedelta(minutes=minutes)
    with tenant_context(deliveries.dealer):
        db.session.execute(update(Lead).values(waiting_since=Lead.waiting_since - passed))
        is_push = OutboxItem.kind == "push"
        due_at = OutboxItem.due_at - passed
        db.session.execute(update(OutboxItem).where(is_push).values(due_at=due_at))
        db.session.commit()


def test_a_free_lead_is_told_to_the_salespeople(
    deliveries: Deliveries, browsers: dict[str, Browser]
) -> None:
    deliveries.line.say("Halo, masih ada?", name="Budi")

    work(deliveries)

    assert told(browsers) == ["sales", "sales2"]
    [note] = browsers["sales"].notes()
    assert (note["title"], note["body"], note["badge"]) == ("Budi", "Halo, masih ada?", 1)
    assert note["url"] == f"/admin/chat/{note['tag'].removeprefix('lead-')}#akhir"


def test_an_assigned_lead_is_told_to_its_assignee(
    deliveries: Deliveries, browsers: dict[str, Browser]
) -> None:
    lead = deliveries.line.say("Halo")["leadId"]
    sales2 = {"userId": deliveries.dealer.user_ids["sales2"]}
    deliveries.dealer.owner.post(f"/api/admin/leads/{lead}/assign", json=sales2)

    work(deliveries)

    assert told(browsers) == ["sales2"]


def test_who_is_on_leave_or_gone_is_not_told(
    deliveries: Deliveries, browsers: dict[str, Browser]
) -> None:
    dealer = deliveries.dealer
    dealer.owner.patch(f"/api/admin/users/{dealer.user_ids['sales']}", json={"onLeave": True})
    deliveries.line.say("Halo")
    work(deliveries)
    assert told(browsers) == ["sales2"]

    dealer.owner.patch(f"/api/admin/users/{dealer.user_ids['sales2']}", json={"status": "disabled"})
    let_pass(deliveries, 5)
    work(deliveries)
    assert len(browsers["sales2"].notes()) == 1


def test_the_wait_is_told_again_at_its_stages_and_to_the_owner_at_last(
    deliveries: Deliveries, browsers: dict[str, Browser]
) -> None:
    deliveries.line.say("Halo")
    counts = []
    for minutes in (0, 4.9, 0.2, 9.9, 15, 60):
        let_pass(deliveries, minutes)
        work(deliveries)
        counts.append((len(browsers["sales"].notes()), len(browsers["owner"].notes())))

    assert counts == [(1, 0), (1, 0), (2, 0), (3, 0), (4, 1), (4, 1)]
    assert [note["again"] for note in browsers["sales"].notes()] == [False, True, True, True]
    assert rows(deliveries.dealer, select(OutboxItem).where(OutboxItem.kind == "push")) == []


@pytest.mark.parametrize(
    ("notify", "counts"),
    [
        ({"reminders": False}, [(1, 0), (1, 0), (1, 0), (2, 1)]),
        ({"escalateAfterMinutes": 0}, [(1, 0), (2, 0), (3, 0), (3, 0)]),
        ({"escalateAfterMinutes": 5}, [(1, 0), (2, 1), (3, 2), (3, 2)]),
        ({"enabled": False}, [(0, 0)] * 4),
    ],
)
def test_the_dealer_decides_who_is_told_again(
    deliveries: Deliveries,
    browsers: dict[str, Browser],
    notify: dict[str, int],
    counts: list[tuple[int, int]],
) -> None:
    deliveries.dealer.owner.patch("/api/admin/tenant", json={"notify": notify})
    deliveries.line.say("Halo")
    told_so_far = []
    for minutes in (0, 5.1, 10, 15):
        let_pass(deliveries, minutes)
        work(deliveries)
        told_so_far.append((len(browsers["sales"].notes()), len(browsers["owner"].notes())))

    assert told_so_far == counts


def test_an_answer_ends_it(deliveries: Deliveries, browsers: dict[str, Browser]) -> None:
    lead = deliveries.line.say("Halo")["leadId"]
    work(deliveries)
    deliveries.dealer.sales.post(f"/api/admin/leads/{lead}/answered")

    let_pass(deliveries, 5)
    work(deliveries)

    assert len(browsers["sales2"].notes()) == 1
    assert rows(deliveries.dealer, select(OutboxItem).where(OutboxItem.kind == "push")) == []


def test_a_customer_who_writes_on_changes_the_notification_without_a_sound(
    deliveries: Deliveries, browsers: dict[str, Browser]
) -> None:
    for words in ("Halo", "Avanza masih ada?"):
        deliveries.line.say(words)
        work(deliveries)

    notes = browsers["sales"].notes()
    assert [note["body"] for note in notes] == ["Halo", "Avanza masih ada?"]
    assert {note["tag"] for note in notes} == {notes[0]["tag"]}
    assert not any(note["again"] for note in notes)


def test_outside_opening_hours_only_who_wants_it_is_told(
    deliveries: Deliveries, service: PushService
) -> None:
    closed = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat"), None)
    hours = closed | {"sun": {"open": "00:00", "close": "00:01"}}
    deliveries.dealer.owner.patch("/api/admin/tenant", json={"businessHours": hours})
    wants = subscribe(deliveries, service, "sales", always="true")
    sleeps = subscribe(deliveries, service, "sales2")

    deliveries.line.say("Halo")
    work(deliveries)

    assert (len(wants.notes()), len(sleeps.notes())) == (1, 0)


def test_a_lock_screen_may_hide_who_and_what(deliveries: Deliveries, service: PushService) -> None:
    browser = subscribe(deliveries, service, "sales", showsText="false")

    deliveries.line.say("rahasia", name="Budi")
    work(deliveries)

    [note] = browser.notes()
    assert (note["title"], note["body"]) == ("Ada pelanggan menunggu", "")


def test_strangers_text_is_cut_and_stays_text(
    deliveries: Deliveries, browsers: dict[str, Browser]
) -> None:
    deliveries.line.say("<img src=x onerror=alert(1)> " + "x" * 4_000, name="\u202e" + "B" * 200)
    work(deliveries)

    [note] = browsers["sales"].notes()
    assert note["body"].startswith("<img src=x")
    assert len(note["body"]) <= 140
    assert len(note["title"]) <= 60


def test_a_browser_that_took_its_permission_back_is_dropped(
    deliveries: Deliveries, service: PushService, browsers: dict[str, Browser]
) -> None:
    service.status = 410
    deliveries.line.say("Halo")

    work(deliveries)

    left = rows(deliveries.dealer, select(PushSubscription))
    assert {found.user.role for found in left} == {"owner", "admin"}


def test_a_push_service_that_is_away_holds_nothing_up(
    deliveries: Deliveries, service: PushService, browsers: dict[str, Browser]
) -> None:
    service.status = 500
    deliveries.line.say("Halo")

    work(deliveries)

    assert len(rows(deliveries.dealer, select(PushSubscription))) == len(browsers)


def test_a_team_without_subscriptions_costs_nothing(deliveries: Deliveries) -> None:
    deliveries.line.say("Halo")

    assert rows(deliveries.dealer, select(OutboxItem).where(OutboxItem.kind == "push")) == []


def test_a_team_without_salespeople_is_told_all_the_same(
    deliveries: Deliveries, service: PushService
) -> None:
    owner = subscribe(deliveries, service, "owner")

    deliveries.line.say("Halo")
    work(deliveries)

    assert len(owner.notes()) == 1


def test_other_dealers_are_not_told(
    deliveries: Deliveries, dealer_b: Dealer, service: PushService
) -> None:
    stranger = service.browser("stranger")
    panel = panel_of(dealer_b, "sales")
    assert panel.post("/admin/push", **stranger.form).status_code == 204

    deliveries.line.say("Halo")
    work(deliveries)

    assert stranger.notes() == []


def test_a_wait_that_a_worker_finds_too_late_is_left_to_the_next_stage(
    deliveries: Deliveries, browsers: dict[str, Browser]
) -> None:
    lead = deliveries.line.say("Halo")["leadId"]
    with tenant_context(deliveries.dealer):
        [waiting] = db.session.scalars(select(Lead).where(Lead.id == lead))
        assert waiting.waiting_since
        late = waiting.waiting_since + timedelta(minutes=4)
        found = notifications.plan_round(deliveries.dealer.tenant, lead, late)

    assert found.notifications == ()
    assert found.next_at == waiting.waiting_since + timedelta(minutes=5)


def test_everybody_keeps_ten_browsers_at_most(deliveries: Deliveries, service: PushService) -> None:
    panel = panel_of(deliveries.dealer, "sales")
    for number in range(12):
        panel.post("/admin/push", **service.browser(f"b{number}").form)

    left = rows(deliveries.dealer, select(PushSubscription).order_by(PushSubscription.id))
    assert [found.endpoint.rsplit("/")[-1] for found in left] == [f"b{n}" for n in range(2, 12)]


def test_a_browser_goes_with_who_uses_it_now(deliveries: Deliveries, service: PushService) -> None:
    browser = service.browser()
    panel_of(deliveries.dealer, "sales").post("/admin/push", **browser.form)
    panel_of(deliveries.dealer, "sales2").post("/admin/push", **browser.form)

    [found] = rows(deliveries.dealer, select(PushSubscription))
    assert found.user_id == deliveries.dealer.user_ids["sales2"]


def test_a_trial_goes_to_the_users_own_browsers(
    deliveries: Deliveries, browsers: dict[str, Browser]
) -> None:
    panel = panel_of(deliveries.dealer, "sales")

    response = panel.post("/admin/push/trial")

    assert "push_sent" in response.location
    assert told(browsers) == ["sales"]
    assert browsers["sales"].notes()[0]["title"] == "Notifikasi berfungsi"


def test_without_a_browser_the_trial_says_so(deliveries: Deliveries) -> None:
    response = panel_of(deliveries.dealer, "sales").post("/admin/push/trial")

    assert "push_not_sent" in response.location


@pytest.mark.parametrize(
    "endpoint", ["http://fcm.googleapis.com/x", "https://10.0.0.1/x", "https://example.com/x", ""]
)
def test_addresses_of_strangers_are_refused(deliveries: Deliveries, endpoint: str) -> None:
    form = {"endpoint": endpoint, "p256dh": "A" * 87, "auth": "A" * 22}

    response = panel_of(deliveries.dealer, "sales").post("/admin/push", **form)

    assert response.status_code == 422
    assert rows(deliveries.dealer, select(PushSubscription)) == []


def test_everybody_ends_their_own_browser_only(
    deliveries: Deliveries, service: PushService
) -> None:
    browser = subscribe(deliveries, service, "sales")
    for who, left in (("sales2", 1), ("sales", 0)):
        panel = panel_of(deliveries.dealer, who)
        form = {"csrf_token": panel.csrf_token, "endpoint": browser.endpoint}
        response = panel.client.delete(
            "/admin/push",
            base_url=panel.address,
            data=form,
            headers={"Origin": panel.address},
        )
        assert response.status_code == 204
        assert len(rows(deliveries.dealer, select(PushSubscription))) == left


def test_an_enquiry_by_web_is_told_too(
    deliveries: Deliveries, browsers: dict[str, Browser]
) -> None:
    enquiry = {"name": "Siti", "phone": "081290007777", "message": "Bisa kredit?"}
    assert deliveries.dealer.public.post("/api/leads", json=enquiry).status_code == 201

    work(deliveries)

    assert [note["title"] for note in browsers["sales"].notes()] == ["Siti"]


def test_a_handover_is_told_with_its_reason_however_long_the_wait(
    deliveries: Deliveries, browsers: dict[str, Browser]
) -> None:
    dealer = deliveries.dealer
    lead = make_lead(dealer, waiting_since=datetime.now(UTC) - timedelta(hours=1))
    with tenant_context(dealer):
        locked = leads.get_locked(dealer.tenant, lead.id)
        leads.hand_over_to_person(dealer.tenant, locked, NoSale.COMPLAINT)
        db.session.commit()

    work(deliveries)

    [note] = browsers["sales"].notes()
    assert (note["title"], note["again"]) == ("Keluhan: Budi", True)
    work(deliveries)
    assert len(browsers["sales"].notes()) == 1


def test_a_request_about_personal_data_is_told_to_the_owner(
    deliveries: Deliveries, browsers: dict[str, Browser]
) -> None:
    deliveries.line.say("hapus data saya", name="Budi")
    deliveries.work()

    assert "owner" in told(browsers)
