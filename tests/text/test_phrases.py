"""The catalogue is whole, used, and the only place of sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from autoleads import errors as errors_module
from autoleads.models.car import FuelType, Transmission
from autoleads.text.phrases import CATALOGUE, LANGUAGES, MODULES, Phrases, words
from autoleads.text.phrases.panel import NAMING_TOASTS, TOASTS

PRODUCT = Path(__file__).resolve().parents[2] / "autoleads"
CATALOGUE_FOLDER = PRODUCT / "text" / "phrases"
TEMPLATES = sorted((PRODUCT / "templates").rglob("*.html"))
DOCS = PRODUCT / "templates" / "docs"
CALL = re.compile(r"""\bt\(\s*["'](\w+)["']""")
INDONESIAN = re.compile(
    r"\b(?:Anda|Kak|Kakak|kami|yang|tidak|untuk|sudah|silakan|coba|dengan|dari|belum|atau|isi)\b",
    re.IGNORECASE,
)
READ_BY_PEOPLE = ("services", "schemas", "views", "http", "hooks", "routes", "gateways")
JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
TAG = re.compile(r"<[^>]*>", re.DOTALL)
READABLE_ATTRIBUTE = re.compile(r'\b(?:alt|title|placeholder|aria-label|content)="([^"]*)"')
CALLED = {"phrases", "_phrases", "words", "_words", "translate", "wrong"}
ERRORS = {kind.__name__ for kind in vars(errors_module).values() if isinstance(kind, type)}
"""They take a key first; FieldError and `invalid` take it second."""
TECHNICAL = re.compile("width=device-width.*|product|#[0-9a-f]{6}")
PREFIX = re.compile(r"""\bt\(\s*["'](\w+_)["']\s*~""")
"""A key that a template puts together: `t("lead_" ~ status)`."""


def placeholders(phrase: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


def source_files() -> Iterator[tuple[Path, ast.Module]]:
    for path in PRODUCT.rglob("*.py"):
        if path.parent != CATALOGUE_FOLDER:
            yield path, ast.parse(path.read_text())


def strings(tree: ast.Module) -> Iterator[str]:
    """Every string of a module but its docstrings."""
    nodes = list(ast.walk(tree))
    docstrings = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        match node:
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                yield text


def called_with(tree: ast.Module) -> Iterator[str]:
    """The keys in calls such as `phrases("key")`, `Conflict("key")` and `invalid(field, "key")`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=function, args=[ast.Constant(value=str(key)), *_]):
                if name_of(function) in CALLED | ERRORS - {"FieldError"}:
                    yield key
            case ast.Call(func=function, args=[_, ast.Constant(value=str(key)), *_]):
                if name_of(function) in {"FieldError", "invalid"}:
                    yield key


def prefixes() -> set[str]:
    """The beginnings of keys that templates and `f"event_{name}"` complete."""
    found = {prefix for template in TEMPLATES for prefix in PREFIX.findall(template.read_text())}
    for _, tree in source_files():
        for node in ast.walk(tree):
            match node:
                case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]):
                    found.update(re.findall(r"^[a-z]+_$", start))
    return found


def name_of(function: ast.expr) -> str:
    return ast.unparse(function).rpartition(".")[2]


@pytest.mark.parametrize("key", CATALOGUE)
def test_both_languages_have_the_same_placeholders(key: str) -> None:
    indonesian, english = CATALOGUE[key]

    assert indonesian.strip()
    assert english.strip()
    assert placeholders(indonesian) == placeholders(english)


def test_no_two_modules_share_a_key() -> None:
    assert sum(len(module.PHRASES) for module in MODULES) == len(CATALOGUE)


def test_every_key_is_used() -> None:
    used = {text for _, tree in source_files() for text in strings(tree)}
    for template in TEMPLATES:
        used.update(CALL.findall(template.read_text()))

    unused = CATALOGUE.keys() - used
    begun = tuple(prefixes())
    assert sorted(key for key in unused if not key.startswith(begun)) == []


def test_every_used_key_exists() -> None:
    used = {key for _, tree in source_files() for key in called_with(tree)}
    for template in TEMPLATES:
        used.update(CALL.findall(template.read_text()))

    assert len(used) > 50
    assert sorted(used - CATALOGUE.keys() - prefixes()) == []


def test_every_beginning_of_keys_is_that_of_some() -> None:
    begun = {prefix for template in TEMPLATES for prefix in PREFIX.findall(template.read_text())}
    keys = "\n".join(CATALOGUE)

    assert [prefix for prefix in begun if not re.search(f"^{prefix}", keys, re.MULTILINE)] == []


@pytest.mark.parametrize(
    "template", [path for path in TEMPLATES if DOCS not in path.parents], ids=lambda path: path.name
)
def test_templates_hold_no_sentences(template: Path) -> None:
    markup = JINJA.sub("", template.read_text())
    texts = [TAG.sub("", markup)]
    texts += [text for text in READABLE_ATTRIBUTE.findall(markup) if not TECHNICAL.fullmatch(text)]

    assert [text for text in texts if re.search("[A-Za-z]", text)] == []


def test_code_holds_no_indonesian_sentences() -> None:
    found = [
        (path.relative_to(PRODUCT).as_posix(), text)
        for path, tree in source_files()
        if path.relative_to(PRODUCT).parts[0] in READ_BY_PEOPLE
        for text in strings(tree)
        if " " in text and INDONESIAN.search(text) and "|" not in text
    ]

    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_a_car_has_a_name(language: str) -> None:
    phrases = Phrases(language)

    assert all(phrases.transmission(value) for value in get_args(Transmission))
    assert all(phrases.fuel(value) for value in get_args(FuelType))
    assert words.TRANSMISSIONS.keys() == set(get_args(Transmission))
    assert words.FUELS.keys() == set(get_args(FuelType))


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("id", "B (Jakarta, Depok, Tangerang, Bekasi), ganjil"),
        ("en", "B (Jakarta, Depok, Tangerang, Bekasi), odd"),
    ],
)
def test_a_plate_is_shown_as_region_and_parity(language: str, shown: str) -> None:
    assert Phrases(language).plate("B 7391 QZX") == shown


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(ValueError):
        Phrases("de")


@pytest.mark.parametrize("key", sorted(TOASTS | NAMING_TOASTS))
def test_what_a_page_says_was_done_needs_no_value_but_a_name(key: str) -> None:
    needed = {"name"} if key in NAMING_TOASTS else set()
    assert {name for phrase in CATALOGUE[key] for name in placeholders(phrase)} == needed
