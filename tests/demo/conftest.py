from pathlib import Path

import pytest

from demo import Generated, generate


@pytest.fixture(scope="session")
def golden_year(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate(tmp_path_factory.mktemp("demo"), small=True)


@pytest.fixture(scope="session")
def inbox(golden_year: Generated) -> Path:
    return golden_year.inbox


@pytest.fixture(scope="session")
def truth(golden_year: Generated) -> Path:
    return golden_year.truth
