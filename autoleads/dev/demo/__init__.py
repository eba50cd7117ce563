"""Two invented dealers to try everything with: their data, and how it is loaded."""
