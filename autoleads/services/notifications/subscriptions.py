"""The browsers that take notifications."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from autoleads.errors import invalid
from autoleads.extensions import current, db
from autoleads.gateways.web_push import WebPush
from autoleads.models import PushSubscription, User
from autoleads.services.tenants import TenantInfo

MAX_PER_USER = 10


@dataclass(frozen=True, kw_only=True)
class NewSubscription:
    """A browser, as it describes itself, and what its user wants there."""

    endpoint: str
    p256dh: str
    auth: str
    always: bool = False
    shows_text: bool = True


def subscribe(tenant: TenantInfo, user: User, new: NewSubscription) -> None:
    """Add a browser of a user, or change it; of more than ten the oldest are dropped.

    Raises:
        ValidationError: the endpoint is not an address of a known push service.
    """
    if not current(WebPush).accepts(new.endpoint):
        raise invalid("endpoint", "not_a_push_service")
    values = {"tenant_id": tenant.id, "user_id": user.id, **asdict(new)}
    statement = insert(PushSubscription).values(**values)
    known = ["tenant_id", "endpoint"]
    db.session.execute(statement.on_conflict_do_update(index_elements=known, set_=values))
    newest = [found.id for found in subscriptions_of(tenant, user)]
    end_subscriptions(tenant, newest[MAX_PER_USER:])


def unsubscribe(tenant: TenantInfo, user: User, endpoint: str) -> None:
    """Drop a browser of a user, if there is one at this endpoint."""
    db.session.execute(
        delete(PushSubscription).where(
            PushSubscription.tenant_id == tenant.id,
            PushSubscription.user_id == user.id,
            PushSubscription.endpoint == endpoint,
        )
    )


def subscriptions_of(tenant: TenantInfo, user: User) -> Sequence[PushSubscription]:
    """Return the browsers of a user, the newest first."""
    query = select(PushSubscription).where(
        PushSubscription.tenant_id == tenant.id, PushSubscription.user_id == user.id
    )
    return db.session.scalars(query.order_by(PushSubscription.id.desc())).all()


def end_subscriptions(tenant: TenantInfo, subscription_ids: Collection[int]) -> None:
    """Drop browsers, such as those that took back their permission."""
    if not subscription_ids:
        return
    db.session.execute(
        delete(PushSubscription).where(
            PushSubscription.tenant_id == tenant.id, PushSubscription.id.in_(subscription_ids)
        )
    )
