import pytest

from autoleads.text.host import parse_host, tenant_slug

BASES = ("autoleads.test", "autoleads.co.id")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("dealer-a.autoleads.test", "dealer-a.autoleads.test"),
        ("Dealer-A.AutoLeads.test.:8000", "dealer-a.autoleads.test"),
        ("localhost:65535", "localhost"),
        ("localhost:65536", None),
        ("localhost:", None),
        ("a_b.test", None),
        ("-a.test", None),
        ("a..test", None),
        ("a" * 64, None),
        ("a." * 130 + "a", None),
        ("[::1]", None),
        ("", None),
    ],
)
def test_parse_host(raw: str, name: str | None) -> None:
    assert parse_host(raw) == name


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("dealer-a.autoleads.test", "dealer-a"),
        ("dealer-a.autoleads.co.id", "dealer-a"),
        ("autoleads.test", None),
        ("a.b.autoleads.test", None),
        ("www.autoleads.test", None),
        ("dealer-a.test", None),
    ],
)
def test_tenant_slug(name: str, slug: str | None) -> None:
    assert tenant_slug(name, BASES) == slug
