"""What keeps a rule file from being loaded at all: reported while loading, with the code of one of these."""

from __future__ import annotations

from zhenkit.analysis.lint.lint import ERROR, Lint
from zhenkit.core.i18n import noted
from zhenkit.rulesets.builder import UNKNOWN_FACT, WRONG_TYPE
from zhenkit.rulesets.catalog import MISNAMED
from zhenkit.rulesets.loader import NUMBERS_TWICE, WEIGHTS

UNLOADABLE = "unloadable"
"""The code of everything else that is wrong with a file."""

LINTS = (
    Lint(UNLOADABLE, noted("a rule file that cannot be read whole is not used at all"), ERROR),
    Lint(UNKNOWN_FACT, noted("a check can refer only to facts that a town file may state"), ERROR),
    Lint(WRONG_TYPE, noted("a figure of another type than its fact cannot be compared with it"), ERROR),
    Lint("no-clause", noted("without its clause nobody can look up what a criterion encodes"), ERROR),
    Lint("one-language", noted("reports are in Chinese and in English, and so is every text"), ERROR),
    Lint(NUMBERS_TWICE, noted("decisions and reports name a criterion by its number"), ERROR),
    Lint(WEIGHTS, noted("a score is a mean, which needs weights that are not negative and not all zero"), ERROR),
    Lint(MISNAMED, noted("an edition is found by its file's name: its id, and the day it begins"), ERROR),
)
