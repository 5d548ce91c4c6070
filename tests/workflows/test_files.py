"""The files that other systems read: editors, GitLab, containers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml
from corpus import ROOT
from runner import BY_PRODUCTS, publish

from grader.checks import exercises
from grader.packages.archive import systems

# Of the Development Container Specification, the properties that the kit uses.
DEVCONTAINER = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "build", "remoteUser", "postCreateCommand", "customizations"],
    "properties": {
        "name": {"type": "string"},
        "build": {
            "type": "object",
            "additionalProperties": False,
            "required": ["dockerfile", "context", "target"],
            "properties": {name: {"type": "string"} for name in ("dockerfile", "context", "target")},
        },
        "remoteUser": {"type": "string"},
        "postCreateCommand": {"type": "string"},
        "customizations": {"type": "object"},
    },
}


def test_the_editor_in_a_browser_opens_with_the_kit() -> None:
    """The container is built from the kit's Containerfile, up to a stage that it has, as a user that it makes."""
    data = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text("utf-8"))
    jsonschema.validate(data, DEVCONTAINER)
    containerfile = (ROOT / ".devcontainer" / data["build"]["dockerfile"]).resolve()
    text = containerfile.read_text("utf-8")
    assert containerfile == ROOT / ".github/Containerfile"
    assert f" AS {data['build']['target']}\n" in text
    assert f" {data['remoteUser']} \\\n" in text.replace("student\n", "student \\\n")


def test_the_editor_discovers_every_claim() -> None:
    """With the arguments of the editor's settings pytest collects each claim under the student's file, and no test."""
    settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))
    assert settings["python.testing.pytestEnabled"] is True
    command = [sys.executable, "-m", "pytest", f"--rootdir={ROOT}", "--collect-only", "--quiet"]
    result = subprocess.run(
        [*command, *settings["python.testing.pytestArgs"]], cwd=ROOT, capture_output=True, text=True
    )
    ids = [line for line in result.stdout.splitlines() if "::" in line]
    assert {line.partition("::")[0] for line in ids} == {f"exercises/{name}.py" for name in exercises()}
    assert len(ids) == 26


def test_the_editor_runs_one_claim() -> None:
    """A claim is run by the id that the editor has for it: the file's whole path, and the claim's name."""
    name = ROOT / "exercises/poolapply.py::test_importing_runs_nothing"
    command = [sys.executable, "-m", "pytest", f"--rootdir={ROOT}", "-p", "no:cacheprovider", str(name)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "poolapply  0 / 2  not started\n" in result.stdout
    assert "1 not checked in" in result.stdout


@pytest.mark.full
def test_the_job_of_gitlab_grades_a_copy(tmp_path: Path, slow: bool) -> None:
    """Its lines are run in order, with a /tmp of their own: the wrong script costs its points, results are kept."""
    if not slow or not shutil.which("bwrap"):
        pytest.skip("installs the kit, in a sandbox: run with --slow")
    publish(tmp_path / "upstream")
    shutil.copytree(ROOT / "solutions", tmp_path / "copy/exercises", ignore=BY_PRODUCTS)
    (tmp_path / "copy/exercises/future.py").unlink()
    job = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))["grade"]
    lines = [line for line in [*job["before_script"], *job["script"]] if not line.startswith("apt-get ")]
    box = ["bwrap", "--dev-bind", "/", "/", "--tmpfs", "/tmp", "--bind", str(tmp_path), "/tmp/place"]
    result = subprocess.run(
        [*box, "--chdir", "/tmp/place/copy", "bash", "-e", "-c", "\n".join(lines)],
        env={**os.environ, "UPSTREAM": "file:///tmp/place/upstream", "VERSION": "main"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1, result.stderr
    results = tmp_path / "copy/results"
    assert json.loads((results / "badge.json").read_text("utf-8"))["message"] == "55 / 100"
    assert ElementTree.parse(results / "junit.xml").find("testsuite").get("failures") == "1"  # type: ignore[union-attr]


def test_gitlab_shows_the_claims_and_keeps_the_results() -> None:
    """The job writes JUnit XML, where GitLab looks for it, and its results are kept also when claims fail."""
    job = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))["grade"]
    assert job["artifacts"] == {
        "when": "always",
        "paths": ["results"],
        "reports": {"junit": "results/junit.xml"},
    }
    assert "--junitxml=results/junit.xml" in job["script"][-1]
    assert "secret" not in json.dumps(job).lower()


@pytest.mark.parametrize("name", [".github/Containerfile", ".gitlab-ci.yml"])
def test_images_are_pinned_to_one_digest(name: str) -> None:
    """Every image is named with its digest, and it is the same one everywhere."""
    text = (ROOT / name).read_text("utf-8")
    image = "python:3.12.7-slim-bookworm@sha256:032c52613401895aa3d418a4c563d2d05f993bc3ecc065c8f4e2280978acd249"
    assert image in text
    assert text.count("python:3.") == text.count("@sha256:") == 1


def test_containers_do_not_run_as_root() -> None:
    """Every stage of the image that can be asked for ends as another user."""
    stages = (ROOT / ".github/Containerfile").read_text("utf-8").split("\nFROM base AS ")[1:]
    assert len(stages) == 2
    assert all("\nUSER 1000\n" in stage + "\n" for stage in stages)


def test_the_teachers_page_shows_the_lines_of_the_workflow() -> None:
    """The two lines that a teacher sets are shown as they stand in the workflow, but for their values."""
    page, workflow = ((ROOT / ".github" / name).read_text("utf-8") for name in ("TEACHING.md", "workflows/grade.yml"))
    for name in ("UPSTREAM", "VERSION"):
        shown, written = (
            next(line.strip() for line in text.splitlines() if line.strip().startswith(f"{name}: ${{{{"))
            for text in (page, workflow)
        )
        assert shown.rpartition("||")[0] == written.rpartition("||")[0]


def test_the_teachers_page_names_what_there_is() -> None:
    """Each package that it tells of can be made."""
    page = (ROOT / ".github/TEACHING.md").read_text("utf-8")
    named = [line.split()[2] for line in page.splitlines() if line.strip().startswith("grader package ")]
    assert sorted(named) == systems()
