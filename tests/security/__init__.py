"""Hostile submissions, and what must hold when they are graded."""
