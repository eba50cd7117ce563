"""Words of contacts follow their names and numbers, by whatever way these change."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from autoleads.extensions import db
from autoleads.models import Contact, ContactWord, User
from autoleads.services import leads, privacy
from autoleads.services.leads import Opening
from tests.support.factories import Dealer, make_lead
from tests.support.fake_gateway import tenant_context
from tests.support.lead_api import LEADS, ids


def words_of(dealer: Dealer, contact_id: int) -> set[str]:
    """Return the stored words of a contact that are written from their beginning."""
    with tenant_context(dealer):
        found = select(ContactWord.word, ContactWord.reversed).where(
            ContactWord.tenant_id == dealer.tenant.id, ContactWord.contact_id == contact_id
        )
        rows = db.session.execute(found).all()
    forwards = {word for word, is_reversed in rows if not is_reversed}
    assert {word[::-1] for word, is_reversed in rows if is_reversed} == forwards
    return forwards


def test_words_are_in_lower_case_without_signs(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, name="Bu  NUR’AINI (OLX)/Éva-budi", phone="+6281290001111")

    assert words_of(dealer_a, lead.contact_id) == {
        "bu",
        "nuraini",
        "olx",
        "éva".lower(),
        "budi",
        "6281290001111",
    }


def test_a_name_that_comes_later_is_found_and_an_older_one_stays(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, name=None, phone="+6281290001111")
    assert words_of(dealer_a, lead.contact_id) == {"6281290001111"}

    make_lead(dealer_a, name="Rina", phone="+6281290001111")
    make_lead(dealer_a, name="Other", phone="+6281290001111")

    assert words_of(dealer_a, lead.contact_id) == {"rina", "6281290001111"}


def test_a_renamed_customer_is_found_by_the_new_name_only(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, name="Budi Santoso")

    dealer_a.owner.patch(f"{LEADS}/{lead.id}", json={"customerName": "Budi Hartono"})

    assert ids(dealer_a.owner.get(f"{LEADS}?q=budi%20hart")) == [lead.id]
    assert ids(dealer_a.owner.get(f"{LEADS}?q=santoso")) == []


def test_a_merged_contact_leaves_no_words(dealer_a: Dealer) -> None:
    older = make_lead(dealer_a, name=None, phone="+6281290001111")
    younger = make_lead(dealer_a, name="Rina", lid="77@lid")

    with tenant_context(dealer_a):
        both = Opening(source="whatsapp", phone="+6281290001111", lid="77@lid")
        leads.find_or_open(dealer_a.tenant, both)
        db.session.commit()

    assert words_of(dealer_a, younger.contact_id) == set()
    assert words_of(dealer_a, older.contact_id) == {"rina", "6281290001111"}


def test_an_erased_or_deleted_person_leaves_no_words(dealer_a: Dealer) -> None:
    erased, deleted = make_lead(dealer_a), make_lead(dealer_a)

    with tenant_context(dealer_a):
        of_owner = (User.tenant_id == dealer_a.tenant.id, User.role == "owner")
        owner = db.session.scalars(select(User).where(*of_owner)).one()
        privacy.erase_person(dealer_a.tenant, erased.contact_id, by=owner)
        of_other = (Contact.tenant_id == dealer_a.tenant.id, Contact.id == deleted.contact_id)
        db.session.execute(delete(Contact).where(*of_other))
        db.session.commit()

    assert words_of(dealer_a, erased.contact_id) == set()
    assert words_of(dealer_a, deleted.contact_id) == set()


def test_a_message_of_a_known_customer_writes_no_words(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, name="Budi", phone="+6281290001111")
    own = (ContactWord.tenant_id == dealer_a.tenant.id, ContactWord.contact_id == lead.contact_id)
    with tenant_context(dealer_a):
        db.session.execute(delete(ContactWord).where(*own))
        db.session.commit()

    make_lead(dealer_a, name="Budi", phone="+6281290001111")

    assert words_of(dealer_a, lead.contact_id) == set()


@pytest.mark.parametrize(
    ("q", "is_found"),
    [
        ("san bud", True),
        ("toso", True),
        ("ntos budi", False),
        ("so", False),
        ("sanx", False),
        ("budi " * 10 + "ignored", True),
        ("2909", True),
        ("0812 4135", True),
        ("812-4135-2909 budi", True),
        ("+62 (812) 4135 2909", True),
        ("0062812", True),
        ("09", False),
        ("4135", False),
        ("0813", False),
    ],
)
def test_words_are_found_by_either_end(dealer_a: Dealer, q: str, is_found: bool) -> None:
    lead = make_lead(dealer_a, name="Budi Santoso", phone="+6281241352909")
    found = ids(dealer_a.owner.get(LEADS, query_string={"q": q}))

    assert found == ([lead.id] if is_found else [])


def test_zeros_at_the_end_of_a_number_are_found(dealer_a: Dealer) -> None:
    lead = make_lead(dealer_a, phone="+6281241350001")
    make_lead(dealer_a, phone="+6281241352221")

    assert ids(dealer_a.owner.get(f"{LEADS}?q=0001")) == [lead.id]


def test_a_deep_page_continues_the_ones_before(dealer_a: Dealer) -> None:
    made = [make_lead(dealer_a).id for _ in range(3)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autoleads.services.leads.queries.DEEP", 2)
        pages = [dealer_a.owner.get(f"{LEADS}?sort=createdAt&limit=1&page={n}") for n in (1, 2, 3)]

    assert [ids(page) for page in pages] == [[lead_id] for lead_id in made]
    assert pages[2].get_json()["meta"]["total"] == 3
