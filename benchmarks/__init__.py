"""Measurements over a real deployment: `python -m benchmarks --help`. None of it needs more than the development requirements."""
