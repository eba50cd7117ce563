"""The queries of the panel's pages."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from autoleads.models.car import CAR_STATUSES, CarStatus
from autoleads.models.lead import LeadSource, LeadStatus
from autoleads.schemas.base import Id, PageQuery, Query, Text
from autoleads.schemas.car_queries import SearchText
from autoleads.schemas.enquiries import Channel
from autoleads.services.autoreply import Topic
from autoleads.services.cars import CarSearch, Notice
from autoleads.services.leads import LeadSearch, View

T = TypeVar("T")


def _only(value: T | None) -> tuple[T, ...]:
    """Return a filter of one value; without a value one that matches all."""
    return () if value is None else (value,)


class ChatQuery(PageQuery):
    """One of the lists, what its leads have in common, and words to find in it."""

    view: View = "waiting"
    channel: Channel | None = None
    source: LeadSource | None = None
    who: Id | None = None
    """The assignee."""
    status: LeadStatus | None = None
    q: Annotated[Text, Field(max_length=200)] = ""

    def search(self) -> LeadSearch:
        """Return the search that the parameters ask for, those who wait first."""
        return LeadSearch(
            view=self.view,
            q=self.q,
            channel=_only(self.channel),
            source=_only(self.source),
            assigned_to=_only(self.who),
            status=_only(self.status),
            sort="waiting",
        )


class GlobalSearchQuery(Query):
    """Words to find among cars, chats and messages."""

    q: Annotated[Text, Field(max_length=200)] = ""


class FiguresQuery(Query):
    """The period of figures: as many days until today, or the last month."""

    days: Literal["7", "30", "90", "month"] = "30"


class PipelineQuery(Query):
    """The leads to show, by assignee, and words to find among them."""

    view: Literal["mine", "all", "free"] | None = None
    who: Id | None = None
    """The assignee."""
    q: Annotated[Text, Field(max_length=200)] = ""


class PanelStockQuery(PageQuery):
    """The cars of one status or all, or those that need a look, and what to find among them."""

    status: CarStatus | Literal["all"] = "available"
    notice: Notice | None = None
    q: Annotated[Text, Field(max_length=200)] = ""
    sort: Literal["newest", "oldest", "price", "-price"] = "newest"

    def search(self) -> CarSearch:
        """Return the search that the parameters ask for."""
        statuses = CAR_STATUSES if self.status == "all" else (self.status,)
        return CarSearch(q=self.q, status=statuses, notice=self.notice, sort=self.sort)


class AuditQuery(Query):
    """The user whose acts to show, and the moment before which."""

    before: datetime | None = None
    user_id: Id | None = None


class ChannelQuery(Query):
    """The channel that a code is published on."""

    channel: Channel | None = None


class ConversationQuery(Query):
    """Parts of a conversation's page besides the newest messages."""

    until: Id | None = None
    """The newest message of a page of older ones."""
    draft: Topic | None = None
    ask: Literal["lost"] | None = None
    """`lost` asks for the reason."""


class CarPickerQuery(Query):
    """Words to find a car by."""

    q: SearchText = ""


class PersonQuery(Query):
    """The number of a person to look for."""

    phone: Annotated[Text, Field(max_length=40)] = ""
