"""A local fake of Fonnte's servers: `python -m autoleads.dev.fake_fonnte --port N`."""
