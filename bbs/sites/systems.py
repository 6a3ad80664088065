"""How the automatic proxy setting is made on each system: steps in words, and what the screens look like.

The screens are drawn from this: see templates/connect/drawn.html. Every system words its settings a little
differently from year to year, so the steps name what stays, and the drawings show no system's own looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Kind = Literal["line", "on", "off", "picked", "box", "button"]
"""line: something to press. on, off: a switch. picked: one of several, chosen. box: the address goes in here."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a drawn screen. `step` is the number of the step that it belongs to; 0 for none."""

    kind: Kind
    words: str
    step: int = 0


@dataclass(frozen=True, slots=True)
class Screen:
    """A drawn screen: its title and its lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class System:
    """One system: what to do, what it looks like, and how to take it off again."""

    id: str
    title: str
    note: str
    steps: tuple[str, ...]
    screens: tuple[Screen, ...]
    off: str


_WINDOWS = System(
    "windows",
    "Windows",
    "Windows 10 and 11. Edge, Chrome and Firefox follow this setting.",
    (
        "Open Settings and choose Network & internet.",
        "Choose Proxy.",
        "At Use setup script, press Set up. (Windows 10 has the switch right there.)",
        "Turn the switch on.",
        "Type the address.",
        "Press Save.",
    ),
    (
        Screen(
            "Network & internet",
            (Line("line", "Wi-Fi"), Line("line", "Proxy", 2), Line("line", "Use setup script: Set up", 3)),
        ),
        Screen(
            "Edit setup script",
            (Line("on", "Use setup script", 4), Line("box", "Script address", 5), Line("button", "Save", 6)),
        ),
    ),
    "Go to the same place and turn Use setup script off.",
)

_MACOS = System(
    "macos",
    "macOS",
    "macOS 13 and later. Safari and Chrome follow this setting, and Firefox as it comes.",
    (
        "Open System Settings and choose Network, then Wi-Fi.",
        "Beside the name of your network, press Details.",
        "Choose Proxies.",
        "Turn Automatic proxy configuration on.",
        "Type the address.",
        "Press OK.",
    ),
    (
        Screen("Wi-Fi", (Line("line", "Your network: Details...", 2), Line("line", "Proxies", 3))),
        Screen(
            "Proxies",
            (
                Line("off", "Auto proxy discovery"),
                Line("on", "Automatic proxy configuration", 4),
                Line("box", "URL", 5),
                Line("button", "OK", 6),
            ),
        ),
    ),
    "Go to the same place, turn Automatic proxy configuration off, and press OK.",
)

_IOS = System(
    "iphone",
    "iPhone and iPad",
    "The setting holds for this one Wi-Fi network and for no other.",
    (
        "Open Settings and choose Wi-Fi.",
        "Press the (i) beside the name of your network.",
        "Scroll down and choose Configure Proxy.",
        "Choose Automatic.",
        "Type the address.",
        "Press Save.",
    ),
    (
        Screen("Wi-Fi", (Line("line", "Your network  (i)", 2), Line("line", "Configure Proxy: Off", 3))),
        Screen(
            "Configure Proxy",
            (Line("picked", "Automatic", 4), Line("box", "URL", 5), Line("button", "Save", 6)),
        ),
    ),
    "Go to the same place, choose Off, and press Save.",
)

_ANDROID = System(
    "android",
    "Android",
    "Makers word it differently. The setting holds for this one Wi-Fi network and for no other.",
    (
        "Open Settings, then Network & internet, then Internet or Wi-Fi.",
        "Press the wheel beside the name of your network, or keep a finger on the name.",
        "Press the pencil, or choose Modify or Advanced.",
        "At Proxy, choose Proxy Auto-Config.",
        "Type the address.",
        "Press Save.",
    ),
    (
        Screen("Wi-Fi", (Line("line", "Your network  (wheel)", 2), Line("line", "Advanced options", 3))),
        Screen(
            "Advanced options",
            (
                Line("picked", "Proxy: Proxy Auto-Config", 4),
                Line("box", "PAC URL", 5),
                Line("button", "Save", 6),
            ),
        ),
    ),
    "Go to the same place, choose None at Proxy, and press Save.",
)

_CHROMEOS = System(
    "chromeos",
    "ChromeOS",
    "On a Chromebook that the school manages, this may be locked. "
    "Typing the machine's address works there all the same.",
    (
        "Open Settings and choose Network, then Wi-Fi, then the name of your network.",
        "Open Proxy. If it is grey, allow proxies for shared networks first.",
        "As connection type, choose Automatic proxy configuration.",
        "Type the address.",
        "Press Save.",
    ),
    (
        Screen("Your network", (Line("on", "Proxies for shared networks"), Line("line", "Proxy", 2))),
        Screen(
            "Proxy",
            (
                Line("picked", "Automatic proxy configuration", 3),
                Line("box", "Autoconfiguration URL", 4),
                Line("button", "Save", 5),
            ),
        ),
    ),
    "Go to the same place, choose Direct Internet connection, and press Save.",
)

_LINUX = System(
    "linux",
    "Linux",
    "GNOME, as on Ubuntu and Fedora. KDE has it under System Settings, Network, Proxy.",
    (
        "Open Settings and choose Network.",
        "Choose Proxy, and turn it on.",
        "Choose Automatic.",
        "Type the address. There is nothing to press: it holds at once.",
    ),
    (
        Screen("Network", (Line("line", "Wired: connected"), Line("line", "Proxy", 2))),
        Screen(
            "Proxy",
            (
                Line("on", "Network proxy", 2),
                Line("picked", "Automatic", 3),
                Line("box", "Configuration URL", 4),
            ),
        ),
    ),
    "Go to the same place and turn the network proxy off.",
)

_FIREFOX = System(
    "firefox",
    "Firefox",
    "On every computer, for Firefox alone: the rest of the machine stays as it is.",
    (
        "Open Settings and scroll down to Network Settings.",
        "Press Settings.",
        "Choose Automatic proxy configuration URL.",
        "Type the address.",
        "Press OK.",
    ),
    (
        Screen("Settings, General", (Line("line", "Network Settings", 1), Line("line", "Settings...", 2))),
        Screen(
            "Connection settings",
            (
                Line("picked", "Automatic proxy configuration", 3),
                Line("box", "Address", 4),
                Line("button", "OK", 5),
            ),
        ),
    ),
    "Go to the same place, choose Use system proxy settings, and press OK.",
)

SYSTEMS: Mapping[str, System] = MappingProxyType(
    {one.id: one for one in (_WINDOWS, _MACOS, _IOS, _ANDROID, _CHROMEOS, _LINUX, _FIREFOX)}
)
"""In the order in which they are shown."""
