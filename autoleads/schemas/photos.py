"""Photos of cars."""

from __future__ import annotations

from typing import Annotated, Self
from urllib.parse import urljoin

from pydantic import BaseModel, Field, WithJsonSchema

from autoleads.extensions import current
from autoleads.models import CarPhoto
from autoleads.schemas.base import Id, RequestBody, ResponseModel
from autoleads.services.tenants import TenantInfo, TenantUrls


class PhotoOut(ResponseModel):
    """A photo; the first of a car is its cover."""

    url: str
    """Of the largest JPEG: `…-1600.jpg`; `…-800.jpg` and `.webp` of each are there too."""
    thumbnail_url: str
    width: int
    height: int

    @classmethod
    def of(cls, tenant: TenantInfo, photo: CarPhoto) -> Self:
        """Return a photo, with addresses for any client."""
        site = current(TenantUrls).site(tenant)
        shown = cls.model_validate(photo)
        shown.url = urljoin(site, photo.url)
        shown.thumbnail_url = urljoin(site, photo.thumbnail_url)
        return shown


class OwnPhotoOut(PhotoOut):
    """A photo, as the team orders and removes it."""

    id: int


class PhotoFiles(BaseModel):
    """Photos in multipart form data."""

    file: list[Annotated[str, WithJsonSchema({"type": "string", "contentMediaType": "image/*"})]]


class PhotoOrderIn(RequestBody):
    """The order of a car's photos."""

    order: Annotated[list[Id], Field(max_length=20)]
    """The id of each, once."""
