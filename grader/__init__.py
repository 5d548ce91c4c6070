"""Auto-graded exercises on `multiprocessing.Pool`: a script is recorded on a virtual clock, then judged."""
