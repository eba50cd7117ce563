"""The accounts of the demo, each with one tap on the page where people log in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g

from autoleads.dev.demo.dealers import DEALERS, PASSWORD


@dataclass(frozen=True)
class DemoLogin:
    """An account of a demo dealer."""

    who: str
    email: str
    password: str


def offer_logins(app: Flask) -> None:
    """Let an application offer them, at the hosts of the demo dealers; for development only."""
    app.context_processor(lambda: {"demo_logins": _logins_here()})


def _logins_here() -> list[DemoLogin]:
    """Return the accounts of the request's tenant; none if it is not of the demo."""
    slug = g.tenant.slug if "tenant" in g else None
    return [
        DemoLogin(member.who, dealer.email(member.who), PASSWORD)
        for dealer in DEALERS
        if dealer.slug == slug
        for member in dealer.team
    ]
