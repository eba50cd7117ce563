"""Requests that are carried out once, however often they are sent, known by a key of the client."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

import orjson
from sqlalchemy import delete

from autoleads.database.named_locks import try_lock_name
from autoleads.errors import Conflict, invalid
from autoleads.extensions import current, db
from autoleads.models import IdempotentRequest
from autoleads.services.encryption import Encryptor
from autoleads.services.tenants import TenantInfo

LIFETIME = timedelta(hours=24)
HEADER = "Idempotency-Key"


@dataclass(frozen=True)
class StoredResponse:
    """A response, to be given again byte for byte."""

    status: int
    headers: dict[str, str]
    body: str


def begin(tenant: TenantInfo, client: str, key: str, request_hash: str) -> StoredResponse | None:
    """Return the response to an earlier request with this key; None if this is the first one.

    The first one is stored with the transaction that carries it out: if that fails, the key is
    free again.

    Raises:
        Conflict: the first request is still running, or its response was lost in a crash.
        ValidationError: the first request was another one.
    """
    if not try_lock_name(f"{client} {key}", tenant.id):
        raise Conflict("first_request_runs")
    _delete_expired(tenant)
    first = db.session.get(IdempotentRequest, (tenant.id, client, key))
    if first is None:
        request = IdempotentRequest(
            tenant_id=tenant.id, client=client, key=key, request_hash=request_hash
        )
        db.session.add(request)
        db.session.flush()
        return None
    if first.request_hash != request_hash:
        raise invalid(HEADER, "key_of_other_request")
    response = first.response and current(Encryptor).decrypt(first.response)
    if not response:
        raise Conflict("response_lost")
    return StoredResponse(**orjson.loads(response))


def finish(tenant: TenantInfo, client: str, key: str, response: StoredResponse) -> None:
    """Store the response to the first request with this key."""
    first = db.session.get(IdempotentRequest, (tenant.id, client, key))
    if first is not None:
        first.response = current(Encryptor).encrypt(orjson.dumps(asdict(response)).decode())
        db.session.flush()


def _delete_expired(tenant: TenantInfo) -> None:
    expired = IdempotentRequest.created_at < datetime.now(UTC) - LIFETIME
    db.session.execute(
        delete(IdempotentRequest).where(IdempotentRequest.tenant_id == tenant.id, expired)
    )
