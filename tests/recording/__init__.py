"""Tests of `grader.recording`; a package, so that its conftest and helpers do not shadow those of other folders."""
