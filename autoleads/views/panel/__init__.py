"""The typed contexts of the panel's pages."""
