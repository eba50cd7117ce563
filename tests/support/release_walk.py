"""One walk through everything that writes, with the code of whatever release is on the path.

A program: it is run with an older release's tree, so it imports nothing of the tests and speaks to
the application as clients and operators do.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from autoleads import create_app
from config import Config

HOST = "walk.autoleads.test"
PASSWORD = "a-password-for-the-walk"
SECRET = "secret-of-the-walk"
CAR = {
    "brand": "Honda",
    "model": "Brio",
    "year": 2022,
    "price": 178_000_000,
    "km": 31_000,
    "transmission": "automatic",
    "fuelType": "petrol",
    "status": "available",
}
CHAT = {
    "device": "6281100000009",
    "sender": "6281290009999",
    "name": "Sari",
    "message": "#A01 ada?",
}

app = create_app(Config.from_env())
client = app.test_client()
headers: dict[str, str] = {}


def command(*words: str) -> None:
    result = app.test_cli_runner().invoke(args=words)
    if result.exit_code:
        sys.exit(f"{' '.join(words)}: {result.output}{result.exception!r}")


def call(method: str, path: str, body: Any = None) -> Any:
    address = f"http://{HOST}{path}"
    response = client.open(address, method=method, json=body, headers=headers)
    if response.status_code >= 400:
        sys.exit(f"{method} {path}: {response.status_code} {response.text}")
    return json.loads(response.data)["data"] if response.data else None


command("tenants", "create", "--slug", "walk", "--name", "Walk", "--whatsapp", "+6281100000009")
for role in ("owner", "sales"):
    email = f"{role}@walk.test"
    words = ("--email", email, "--name", role, "--role", role, "--password", PASSWORD)
    command("users", "create", "--tenant", "walk", *words)
command("devices", "create", "--tenant", "walk", "--label", "6281100000009", "--secret", SECRET)

tokens = call("POST", "/api/admin/auth/login", {"email": "owner@walk.test", "password": PASSWORD})
headers["Authorization"] = f"Bearer {tokens['accessToken']}"
call("PATCH", "/api/admin/tenant", {"address": "Jl. Contoh 1"})
car = call("POST", "/api/admin/cars", {**CAR, "displayCode": "A01"})
call("PATCH", f"/api/admin/cars/{car['id']}", {"price": 175_000_000})
call("GET", "/api/cars?q=brio&sort=price")
call("GET", f"/api/cars/{car['slug']}")
call("GET", "/api/cars/facets")

lead = call("POST", f"/webhook/fonnte/{SECRET}", CHAT)["leadId"]
call("POST", f"/webhook/fonnte/{SECRET}/status", {"id": "1", "status": "delivered"})
call("POST", "/api/leads", {"name": "Rina", "phone": "081290008888", "carSlug": car["slug"]})
me = call("GET", "/api/admin/auth/me")
call("POST", f"/api/admin/leads/{lead}/assign", {"userId": me["id"]})
call("PATCH", f"/api/admin/leads/{lead}", {"status": "contacted"})
call("POST", f"/api/admin/leads/{lead}/notes", {"text": "calls back"})
call("POST", f"/api/admin/leads/{lead}/messages", {"text": "Siang Kak"})
call("GET", f"/api/admin/leads/{lead}/messages")
call("GET", f"/api/admin/leads/{lead}/timeline")
call("GET", "/api/admin/leads?sort=waiting")
call("GET", "/api/admin/leads/stats")
call("GET", "/api/admin/demand")
users = call("GET", "/api/admin/users")
sales = next(user for user in users if user["role"] == "sales")
call("DELETE", f"/api/admin/users/{sales['id']}")
command("worker", "--once")
call("PATCH", f"/api/admin/leads/{lead}", {"status": "lost", "lostReason": "bought elsewhere"})
call("DELETE", f"/api/admin/cars/{car['id']}")
call("POST", "/api/admin/auth/logout")
