"""The house keeps its order: who imports whom, no circle, no folder without a place, one name for one class."""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from tests.paths import ROOT

ORDER = {
    "zhenkit": "core < documents, facts < checks, towns < rulesets < judging < columnar, analysis, schemas"
    " < templates, reports < library < cli",
    "zhenkit.analysis": "search < diff, lint < ruletest, document",
    "zhenkit.reports": "formats, phrases < layout < judgement"
    " < ranking, rulesets, lint, ruletest, verify, facts, preview, gap, sweep, reform, goals, ledger, merge, form"
    " < diff, assessment < letters, dossier",
}
"""What lies in a folder: each may import from what stands to the left of it, and from itself."""
ALONE = {
    "typer": ["zhenkit.cli"],
    "rich": ["zhenkit.cli", "zhenkit.reports"],
    "polars": ["zhenkit.columnar", "zhenkit.towns.tables.parquet"],  # the latter reads files by it, row by row
    "narwhals": ["zhenkit.columnar", "zhenkit.library"],
    "duckdb": ["zhenkit.columnar"],
    "pyspark": ["zhenkit.columnar"],
    "pypdf": ["zhenkit.analysis.document"],
    **{library: ["zhenkit.reports.layout.docx"] for library in ("docx", "docxtpl", "jinja2")},
    "lxml": ["zhenkit.reports.layout.docx", "zhenkit.reports.layout.workbook_fill"],
}
"""Who alone may know a library."""
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "zhenkit").rglob("*.py"))
}
LAZY = ast.FunctionDef | ast.AsyncFunctionDef | ast.If  # what is below is not imported with the module


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@cache
def imports(module: str) -> list[tuple[str, bool]]:
    """What a module imports or loads as an extra, anywhere in it, and whether that is done as soon as it is loaded."""
    return list(_imports(tree(module), True))


def _imports(node: ast.AST, at_once: bool) -> Iterator[tuple[str, bool]]:
    for each in ast.iter_child_nodes(node):
        match each:
            case ast.Import(names):
                yield from ((alias.name, at_once) for alias in names)
            case ast.ImportFrom(str(origin), names, 0):
                parts = [f"{origin}.{alias.name}" for alias in names]
                yield from ((part if part in MODULES else origin, at_once) for part in parts)
            case ast.ImportFrom():
                raise AssertionError("imports are absolute")
            case ast.Call(ast.Name("load"), [ast.Constant(library), *_]):
                yield library, False
        yield from _imports(each, at_once and not isinstance(each, LAZY))


@pytest.mark.parametrize("folder", ORDER)
def test_imports_run_one_way(folder: str) -> None:
    def part(module: str) -> str:
        return module.removeprefix(f"{folder}.").split(".")[0]

    rank = {name: at for at, names in enumerate(ORDER[folder].split(" < ")) for name in names.split(", ")}
    inside = [module for module in MODULES if module.startswith(f"{folder}.") and module != "zhenkit.__main__"]
    assert {part(module) for module in inside} == rank.keys(), "each folder and module has its place in the order"
    upward = [
        f"{module} imports {name}"
        for module in inside
        for name, _at_once in imports(module)
        if name.startswith(f"{folder}.") and part(name) != part(module) and rank[part(name)] >= rank[part(module)]
    ]
    assert upward == []


def test_no_circle() -> None:
    """What is imported later, or for types alone, counts; the package itself, which has the version, does not."""
    left = {module: {name for name, _at_once in imports(module)} - {"zhenkit"} for module in MODULES}
    while free := [module for module, needed in left.items() if not needed & left.keys()]:
        left = {module: needed for module, needed in left.items() if module not in free}
    assert left.keys() == set(), "these import each other"


@pytest.mark.parametrize("library", ALONE)
def test_a_library_is_known_in_its_place_alone(library: str) -> None:
    knowing = [module for module in MODULES if any(name.split(".")[0] == library for name, _ in imports(module))]
    homes = {module: [home for home in ALONE[library] if f"{module}.".startswith(f"{home}.")] for module in knowing}
    assert [module for module, found in homes.items() if not found] == []
    assert {home for found in homes.values() for home in found} == set(ALONE[library]), "each is still needed"


def test_no_two_classes_share_a_name() -> None:
    classes = [node.name for module in MODULES for node in tree(module).body if isinstance(node, ast.ClassDef)]
    times = Counter(name for name in classes if not name.startswith("_"))
    assert [name for name, count in times.items() if count > 1] == []
