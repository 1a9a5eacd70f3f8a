from __future__ import annotations

import ast
from pathlib import Path

import editor.wiki


def test_all_that_is_imported_is_exported():
    tree = ast.parse(Path(editor.wiki.__file__).read_text())
    imported = {
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module != "__future__"
        for alias in node.names
    }
    assert set(editor.wiki.__all__) == imported
    assert all(hasattr(editor.wiki, name) for name in editor.wiki.__all__)


def test_every_record_and_every_error_is_exported():
    for module in ("records", "writes", "errors"):
        source = (Path(editor.wiki.__file__).parent / f"{module}.py").read_text()
        classes = {node.name for node in ast.parse(source).body if isinstance(node, ast.ClassDef)}
        assert classes <= set(editor.wiki.__all__)


def test_no_module_knows_django():
    for path in Path(editor.wiki.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith("django")
            if isinstance(node, ast.Import):
                assert not any(alias.name.startswith("django") for alias in node.names)
