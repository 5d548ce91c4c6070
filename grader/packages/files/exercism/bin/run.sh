#!/bin/sh
# run.sh SLUG IN OUT: grade the exercise SLUG in the folder IN, write OUT/results.json. The kit is installed in the image.
set -eu
exec "${GRADER_PYTHON:-python3}" -I -m grader.packages.exercism "$1" "$2" "$3" "$(dirname "$0")/../kit/pyproject.toml"
