"""What every test gets: a state directory of its own, long tests only when asked for, and no silent skips in CI."""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

NO_SKIPS = "EDGECOACH_NO_SKIPS"
"""Set by .ci/run, which installs what tests need: there a skip is a failure."""
MAY_SKIP = ("python36", "train")

# The same cases in every run, and no deadline: other programs share the machine.
settings.register_profile("edgecoach", derandomize=True, deadline=None)
settings.load_profile("edgecoach")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests that take minutes, too")
    parser.addoption("--kills", type=int, default=10, metavar="N", help="how often the long test of the whole daemon kills it")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if not hasattr(report, "wasxfail") and not any(map(item.get_closest_marker, MAY_SKIP)):
        _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid_skip(report)
    return report


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and os.environ.get(NO_SKIPS):
        report.outcome = "failed"
        report.longrepr = f"skipped, which {NO_SKIPS} forbids: {report.longreprtext}"


@pytest.fixture(autouse=True)
def state_directory(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's product keeps what it learns; never the user's own."""
    directory = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("EDGECOACH_STATE", str(directory))
    return directory
