"""What tests of several pages share."""

import pytest

from tests.browser import chromium


@pytest.fixture(scope="session")
def started(tmp_path_factory):
    """A browser, started once."""
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser
