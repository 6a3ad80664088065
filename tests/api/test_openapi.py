"""The description of the API is made from the API, so it can't drift from it."""

from __future__ import annotations

import re
from typing import Any

from ports import Ports, Program

from bbs.app import console_app, network_app

PATH = "/api/v1/openapi.json"


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"]} if "$ref" in node else set()
        return own.union(*(references(value) for value in node.values()), set())
    return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()


async def test_every_address_below_api_is_described_on_its_port_and_no_other(ports: Ports) -> None:
    for app, program in (
        (network_app(ports.services), ports.stranger),
        (console_app(ports.services), ports.teacher),
    ):
        described = await program.json(PATH)
        found = {(path, method.upper()) for path, one in described["paths"].items() for method in one}
        routes = {
            (route.resource.canonical, route.method)
            for route in app.router.routes()
            if route.resource and route.resource.canonical.startswith("/api/") and route.method != "HEAD"
        }
        assert found == routes


async def test_an_operation_says_what_it_reads_and_answers(ports: Ports) -> None:
    described = await ports.stranger.json(PATH)
    assert described["openapi"] == "3.1.0"
    start = described["paths"]["/api/v1/boards/{board}/threads"]["post"]
    assert start["summary"] == "start a thread, or a card for somebody"
    assert set(start["responses"]) == {"201", "202", "409", "422", "503", "default"}
    assert start["security"] == [{"token": []}]
    assert [(one["name"], one["in"]) for one in start["parameters"]] == [("board", "path")]
    listed = described["paths"]["/api/v1/boards/{board}/threads"]["get"]
    assert [one["name"] for one in listed["parameters"]] == ["board", "before", "limit"]
    assert described["paths"]["/api/v1/join"]["post"]["security"] == []


async def test_every_reference_leads_to_a_schema_that_refuses_unknown_keys(ports: Ports) -> None:
    for program in (ports.stranger, ports.teacher):
        described = await program.json(PATH)
        schemas = described["components"]["schemas"]
        assert references(described) == {f"#/components/schemas/{name}" for name in schemas}
        read = {name: schema for name, schema in schemas.items() if name != "Problem"}
        assert all(schema["additionalProperties"] is False for schema in read.values())


async def test_every_operation_has_a_name_of_its_own_and_a_summary(ports: Ports) -> None:
    for program in (ports.stranger, ports.teacher):
        operations = [o for one in (await program.json(PATH))["paths"].values() for o in one.values()]
        names = [operation["operationId"] for operation in operations]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[^/{}]{8,}", operation["summary"]) for operation in operations)


async def test_the_console_s_description_is_for_the_teacher(ports: Ports) -> None:
    assert (await Program(ports.console).get(PATH)).status == 401
