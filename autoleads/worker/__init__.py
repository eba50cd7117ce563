"""The worker: an edge like the routes, it claims what is due, has services do it, and commits."""
