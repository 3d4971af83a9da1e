from __future__ import annotations

from pathlib import Path

import pytest
import strategies
from hypothesis import HealthCheck, settings

import gkrules

# How long an example takes says how busy the machine is; times are measured in benchmarks/.
settings.register_profile("untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent
REAL_REPORTS = ROOT.parent / "shared" / "reports"


def pytest_configure(config: pytest.Config) -> None:
    # Before the tests are imported: see `strategies.examples`.
    strategies.TIER.slow = config.option.markexpr == "slow"


@pytest.fixture(scope="session")
def ruleset() -> gkrules.Ruleset:
    return gkrules.load_ruleset("2021")


@pytest.fixture(scope="session")
def edition(ruleset: gkrules.Ruleset) -> gkrules.Edition:
    return ruleset.edition


@pytest.fixture(scope="session")
def real_reports() -> Path:
    """The folder of real reports, which is not part of the project."""
    if not REAL_REPORTS.is_dir():
        pytest.skip("the real reports (../shared/reports) are not here")
    return REAL_REPORTS
