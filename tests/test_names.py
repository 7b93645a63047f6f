"""One name for one thing: whoever looks for a class by its name finds one."""

import ast
from collections import Counter
from pathlib import Path

import coach

HOUSE = Path(coach.__file__).parent
NAMED_ELSEWHERE = {
    "export/api/answers.py": "its names are those of the API's schemas",
    "broker/files.py": "kombu wants a transport to have a Channel",
}


def test_no_two_classes_of_the_product_have_one_name() -> None:
    modules = (each for each in HOUSE.rglob("*.py") if str(each.relative_to(HOUSE)) not in NAMED_ELSEWHERE)
    trees = (ast.parse(each.read_text(encoding="utf-8")) for each in modules)
    names = Counter(each.name for tree in trees for each in tree.body if isinstance(each, ast.ClassDef))

    assert len(names) > 500
    assert [name for name, count in names.items() if count > 1 and not name.startswith("_")] == []
