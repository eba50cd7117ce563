"""What the pages of the panel are given, typed."""
