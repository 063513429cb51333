"""The words that results use, as types."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["pass", "relaxed", "review", "incomplete", "fail"]
"""What a town comes to; `incomplete` where missing or uncertain facts can still change it."""
VerdictEnd = Literal["pass", "relaxed", "review", "fail"]
"""The lowest or the highest verdict that missing and uncertain facts still allow."""
CriterionGrade = Literal["met", "relaxed", "review", "incomplete", "not_met"]
"""What a criterion comes to; `incomplete` as of a town."""
GradeEnd = Literal["met", "relaxed", "review", "not_met"]
"""The lowest or the highest grade that missing and uncertain facts still allow."""
Relation = Literal["equal", "stricter", "looser", "incomparable", "undecided"]
"""How one rule set compares with another."""
Backend = Literal["pandas", "polars", "pyarrow"]
"""The library whose frame is wanted."""
