"""The idea: a rule is a small tree of checks (`tree.py`); each other module is a fold over it, or what folds share.

The examples in this folder are run by `tests/checks/test_doctests.py`. They speak of these facts and checks:

>>> from zhenkit.checks.tree import AT_LEAST, IS_YES, All, AnyOf, FigureTable, InPrinciple, Leaf, Of, Relaxed
>>> from zhenkit.core.i18n import Text
>>> from zhenkit.facts.fact import Fact
>>> from zhenkit.facts.types.members import ChoiceType, Member
>>> from zhenkit.facts.types.registry import PLAIN_TYPES
>>> firms = Fact("firms", PLAIN_TYPES["count"], Text("企业户数", "firms"))
>>> exports = Fact("exports", PLAIN_TYPES["yes/no"], Text("有出口产品", "exports"))
>>> kinds = ChoiceType((Member("farm", Text("农业", "farm")), Member("trade", Text("商业", "trade"))))
>>> kind = Fact("kind", kinds, Text("类别", "kind"))
>>> ten_firms = Leaf(None, None, firms, AT_LEAST, 10)
>>> by_kind = Leaf(None, None, firms, AT_LEAST, FigureTable(kind, {"farm": 5, "trade": None}))
>>> exporting = Leaf(None, None, exports, IS_YES, True)
>>> needs_both = All(None, None, (ten_firms, exporting))
>>> either = AnyOf(None, None, (ten_firms, Relaxed(None, None, exporting)))
"""
