"""The timeline of a lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict

from autoleads.models import LeadEvent, User
from autoleads.schemas.base import Moment, RequestBody, ResponseShape
from autoleads.schemas.leads import Colleague, Written
from autoleads.services.leads import USER_FIELDS, EventType


class NoteIn(RequestBody):
    """A note for the timeline of a lead."""

    text: Written


class TimelineEntryOut(ResponseShape):
    """An entry of a lead's timeline; further fields depend on `type`."""

    model_config = ConfigDict(extra="allow")

    at: Moment
    type: EventType
    by: Colleague | None
    """null: the system did it."""

    @classmethod
    def render(cls, event: LeadEvent, users: Mapping[int, User]) -> dict[str, Any]:
        """Return the JSON object of an entry.

        `users` has the users that the entry names, by id; one who was deleted is shown as null.
        """
        fields = dict(event.data)
        for name in USER_FIELDS.get(event.type, ()):
            fields[name] = _named_user(event.data.get(name), users)
        fields |= {"at": event.created_at, "type": event.type, "by": event.user}
        return cls.model_validate(fields).to_json()


def _named_user(user_id: int | None, users: Mapping[int, User]) -> dict[str, Any] | None:
    if user_id is None or user_id not in users:
        return None
    return Colleague.render(users[user_id])
