"""The tables; importing this package makes all of them known to the metadata."""

from autoleads.models.audit import AuditEvent
from autoleads.models.car import Car, CarEvent, CarPhoto, CarSlug, CarWord
from autoleads.models.car_import import CarImport
from autoleads.models.catalogue import CatalogueVersion
from autoleads.models.contact import Contact, ContactWord
from autoleads.models.deleted_file import DeletedFile
from autoleads.models.device import Device
from autoleads.models.domain_claim import DomainClaim
from autoleads.models.idempotency import IdempotentRequest
from autoleads.models.installation import InstallationId
from autoleads.models.lead import Lead, LeadCar, LeadEvent
from autoleads.models.message import Message, PendingStatus
from autoleads.models.outbox import Heartbeat, OutboxItem
from autoleads.models.push_subscription import PushSubscription
from autoleads.models.search_request import SearchRequest
from autoleads.models.session import Session
from autoleads.models.tenant import Tenant
from autoleads.models.user import User

__all__ = [
    "AuditEvent",
    "Car",
    "CarEvent",
    "CarImport",
    "CarPhoto",
    "CarSlug",
    "CarWord",
    "CatalogueVersion",
    "Contact",
    "ContactWord",
    "DeletedFile",
    "Device",
    "DomainClaim",
    "Heartbeat",
    "IdempotentRequest",
    "InstallationId",
    "Lead",
    "LeadCar",
    "LeadEvent",
    "Message",
    "OutboxItem",
    "PendingStatus",
    "PushSubscription",
    "SearchRequest",
    "Session",
    "Tenant",
    "User",
]
