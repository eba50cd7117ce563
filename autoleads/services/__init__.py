"""The business: tenant first, domain in, domain out; flushes and never commits; knows no request."""
