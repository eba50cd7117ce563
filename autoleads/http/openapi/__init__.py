"""The API's description: views declare what they take and return, and the document says it.

Views declare it with `endpoint`, below their route; the same models check requests and describe
them. Spectree writes the document, see docs/adr/0001-openapi-from-pydantic.md.
"""

from __future__ import annotations

from autoleads.http.openapi.endpoints import api, endpoint
from autoleads.http.openapi.specification import document

__all__ = ["api", "document", "endpoint"]
