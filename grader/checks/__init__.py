"""What is asked of each script. A module `test_<exercise>.py` holds the checks of `<exercise>.py`.

A check is a pytest test: its name is its id, its docstring the claim that the student reads, `points` what it is
worth, `rests_on` the checks without which it cannot be judged. It gets the student's `script`, looks at its
recordings, and says with `expect` what was expected, what was seen, and one hint.
"""

TUTORIAL_ORDER = ("poolapply", "applyasync", "future")  # exercises that are not in it follow, by name
