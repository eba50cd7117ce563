"""Servers for development and tests that need no installing; production never imports this."""
