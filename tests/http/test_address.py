"""The address that an operator sets; what requests say of hosts is in the table of hostile requests."""

from __future__ import annotations

import pytest

from graph_service.settings import Settings


@pytest.mark.parametrize("address", ["graph.example", "https://", "ftp://graph.example", "https://graph.example/a b"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """With an example of one."""
    with pytest.raises(ValueError, match=r"GRAPH_ADDRESS.*https://graph\.example"):
        Settings.from_environment({"GRAPH_ADDRESS": address})


@pytest.mark.parametrize("address", ["", "https://graph.example", "http://localhost:8000", "http://[::1]:8000"])
def test_addresses_are_taken(address: str) -> None:
    """With a port, or none."""
    assert Settings.from_environment({"GRAPH_ADDRESS": address}).address == address
