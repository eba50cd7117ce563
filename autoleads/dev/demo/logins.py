"""The dealers and accounts of the demo, each with one tap: where people log in, or go astray."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g, request

from autoleads.dev.demo.dealers import DEALERS, PASSWORD


@dataclass(frozen=True)
class DemoLogin:
    """An account of a demo dealer."""

    who: str
    email: str
    password: str


def offer_logins(app: Flask) -> None:
    """Let an application offer the accounts at the demo's hosts, and the dealers at no dealer's.

    For development only.
    """
    app.context_processor(
        lambda: {"demo_logins": _logins_here(), "demo_addresses": _panels_elsewhere()}
    )


def _logins_here() -> list[DemoLogin]:
    """Return the accounts of the request's tenant; none if it is not of the demo."""
    slug = g.tenant.slug if "tenant" in g else None
    return [
        DemoLogin(member.who, dealer.email(member.who), PASSWORD)
        for dealer in DEALERS
        if dealer.slug == slug
        for member in dealer.team
    ]


def _panels_elsewhere() -> list[str]:
    """Return the addresses of the demo's panels; none at the host of a dealer."""
    if "tenant" in g:
        return []
    _, colon, port = request.host.partition(":")
    return [f"http://{dealer.slug}.localhost{colon}{port}/admin" for dealer in DEALERS]
