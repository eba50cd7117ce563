import pytest

from tests.support.factories import Dealer
from tests.support.fake_gateway import Line, connect


@pytest.fixture
def line(dealer_a: Dealer) -> Line:
    return connect(dealer_a)
