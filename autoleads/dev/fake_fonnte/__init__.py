"""A local fake of Fonnte's servers, for `make run` and the tests.

`python -m autoleads.dev.fake_fonnte --port N` serves Fonnte's own calls, `POST /send`, `/device`
and `/update-device` (form fields, `Authorization: <any token>`), and for people and tests:

- `GET /` shows every chat; `POST /say` (device, sender, message, name) writes as a customer, which
  posts to the device's webhook.
- `GET /inbox?target=62…` lists the messages that were delivered, oldest first.
- `POST /control` (JSON, the arguments of `Behaviour`) makes calls fail; `{}` ends that.
"""

from autoleads.dev.fake_fonnte.api import FakeApi, Response
from autoleads.dev.fake_fonnte.behaviour import Behaviour
from autoleads.dev.fake_fonnte.server import FakeFonnte

__all__ = ["Behaviour", "FakeApi", "FakeFonnte", "Response"]
