"""Results go to standard output, everything else to standard error."""

from __future__ import annotations

import logging

import pytest

from autoleads.services import tenants
from tests.cli.conftest import Operator


@pytest.mark.usefixtures("log_lines")  # whatever level another test's application has set
def test_log_lines_keep_out_of_the_result(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tenants.index

    def complain_and_list() -> list[tenants.TenantInfo]:
        logging.getLogger("autoleads.services").warning("tenant cache: redis does not answer")
        return index()

    monkeypatch.setattr(tenants, "index", complain_and_list)

    result = operator.run("tenants", "list", "--json")

    assert result.stdout == '{"tenants": []}\n'
    assert "redis does not answer" in result.stderr
