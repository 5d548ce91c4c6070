"""The kit as other systems want it: one archive each, and what runs there. `files/SYSTEM/` is what lies at its top.

A module of a system's name grades one submission there and writes that system's file.
"""
