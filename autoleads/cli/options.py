"""Options of commands, turned into what services take."""

from __future__ import annotations

from typing import TypeVar

import click
import pydantic
from pydantic.alias_generators import to_camel

from autoleads.database.tenant_scope import platform_scope
from autoleads.errors import ValidationError
from autoleads.schemas.problems import field_errors
from autoleads.services import tenants
from autoleads.services.tenants import TenantInfo

Schema = TypeVar("Schema", bound=pydantic.BaseModel)

tenant_option = click.option(
    "--tenant", "slug", required=True, metavar="SLUG", help="The slug of the dealer."
)


def get_tenant(slug: str) -> TenantInfo:
    """Return the tenant with this slug.

    Raises:
        NotFound: there is none.
    """
    with platform_scope():
        return tenants.get_by_slug(slug)


def parse_options(schema: type[Schema], **options: str | None) -> Schema:
    """Return the options as an object of a schema; an option that is None was not given.

    Raises:
        ValidationError: fields are wrong; it names all of them.
    """
    fields = {to_camel(name): value for name, value in options.items() if value is not None}
    try:
        return schema.model_validate(fields)
    except pydantic.ValidationError as error:
        raise ValidationError(details=field_errors(error)) from None
