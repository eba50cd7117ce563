"""The worker: an edge like the routes. It claims due items, calls services and commits."""
