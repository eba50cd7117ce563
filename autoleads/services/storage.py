"""Files under names that nobody can guess, on a disk or in an S3 bucket."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from autoleads.errors import NotFound, ServiceUnavailable

PATH = "/photos"
"""Where our own host shows photos."""


class Storage:
    """Keeps files; each application has one.

    `address` is `file:///directory` or `s3://bucket`, whose keys come from the variables `AWS_…`.
    None refuses to keep anything: a platform's own disk is lost at each deploy. `public_url` is
    where a bucket is public by itself, such as a CDN.
    """

    def __init__(self, address: str | None, public_url: str | None = None) -> None:
        self._address = address
        self._public_url = public_url or PATH
        self._opened: ObjectStore | None = None

    def put(self, name: str, content: bytes) -> None:
        """Keep a file.

        Raises:
            ServiceUnavailable: no store is set, or it does not respond.
        """
        try:
            obstore.put(self._store, name, content)
        except (OSError, obstore.exceptions.BaseError) as error:
            raise ServiceUnavailable from error

    def get(self, name: str) -> bytes:
        """Return a file.

        Raises:
            NotFound: there is none of that name.
            ServiceUnavailable: no store is set, or it does not respond.
        """
        try:
            return bytes(obstore.get(self._store, name).bytes())
        except (FileNotFoundError, ValueError) as error:
            raise NotFound from error
        except (OSError, obstore.exceptions.BaseError) as error:
            raise ServiceUnavailable from error

    def public_address(self, name: str) -> str:
        """Return where customers see a photo: on our own host, or at `public_url`."""
        return f"{self._public_url}/{name}"

    def delete(self, name: str) -> None:
        """Delete a file, if there is one of that name.

        Raises:
            ServiceUnavailable: no store is set, or it does not respond.
        """
        try:
            obstore.delete(self._store, name)
        except FileNotFoundError:
            return
        except (OSError, obstore.exceptions.BaseError) as error:
            raise ServiceUnavailable from error

    @property
    def _store(self) -> ObjectStore:
        if self._address is None:
            raise ServiceUnavailable("photo_store_missing")
        if self._opened is None:
            self._opened = _open(self._address)
        return self._opened


def _open(address: str) -> ObjectStore:
    parts = urlsplit(address)
    if parts.scheme == "file":
        return LocalStore(prefix=Path(unquote(parts.path)), mkdir=True)
    return from_url(address)
