#!/bin/sh
# Gradescope runs this once, as root, when the autograder is built: afterwards no network is needed.
set -eu
if ! python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))'; then
    apt-get update --quiet
    apt-get install --quiet --yes python3-venv
fi
id student >/dev/null 2>&1 || useradd --no-create-home --shell /usr/sbin/nologin student
python3 -m venv /opt/grader
/opt/grader/bin/pip install --quiet --disable-pip-version-check /autograder/source/kit
chmod -R o= /autograder/source
