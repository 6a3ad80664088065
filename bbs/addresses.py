"""The sockets that a server listens on, and the machine's own addresses; nothing here connects anywhere."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import re
import socket
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import ifaddr

EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - what `--lan` asks for
THIS_MACHINE = ("127.0.0.1", "::1")

VIRTUAL = re.compile(
    r"(docker|br-|bridge\d|veth|virbr|vmnet|vboxnet|lxc|lxd|cni|flannel|podman|tun|tap|utun|wg|zt|tailscale|ham|ppp)"
    r"|.*(virtual|vmware|hyper-v|vethernet|wsl|vpn|tap-windows|wireguard|zerotier|tailscale|docker|bluetooth)",
    re.IGNORECASE,
)
"""Names of bridges, tunnels and adapters for machines inside this one."""

_WAITING = 1_024
"""How many browsers may stand at the door at once: a whole school opening one link."""

_NO_SUCH_FAMILY = ("EADDRNOTAVAIL", "EAFNOSUPPORT", "ENETUNREACH")


class AddressError(Exception):
    """A server can't listen there; the text is one clear line with what to do."""


def listen(host: str, port: int, *, lan: bool = False) -> list[socket.socket]:
    """Sockets that listen on every address meant by `host`, all on one port (0: any that is free)."""
    sockets: list[socket.socket] = []
    try:
        for address in EVERY_ADDRESS if lan else _addresses_of(host):
            try:
                sockets.append(_socket(address, port))
            except OSError as error:
                if not (sockets and _is(error, *_NO_SUCH_FAMILY)):
                    raise
                continue  # this machine has no IPv6; the other address does
            port = sockets[0].getsockname()[1]
    except OSError as error:
        for one in sockets:
            one.close()
        raise AddressError(_in_words(host, port, error)) from None
    return sockets


def lan_addresses() -> list[str]:
    """The addresses at which other devices may reach this machine, the likeliest first."""
    found = {
        ipaddress.ip_address(_plain(ip.ip)): _is_virtual(adapter)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    }
    usable = [one for one in found if not (one.is_loopback or one.is_link_local or one.is_multicast)]
    return [str(one) for one in sorted(usable, key=lambda one: (found[one], *_likeliness(one)))]


def announced(host: str, port: int, machine: Sequence[str] = ()) -> tuple[str, ...]:
    """The addresses at which students reach a server that listens at `host`, or on every address of the machine."""
    return tuple(url(one, port) for one in machine or [host])


def is_this_machine(address: str) -> bool:
    """Whether an address leads to the machine that asks: no other device can use it."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def url(host: str, port: int, path: str = "/") -> str:
    """An address for a browser's address bar; an IPv6 host is put in brackets."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}{'' if port == 80 else f':{port}'}{path}"


def _is_virtual(adapter: ifaddr.Adapter) -> bool:
    """Whether an adapter is made by a program: other devices seldom reach such a network."""
    return any(VIRTUAL.match(str(name)) for name in (adapter.name, adapter.nice_name))


def _likeliness(one: ipaddress.IPv4Address | ipaddress.IPv6Address) -> tuple[int, bool, int]:
    return one.version, not one.is_private, int(one)


def _plain(ip: str | tuple[str, int, int]) -> str:
    return ip if isinstance(ip, str) else ip[0]


def _addresses_of(host: str) -> Iterator[str]:
    if host == "localhost":
        yield from THIS_MACHINE
        return
    with contextlib.suppress(ValueError):
        yield str(ipaddress.ip_address(host.strip("[]")))
        return
    raise OSError(errno.EINVAL, "not an address")


def _socket(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    one = socket.create_server((address, port), family=family, backlog=_WAITING)
    one.setblocking(False)
    return one


def _is(error: OSError, *names: str) -> bool:
    """Whether an error is one of these; Windows numbers the errors of sockets apart (WSAEADDRINUSE)."""
    known = {getattr(errno, prefix + name, None) for name in names for prefix in ("", "WSA")}
    return error.errno in known


def _in_words(host: str, port: int, error: OSError) -> str:
    if _is(error, "EADDRINUSE"):
        return f"port {port} is taken by another program; choose another with --port or --console-port"
    if _is(error, "EACCES"):
        return f"port {port} may not be used by this account; choose one above 1023"
    if _is(error, "EINVAL", "EADDRNOTAVAIL"):
        return f"{host!r} is not an address of this machine; write localhost, or one of its numbers"
    return f"can't listen on {host} port {port}: {error.strerror or error}"
