"""Auto-graded exercises on `multiprocessing.Pool`: a script is recorded on a virtual clock, then judged."""

__version__ = "0.1.0"
