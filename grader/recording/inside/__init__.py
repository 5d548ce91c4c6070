"""What runs inside the student's processes: it reports what they do, and makes their sleeping virtual.

Nothing in here judges anything. Every word that leaves these processes is a claim, which the other side
(`grader.recording`) checks against what the operating system knows.
"""
