from __future__ import annotations

import sys

import pytest

from tests.schemas.fetching import Carrier, fetched

ABSENT = Carrier(("no-such-program-anywhere", "absent-package==1"), "absent-package/schema.json")
FAILING = Carrier((sys.executable, "-c", "raise SystemExit('the registry is gone')"), "failing-package/schema.json")


@pytest.mark.parametrize("carrier", [ABSENT, FAILING])
def test_a_schema_that_cannot_be_had_skips_the_test_and_says_why(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"schema\.json cannot be fetched"):
        fetched(carrier)


@pytest.mark.parametrize("carrier", [ABSENT, FAILING])
def test_under_ci_a_schema_that_cannot_be_had_fails_the_test(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=r"schema\.json cannot be fetched"):
        fetched(carrier)
