"""AutoLeads: the back end of many used-car dealers at once."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from autoleads import models as models  # the migrations compare with all tables
from autoleads import views
from autoleads.cli import register_commands
from autoleads.database.direct import DirectDatabase
from autoleads.database.pool import ping_idle_connections, report_connections_in_use
from autoleads.database.time_limit import TimeLimit
from autoleads.error_reports import report_errors
from autoleads.extensions import db, find_installed, install, jwt
from autoleads.hooks import register_hooks
from autoleads.hooks.bounded_threads import BoundedThreads
from autoleads.http.error_handlers import register_error_handlers
from autoleads.http.json_provider import OrjsonProvider
from autoleads.http.requests import AppRequest, NoSession
from autoleads.http.rules import LateRule
from autoleads.logs import configure_logging
from autoleads.metrics import Metrics
from autoleads.routes import register_blueprints
from autoleads.routes.public.front import PublicFront
from autoleads.services.setup import make_services
from autoleads.settings import REPLICA_SECONDS, flask_settings
from config import Config


def create_app(config: Config | None = None) -> Flask:
    """Return the application for these settings, or for those of the environment."""
    config = config or Config.from_env()
    configure_logging(config.log_level, plain=config.env == "development")

    app = Flask(__name__)
    if config.sentry_dsn:
        install(app, report_errors(config.sentry_dsn, config.env))
    app.request_class = AppRequest
    app.url_rule_class = LateRule
    app.session_interface = NoSession()
    app.config.from_mapping(flask_settings(config))
    app.json = OrjsonProvider(app)
    app.url_map.strict_slashes = False
    # A redirect to the merged path would repeat any host.
    app.url_map.merge_slashes = False
    if config.metrics_token:
        install(app, Metrics(app.url_map))
    register_extensions(app)
    install(app, *make_services(config))
    views.init_app(app)

    register_hooks(app)
    register_error_handlers(app)
    register_blueprints(app)
    register_commands(app)
    if config.public_front:
        app.wsgi_app = PublicFront(app)  # type: ignore[method-assign]
    trust_proxies(app, config.trusted_proxies)
    if config.web_threads:
        app.wsgi_app = BoundedThreads(app)  # type: ignore[method-assign]
    return app


def trust_proxies(app: Flask, number: int) -> None:
    """Believe so many proxies about the client's address and scheme, but never about the host."""
    if number == 0:
        return
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=number, x_proto=number, x_host=0, x_port=0, x_prefix=0
    )


def register_extensions(app: Flask) -> None:
    """Initialize the extensions; Flask-Limiter is one of the hooks, which run in order."""
    db.init_app(app)
    metrics = find_installed(app, Metrics)
    limit = TimeLimit(REPLICA_SECONDS)
    with app.app_context():
        engines: Any = db.engines
        for name, engine in engines.items():
            if name is not None:
                limit.apply(engine.pool)
            ping_idle_connections(engine.pool)
            if metrics is not None:
                report_connections_in_use(engine, metrics.connections_to(name or "primary"))
    install(app, DirectDatabase(engines))
    jwt.init_app(app)
