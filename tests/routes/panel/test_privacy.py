"""One person's data: handed out whole, and erased without a trace of who they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select, text

from autoleads.dev.fake_fonnte import FakeFonnte
from autoleads.errors import NotFound
from autoleads.extensions import current, db, install
from autoleads.models import Contact, Lead, OutboxItem
from autoleads.services import messages
from autoleads.services.storage import Storage
from autoleads.worker import jobs, maintenance
from tests.support.deliveries import Deliveries, make_deliveries
from tests.support.factories import Dealer, make_lead, make_message
from tests.support.fake_gateway import rows, tenant_context
from tests.support.gateways import use_fonnte
from tests.support.panel import Panel, panel_of

PHONE = "+6281290001111"
SECRET = "Jalan Melati 7"


@pytest.fixture
def panel(dealer_a: Dealer) -> Panel:
    return panel_of(dealer_a, "owner")


@pytest.fixture
def lead(dealer_a: Dealer) -> Lead:
    """The lead of a person who wrote, was noted about, and is waiting."""
    lead = make_lead(dealer_a, name="Budi Rahasia", phone=PHONE)
    make_message(dealer_a, lead, f"alamat saya {SECRET}")
    note = f"/api/admin/leads/{lead.id}/notes"
    dealer_a.owner.post(note, json={"text": "Budi kerja di bank"})
    return lead


def erase(panel: Panel, contact_id: int, **form: str) -> int:
    return panel.post(f"/admin/settings/privacy/{contact_id}/erase", **form).status_code


def everything(dealer: Dealer) -> str:
    """Return the rows of all tables of a dealer as text."""
    with tenant_context(dealer):
        tables = db.metadata.tables
        found = [
            db.session.scalars(text(f"SELECT t::text FROM {name} t")).all()
            for name, table in tables.items()
            if "tenant_id" in table.c
        ]
    return json.dumps(found)


@pytest.mark.parametrize("typed", ["0812-9000-1111", "+62 812 9000 1111", "6281290001111"])
def test_a_person_is_found_however_the_number_is_written(
    panel: Panel, lead: Lead, typed: str
) -> None:
    page = panel.get(f"/admin/settings/privacy?phone={typed.replace('+', '%2B')}").text

    assert "Budi Rahasia" in page
    assert "1 lead, 1 pesan" in page


def test_everything_is_handed_out(panel: Panel, lead: Lead) -> None:
    response = panel.get(f"/admin/settings/privacy/{lead.contact_id}/data.json")

    data = json.loads(response.data)
    assert (data["name"], data["phone"]) == ("Budi Rahasia", PHONE)
    assert data["leads"][0]["messages"][0]["text"] == f"alamat saya {SECRET}"
    assert data["leads"][0]["notes"] == ["Budi kerja di bank"]
    assert "attachment" in response.headers["Content-Disposition"]
    assert "mengunduh data …1111" in panel.get("/admin/audit").text


def test_an_erased_person_is_nowhere(dealer_a: Dealer, panel: Panel, lead: Lead) -> None:
    assert "Budi Rahasia" in everything(dealer_a)

    assert erase(panel, lead.contact_id, confirm="true") == 303

    left = everything(dealer_a)
    for trace in ("Budi", PHONE, "81290001111", SECRET, "bank"):
        assert trace not in left
    [kept] = rows(dealer_a, select(Lead).where(Lead.id == lead.id))
    assert (kept.status, kept.waiting_since) == ("lost", None)
    assert "menghapus data …1111" in panel.get("/admin/audit").text
    assert panel.get(f"/admin/chat/{lead.id}").status_code == 200


def test_a_person_who_writes_again_is_a_new_one(
    dealer_a: Dealer, panel: Panel, lead: Lead, fake_fonnte: FakeFonnte
) -> None:
    deliveries = make_deliveries(dealer_a)
    erase(panel, lead.contact_id, confirm="true")

    deliveries.line.say("halo lagi")

    people = rows(dealer_a, select(Contact).where(Contact.tenant_id == dealer_a.tenant.id))
    assert len(people) == 2


def test_files_and_what_waits_to_be_sent_go_too(
    dealer_a: Dealer, panel: Panel, fake_fonnte: FakeFonnte
) -> None:
    use_fonnte(dealer_a.app, fake_fonnte.url)
    deliveries = make_deliveries(dealer_a)
    fake_fonnte.api.files["/t/ktp.jpeg"] = b"\xff\xd8\xff ktp"
    deliveries.line.say("", url=f"{fake_fonnte.url}/t/ktp.jpeg", extension="jpeg")
    name = keep_files(deliveries)
    deliveries.queue("Halo kak")
    [contact] = rows(dealer_a, select(Contact).where(Contact.phone == PHONE))

    erase(panel, contact.id, confirm="true")
    with dealer_a.app.app_context():
        maintenance.delete_files()

    assert rows(dealer_a, select(OutboxItem)) == []
    with dealer_a.app.app_context(), pytest.raises(NotFound):
        current(Storage).get(name)


def keep_files(deliveries: Deliveries) -> str:
    """Keep the file that came, as a worker does; return the name it is stored under."""
    for item in deliveries.claim():
        with deliveries.dealer.app.app_context():
            jobs.process(item)
    query = text("SELECT media->>'file' FROM messages WHERE media ? 'file'")
    with tenant_context(deliveries.dealer):
        name = db.session.scalar(query)
    assert isinstance(name, str)
    return name


def test_a_file_that_arrives_after_the_erasure_is_not_kept(
    dealer_a: Dealer, panel: Panel, lead: Lead, tmp_path: Path
) -> None:
    install(dealer_a.app, Storage(f"file://{tmp_path}"))
    message = make_message(dealer_a, lead, "", media={"url": "https://api.fonnte.com/x"})
    erase(panel, lead.contact_id, confirm="true")

    with tenant_context(dealer_a), pytest.raises(NotFound):
        messages.keep_file(dealer_a.tenant, message.id, b"ktp")

    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_nothing_is_erased_by_mistake(dealer_a: Dealer, panel: Panel, lead: Lead) -> None:
    assert erase(panel, lead.contact_id) == 422
    assert "Budi Rahasia" in everything(dealer_a)


def test_nobody_else_gets_at_a_person(dealer_a: Dealer, dealer_b: Dealer, lead: Lead) -> None:
    stranger = panel_of(dealer_b, "owner")
    path = f"/admin/settings/privacy/{lead.contact_id}/data.json"

    assert stranger.get(path).status_code == 404
    assert erase(stranger, lead.contact_id, confirm="true") == 404
    assert panel_of(dealer_a, "admin").get(path).status_code == 403
    assert "Budi Rahasia" not in stranger.get(f"/admin/settings/privacy?phone={PHONE}").text
