"""The hooks of every request, in order; the guards of a surface are listed in its package."""

from __future__ import annotations

from flask import Flask

from autoleads.extensions import find_installed, install
from autoleads.hooks.access_log import AccessLog, start_clock, write_access_line
from autoleads.hooks.bounded_threads import hold_back
from autoleads.hooks.forwarded_addresses import ForwardedAddresses, observe_forwarded_address
from autoleads.hooks.limiter import limiter
from autoleads.hooks.replica import Replicas
from autoleads.hooks.request_id import add_request_id, set_request_id
from autoleads.hooks.response_cache import CAPACITY, ResponseCache
from autoleads.hooks.security_headers import send_security_headers
from autoleads.hooks.static_files import add_content_hash, cache_static_file
from autoleads.hooks.thread_shares import ThreadShares
from autoleads.hooks.verified_tokens import VerifiedTokens
from autoleads.metrics import Metrics
from config import Config


def register_hooks(app: Flask) -> None:
    """Register the hooks that run around every request."""
    config: Config = app.config["AUTOLEADS"]
    metrics = find_installed(app, Metrics)
    install(
        app,
        AccessLog(metrics),
        Replicas(list(app.config["SQLALCHEMY_BINDS"])),
        ResponseCache(CAPACITY // config.web_processes, metrics),
        ForwardedAddresses(config.trusted_proxies),
        VerifiedTokens(),
    )
    if config.web_threads:
        install(app, ThreadShares(config.web_threads))
    app.before_request(hold_back)
    app.before_request(start_clock)
    app.before_request(set_request_id)
    app.before_request(observe_forwarded_address)
    limiter.init_app(app)
    app.url_defaults(add_content_hash)
    # Flask runs these last to first.
    app.after_request(write_access_line)
    app.after_request(add_request_id)
    app.after_request(cache_static_file)
    app.after_request(send_security_headers)
