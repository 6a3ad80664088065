"""The sockets a server listens on, and the machine's addresses."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

import ifaddr
import pytest

from bbs import addresses
from bbs.addresses import AddressError, announced, is_this_machine, lan_addresses, listen, url


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as one:
        yield one.getsockname()[1]


def names(sockets: list[socket.socket]) -> set[str]:
    found = {one.getsockname()[0] for one in sockets}
    for one in sockets:
        one.close()
    return found


def test_localhost_listens_on_both_stacks_and_one_port() -> None:
    sockets = listen("localhost", 0)
    assert len({one.getsockname()[1] for one in sockets}) == 1
    assert names(sockets) <= {"127.0.0.1", "::1"}


def test_lan_listens_on_every_address() -> None:
    assert "0.0.0.0" in names(listen("localhost", 0, lan=True))  # noqa: S104  # what the option asks for


def test_a_single_address_is_taken_literally() -> None:
    assert names(listen("127.0.0.1", 0)) == {"127.0.0.1"}


def test_a_browser_can_connect_to_each_socket() -> None:
    sockets = listen("localhost", 0)
    for one in sockets:
        socket.create_connection(one.getsockname()[:2], timeout=2).close()
        one.close()


def test_a_machine_without_ipv6_listens_on_the_other_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "THIS_MACHINE", ("127.0.0.1", "2001:db8::1"))
    assert names(listen("localhost", 0)) == {"127.0.0.1"}


def test_when_one_address_of_two_is_taken_the_other_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    monkeypatch.setattr(addresses, "THIS_MACHINE", ("127.0.0.1", "127.0.0.1"))
    with pytest.raises(AddressError) as caught:
        listen("localhost", port)
    assert "is taken" in str(caught.value)
    socket.create_server(("127.0.0.1", port)).close()


def test_a_taken_port_is_one_clear_line(taken: int) -> None:
    with pytest.raises(
        AddressError,
        match=f"^port {taken} is taken by another program; choose another with --port or --console-port$",
    ):
        listen("localhost", taken)


@pytest.mark.parametrize(
    "host", ["nowhere", "board.example.test", "", "1.2.3", "192.0.2.200", "127.0.0.1:80"]
)
def test_what_is_no_address_of_this_machine_is_refused_without_asking_anybody(host: str) -> None:
    with pytest.raises(AddressError, match="is not an address of this machine"):
        listen(host, 0)


def test_the_addresses_for_other_devices_leave_out_those_that_only_this_machine_has() -> None:
    for text in lan_addresses():
        assert not ipaddress.ip_address(text).is_loopback
        assert not ipaddress.ip_address(text).is_link_local


def test_private_addresses_come_before_others_and_version_4_before_6(monkeypatch: pytest.MonkeyPatch) -> None:
    def adapters() -> list[ifaddr.Adapter]:
        ips = [("fd00::2", 0, 0), "198.51.100.9", "192.168.1.20", "127.0.0.1", ("fe80::1", 0, 2)]
        return [ifaddr.Adapter("one", "one", [ifaddr.IP(ip, 24, "one") for ip in ips])]

    monkeypatch.setattr(ifaddr, "get_adapters", adapters)
    assert lan_addresses()[0] == "192.168.1.20"
    assert lan_addresses()[-1] == "fd00::2"
    assert len(lan_addresses()) == 3


@pytest.mark.parametrize(
    ("host", "port", "expected"),
    [
        ("localhost", 8080, "http://localhost:8080/"),
        ("192.168.1.20", 80, "http://192.168.1.20/"),
        ("fd00::2", 8080, "http://[fd00::2]:8080/"),
    ],
)
def test_a_url_is_what_a_person_types(host: str, port: int, expected: str) -> None:
    assert url(host, port) == expected


@pytest.mark.parametrize(
    ("address", "only_here"),
    [
        ("http://localhost:8080/", True),
        ("http://127.0.0.1/", True),
        ("http://[::1]:8080/", True),
        ("http://192.168.1.20:8080/", False),
        ("http://[fd00::1]:8080/", False),
        ("http://class.school.test/", False),
    ],
)
def test_an_address_of_this_machine_alone_is_told_from_one_that_others_can_use(
    address: str, only_here: bool
) -> None:
    assert is_this_machine(address) is only_here


def test_students_are_sent_to_the_host_that_was_asked_for() -> None:
    assert announced("board.school.test", 80) == ("http://board.school.test/",)


def test_on_the_lan_students_are_sent_to_the_machine_s_own_addresses_or_to_the_host_where_it_has_none() -> (
    None
):
    found = [url(one, 8080) for one in lan_addresses()]
    assert announced("localhost", 8080, lan_addresses()) == tuple(found or ["http://localhost:8080/"])


@pytest.mark.parametrize(
    "name",
    [
        "docker0",
        "br-1a2b3c",
        "virbr0",
        "tun0",
        "utun4",
        "tailscale0",
        "vEthernet (WSL)",
        "VirtualBox Host-Only Network",
    ],
)
def test_the_networks_of_programs_come_after_those_of_cables_and_wi_fi(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def adapters() -> list[ifaddr.Adapter]:
        return [
            ifaddr.Adapter(one, one, [ifaddr.IP(ip, 24, one)])
            for one, ip in ((name, "10.0.0.1"), ("wlp2s0", "192.168.1.20"), ("Ethernet 2", "198.51.100.9"))
        ]

    monkeypatch.setattr(ifaddr, "get_adapters", adapters)
    assert lan_addresses() == ["192.168.1.20", "198.51.100.9", "10.0.0.1"]
