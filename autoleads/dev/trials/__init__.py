"""Trials of a whole deployment on this machine, for tests and benchmarks."""
