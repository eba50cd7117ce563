"""The token that the metrics are read with."""

from __future__ import annotations

import hmac

from flask import current_app, request

from autoleads.errors import Unauthorized
from config import Config


def require_metrics_token() -> None:
    """Check the token in the `Authorization` header.

    Raises:
        Unauthorized: it is missing or wrong.
    """
    config: Config = current_app.config["AUTOLEADS"]
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    expected = (config.metrics_token or "").encode()
    # Compared without a hint, in its time, at how much of it is right.
    is_right = hmac.compare_digest(token.strip().encode(errors="replace"), expected)
    if scheme.lower() != "bearer" or not is_right:
        raise Unauthorized("metrics_token_wrong")
