"""Every text that a person reads stands in chatgui/app/words: none is written into the window."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SOURCES = sorted((ROOT / "chatgui" / "tk").rglob("*.py"))

SHOWN_AS = {"text", "label", "title", "message", "detail", "values", "hint", "words"}
SHOWN_BY = {"title", "wm_title", "add_button", "explain", "say", "show_soon"}
"""Arguments and calls whose strings get to the screen."""


def literals(node: ast.AST) -> Iterator[str]:
    """Strings with letters in it, as they stand or put together."""
    for inner in ast.walk(node):
        text = inner.value if isinstance(inner, ast.Constant) else None
        if isinstance(text, str) and any(character.isalpha() for character in text):
            yield text


def shown(source: str) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            for keyword in node.keywords:
                if keyword.arg in SHOWN_AS:
                    found += literals(keyword.value)
            if name in SHOWN_BY:
                found += [text for argument in node.args for text in literals(argument)]
    return found


def sentences(source: str) -> list[str]:
    """Strings of several words, such as a person reads; documentation is not shown, nor is what an
    error says to whoever programs."""
    tree = ast.parse(source)
    not_shown = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for inner in ast.walk(node)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in not_shown
        and len([word for word in node.value.split() if word.isalpha() and len(word) > 1]) >= 3
    ]


def test_it_finds_them() -> None:
    assert shown("label(text='Quit')") == ["Quit"]
    assert shown("root.title(f'Parley {where}')") == ["Parley "]
    assert shown("label(text=words.QUIT, style='TLabel')") == []
    assert sentences("x = 'No such file here'") == ["No such file here"]
    assert sentences("def f():\n    'What it is for.'\n    bind('<Button-1>')") == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_the_window_s_sources_have_no_texts(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert shown(source) == []
    assert sentences(source) == []
