"""What every surface shares: the envelope, responses, errors, JSON and the OpenAPI document."""
