"""A class: finding what was handed in, grading it all, and what came of it."""
