"""Shared by every surface: the envelope, responses, errors, JSON and the OpenAPI document."""
