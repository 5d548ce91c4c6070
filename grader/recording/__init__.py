"""How one script is run and what it did: the clock, the launcher, the recorder inside the student's process.

Nothing in here knows an exercise. `Runner.record` gives a `Recording`; the checks read those.
"""
