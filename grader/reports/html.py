"""The pages: index.html for a class, feedback.html for each student. One file each, which asks the network for nothing.

The markup is in `templates`. Every text that a page says has been escaped by Jinja2, after `visible` has made control
characters visible; the page's own policy lets nothing run but the script that is written here.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from grader.classroom.grades import Grades, Kit, Submission, folder_of, script_of
from grader.classroom.store import write_whole
from grader.reports.lanes import lay_out
from grader.reports.overview import Overview
from grader.reports.text import visible
from grader.scorecard import points

_TEMPLATES = Path(__file__).with_name("templates")
_MOST_LINES = 2000  # of a script that a page shows
_IN_NEED = 12  # students who are named at the top of the class page


def write(grades: Grades, report: Path) -> None:
    """Write the page of the class, and that of each student."""
    write_whole(report / "index.html", class_page(grades))
    for submission in grades.submissions:
        page = student_page(submission, grades.kit, scripts_of(report, submission))
        write_whole(folder_of(report, submission) / "feedback.html", [page])


def class_page(grades: Grades) -> Iterator[str]:
    """Return the page of a class, piece by piece."""
    overview = Overview.of(grades)
    return _template("class.html").generate(
        grades=grades, kit=grades.kit, overview=overview, most_in_need=_IN_NEED, **_assets("class.js")
    )


def student_page(submission: Submission, kit: Kit, scripts: dict[str, bytes]) -> str:
    """Return the page of one student; `scripts` are the files that were graded, by the exercise's name."""
    sources = {name: source_lines(content) for name, content in scripts.items()}
    return _template("student.html").render(submission=submission, kit=kit, sources=sources, **_assets())


def scripts_of(report: Path, submission: Submission) -> dict[str, bytes]:
    """Return what the report keeps of a student's scripts, by the exercise's name."""
    files = {each.name: script_of(report, submission, each.name) for each in submission.exercises}
    return {name: file.read_bytes() for name, file in files.items() if file.is_file()}


def source_lines(content: bytes) -> list[str]:
    """Return the lines of a script as Python counts them; what is not in its encoding is shown as U+FFFD."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding, "replace")
    except (SyntaxError, LookupError, UnicodeError):  # an encoding that there is not, that is none of text, or no fit
        text = content.decode("utf-8", "replace")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], f"... {len(lines) - _MOST_LINES} lines more"]


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(points=points, lay_out=lay_out)
    return environment


def _finalize(value: Any) -> Any:
    """Make what cannot be seen visible in every text that a template writes, before it is escaped."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _template(name: str) -> jinja2.Template:
    return _environment().get_template(name)


@functools.cache
def _assets(script: str | None = None) -> dict[str, Any]:
    """Return style and script as they go into a page, and the policy that lets these run and no others."""
    style = (_TEMPLATES / "style.css").read_text("utf-8")
    code = (_TEMPLATES / script).read_text("utf-8") if script else ""
    policy = f"default-src 'none'; img-src data:; style-src {_hash(style)}" + (
        f"; script-src {_hash(code)}" if script else ""
    )
    return {"style": Markup(style), "script": Markup(code), "policy": Markup(policy)}


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
