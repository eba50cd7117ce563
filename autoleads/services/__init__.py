"""The business logic: a package per noun; it flushes, never commits, and knows no request."""
