"""Shared by every surface: the envelope, responses, errors, JSON and the OpenAPI document."""

import sys

# Spectree's own pages, which are not served, would be 41 MB of scripts in memory.
sys.modules["offapi"] = None  # type: ignore[assignment]
