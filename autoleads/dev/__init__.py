"""Development and tests only: embedded servers, the fake Fonnte, the demo data."""
