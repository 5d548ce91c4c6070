"""Classroom 50 runs this in the student's checkout; the kit lies beside it, in the assignment's bundle."""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

kit = Path(os.environ.get("CLASSROOM50_BUNDLE_DIR") or Path(__file__).parent).resolve() / "kit"
with tempfile.TemporaryDirectory(prefix="grader-") as folder:
    venv.create(folder, with_pip=True)
    python = Path(folder, "Scripts" if os.name == "nt" else "bin", "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", kit], check=True)
    # -I: nothing in the student's checkout is imported
    graded = subprocess.run([python, "-I", "-m", "grader.packages.classroom50", kit / "pyproject.toml"])
sys.exit(graded.returncode)
