"""AutoLeads: the back end of many used-car dealers at once."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from autoleads import models as models  # the migrations compare with all tables
from autoleads import views
from autoleads.cli import register_commands
from autoleads.database.pool import ping_idle_connections
from autoleads.extensions import db, install, jwt, migrate
from autoleads.hooks import register_hooks
from autoleads.http.error_handlers import register_error_handlers
from autoleads.http.json_provider import OrjsonProvider
from autoleads.logs import configure_logging
from autoleads.routes import register_blueprints
from autoleads.services.setup import make_services
from autoleads.settings import flask_settings
from config import Config


def create_app(config: Config | None = None) -> Flask:
    """Return the application for these settings, or for those of the environment."""
    config = config or Config.from_env()
    configure_logging(config.log_level)

    app = Flask(__name__)
    app.config.from_mapping(flask_settings(config))
    app.json = OrjsonProvider(app)
    app.url_map.strict_slashes = False
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app,
        x_for=config.trusted_proxies,
        x_proto=config.trusted_proxies,
        x_host=0,
        x_port=0,
        x_prefix=0,
    )

    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            ping_idle_connections(engine.pool)
    migrate.init_app(app, db)
    jwt.init_app(app)
    install(app, *make_services(config))
    views.init_app(app)

    register_hooks(app)
    register_error_handlers(app)
    register_blueprints(app)
    register_commands(app)
    return app
