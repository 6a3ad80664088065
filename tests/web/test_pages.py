from pathlib import Path

import jinja2
import pytest

from bbs.shipped import templates_folder
from bbs.web.pages import environment

TEMPLATES = sorted(path.relative_to(templates_folder()) for path in templates_folder().rglob("*.html"))


def test_a_name_that_a_page_does_not_have_is_an_error(tmp_path: Path):
    (tmp_path / "x.html").write_text("{{ missing }}", encoding="utf-8")
    with pytest.raises(jinja2.UndefinedError):
        environment(tmp_path).get_template("x.html").render()


def test_everything_in_a_page_is_escaped(tmp_path: Path):
    (tmp_path / "x.html").write_text("{{ text }}", encoding="utf-8")
    assert environment(tmp_path).get_template("x.html").render(text="<b>") == "&lt;b&gt;"


def test_a_template_is_compiled_once_for_every_port_and_anew_when_its_file_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    compiled: list[str] = []
    original = jinja2.Environment.compile

    def compile_(self: jinja2.Environment, source: str, *rest: object, **more: object) -> object:
        compiled.append(source)
        return original(self, source, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", compile_)
    for text in ("one {{ 1 }}", "one {{ 1 }}", "two {{ 1 }}"):
        (tmp_path / "x.html").write_text(text, encoding="utf-8")
        assert environment(tmp_path).get_template("x.html").render() == text.replace("{{ 1 }}", "1")
    assert compiled == ["one {{ 1 }}", "two {{ 1 }}"]


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_every_shipped_template_compiles(template: Path):
    environment(templates_folder()).get_template(template.as_posix())


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_template_writes_a_host_or_anything_inline(template: Path):
    text = (templates_folder() / template).read_text(encoding="utf-8")
    for forbidden in ("http://", "https://", " style=", "<style", "|safe", " onclick", "javascript:"):
        assert forbidden not in text
    assert "<script>" not in text
