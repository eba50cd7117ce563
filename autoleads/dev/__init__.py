"""What only development and tests need: embedded servers, the fake Fonnte, the demo data."""
