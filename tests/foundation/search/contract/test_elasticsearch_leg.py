"""Says in one line when the third engine was not part of the contract."""

import pytest

from tests.foundation.search.contract.conftest import ENGINES


@pytest.mark.elasticsearch
def test_the_contract_ran_on_a_search_node_too():
    assert "elasticsearch" in ENGINES
