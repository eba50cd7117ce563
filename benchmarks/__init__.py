"""Measurements of the running application: `python -m benchmarks --help`."""
