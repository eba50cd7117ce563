"""The store of files: the same on a disk and in S3."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from autoleads.errors import NotFound, ServiceUnavailable
from autoleads.services.storage import Storage
from tests.support.s3_server import start_s3_server


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    """The address of an S3 server on this machine."""
    with start_s3_server() as address:
        yield address


@pytest.fixture(params=["disk", "s3"])
def storage(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Storage:
    """A store on a disk, and one in S3, set up by the variables that operators set."""
    if request.param == "disk":
        return Storage(f"file://{tmp_path}")
    address = request.getfixturevalue("s3_address")
    bucket = f"photos-{uuid.uuid4().hex}"
    with urlopen(Request(f"{address}/{bucket}", method="PUT")):
        pass
    monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    return Storage(f"s3://{bucket}")


def test_a_file_is_kept_read_and_deleted(storage: Storage) -> None:
    storage.put("ab/cdef-320.jpg", b"photo")
    assert storage.get("ab/cdef-320.jpg") == b"photo"

    storage.put("ab/cdef-320.jpg", b"another")
    assert storage.get("ab/cdef-320.jpg") == b"another"

    storage.delete("ab/cdef-320.jpg")
    with pytest.raises(NotFound):
        storage.get("ab/cdef-320.jpg")


def test_deleting_twice_is_no_fault(storage: Storage) -> None:
    storage.delete("ab/nothing.jpg")


def test_ten_megabytes_are_kept(storage: Storage) -> None:
    content = bytes(range(256)) * 40_960

    storage.put("media/1/ab/c", content)

    assert storage.get("media/1/ab/c") == content


@pytest.mark.parametrize("name", ["../outside", "a/../../outside", "/etc/passwd"])
def test_no_name_leads_outside(storage: Storage, tmp_path: Path, name: str) -> None:
    (tmp_path.parent / "outside").write_text("secret")

    with pytest.raises((NotFound, ServiceUnavailable)):
        storage.get(name)


def test_a_store_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    storage = Storage("s3://photos")

    with pytest.raises(ServiceUnavailable):
        storage.put("a", b"x")
