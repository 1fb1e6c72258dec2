"""Who may import what, beyond the layers that import-linter holds (`make layers`)."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.architecture.repository import imported, name, python_files

STAGES = ("standards", "determination")
INTERFACES = ("portal", "api", "jobs")
HTTP = ("django.http", "django.shortcuts", "django.urls", "django.views", "ninja")


def test_the_kernel_imports_only_the_standard_library_and_itself() -> None:
    foreign = {
        f"{name(path)} imports {module}"
        for path in python_files("src/doudi/kernel")
        for module in imported(path)
        if _top(module) not in sys.stdlib_module_names and not _is_within(module, "doudi.kernel")
    }

    assert foreign == set()


@pytest.mark.parametrize("layer", ["kernel", "policy", "rules"])
def test_the_law_knows_no_django(layer: str) -> None:
    assert _imports(f"src/doudi/{layer}", ("django", "ninja", "procrastinate", "psycopg", "pgtrigger")) == set()


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_knows_nothing_of_http(stage: str) -> None:
    assert _imports(f"src/doudi/{stage}", HTTP) == set()


@pytest.mark.parametrize("interface", INTERFACES)
def test_only_determination_runs_the_rules(interface: str) -> None:
    assert _imports(f"src/doudi/{interface}", ("doudi.rules", "doudi.policy.evaluate")) == set()


def test_the_product_never_imports_the_package_of_the_calendar_seed() -> None:
    assert _imports("src", ("chinese_calendar",)) == set()


def _imports(folder: str, banned: tuple[str, ...]) -> set[str]:
    return {
        f"{name(path)} imports {module}"
        for path in python_files(folder)
        for module in imported(path)
        if any(_is_within(module, other) for other in banned)
    }


def _is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _top(module: str) -> str:
    return module.split(".", 1)[0]


ROOMS_OF_COLUMNS = (
    "src/doudi/policy/batch/", "src/doudi/policy/simulation/", "src/doudi/verification/matching/",
    "src/doudi/verification/deliveries/", "src/doudi/verification/bulk/",
)  # fmt: skip
OWN_PROCESS = "src/doudi/determination/bulk.py"
"""What a process of its own runs for the worker."""


def test_columns_and_their_compiler_are_imported_in_their_rooms_alone() -> None:
    """A server or a worker must start without them: they take long to load; the compiler has no wheel everywhere."""
    outside = {each for each in _imports("src", ("numpy", "pyarrow", "numba")) if not each.startswith(ROOMS_OF_COLUMNS)}

    assert outside == set()


def test_the_compiler_is_imported_by_the_batch_alone() -> None:
    assert {each for each in _imports("src", ("numba",)) if not each.startswith(ROOMS_OF_COLUMNS[0])} == set()


def test_nothing_but_a_command_or_a_process_of_its_own_loads_what_computes_in_columns() -> None:
    loading = _imports("src", ("doudi.policy.batch", "doudi.policy.simulation"))
    light = tuple(f"doudi.policy.simulation.{name}" for name in ("measures", "workbook", "shape", "shape.noted"))

    assert {
        each
        for each in loading
        if not each.startswith((*ROOMS_OF_COLUMNS, "src/doudi/project/cli/", OWN_PROCESS))
        and not each.split()[-1].startswith(light)
    } == set()


def test_a_server_and_a_worker_start_without_columns() -> None:
    """The desk's pages and the queue's tasks, loaded whole, have not loaded numpy, pyarrow or Numba."""
    code = (
        "import sys, django; django.setup(); import doudi.project.urls, doudi.jobs.tasks, doudi.desk.urls; "
        "print(sorted({'numpy', 'pyarrow', 'numba', 'xlsxwriter'} & set(sys.modules)))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "doudi.project.settings"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)

    assert done.stdout.splitlines()[-1] == "[]"
