"""The addresses of tenants, for what has no request to take them from."""

from __future__ import annotations

from urllib.parse import urlsplit

from autoleads.services.tenants.info import TenantInfo


class TenantUrls:
    """Builds the addresses of tenants; each application has one.

    `port` is that of a development server, which speaks plain HTTP; None means HTTPS.
    `public_url` is where the gateway reaches the platform.
    """

    def __init__(self, base_domain: str, port: int | None, public_url: str) -> None:
        self._base_domain = base_domain
        self._port = port
        self._public_host = urlsplit(public_url).hostname

    def is_platform_host(self, host: str) -> bool:
        """Return whether a host is the platform's own, so that no tenant can claim it."""
        is_below_base = f".{host}".endswith(f".{self._base_domain}")
        return is_below_base or host == self._public_host

    def host(self, tenant: TenantInfo) -> str:
        """Return the tenant's host under the base domain, such as `maju-jaya.autoleads.com`."""
        return f"{tenant.slug}.{self._base_domain}"

    def origin(self, tenant: TenantInfo) -> str:
        """Return the address of that host, without a slash at the end."""
        return self.origin_of(tenant.slug)

    def origin_of(self, slug: str) -> str:
        """Return the address of a slug's host, without a slash at the end."""
        host = f"{slug}.{self._base_domain}"
        if self._port is None:
            return f"https://{host}"
        return f"http://{host}:{self._port}"

    def site(self, tenant: TenantInfo) -> str:
        """Return the address that customers know: of the tenant's own domain, if it has one."""
        if tenant.domain:
            return f"https://{tenant.domain}"
        return self.origin(tenant)
