"""A browser without scripts, for the panel: it keeps cookies and sends forms as they are shown."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from tests.support.factories import PASSWORD, Dealer

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
LOGIN = "/admin/login"


@dataclass
class Panel:
    """The panel of a dealer, in one browser."""

    dealer: Dealer
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.dealer.app.test_client()

    def log_in(self, who: str, password: str = PASSWORD, **form: Any) -> TestResponse:
        return self.send(LOGIN, email=self.dealer.email(who), password=password, **form)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(path, base_url=self.address, headers=headers)

    def send(
        self, path: str, headers: Mapping[str, str] | None = None, **form: Any
    ) -> TestResponse:
        """Post a form exactly as given."""
        if headers is None:
            headers = {"Origin": self.address}
        return self.client.post(path, base_url=self.address, data=form, headers=headers)

    def post(self, path: str, **form: Any) -> TestResponse:
        """Post a form with the token that the pages carry."""
        return self.send(path, csrf_token=self.csrf_token, **form)

    def upload(self, path: str, content: bytes, name: str) -> TestResponse:
        """Post a form with a file."""
        file = FileStorage(io.BytesIO(content), name)
        fields: dict[str, Any] = {"csrf_token": self.csrf_token, "file": file}
        # Encoded here: the client's own encoder leaves temporary files of large bodies open.
        boundary, body = encode_multipart(MultiDict(fields))
        return self.client.post(
            path,
            base_url=self.address,
            data=body,
            content_type=f'multipart/form-data; boundary="{boundary}"',
            headers={"Origin": self.address},
        )

    @property
    def address(self) -> str:
        return f"http://{self.dealer.host}"

    @property
    def csrf_token(self) -> str:
        found = CSRF.search(self.get("/admin/account").text)
        assert found
        return found[1]


def panel_of(dealer: Dealer, who: str) -> Panel:
    """Return a browser in which a member of the team is logged in."""
    panel = Panel(dealer)
    assert panel.log_in(who).status_code == 303
    return panel
