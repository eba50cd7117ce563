"""Run the fake Fonnte: `python -m autoleads.dev.fake_fonnte --port N`."""

from autoleads.dev.fake_fonnte.server import main

main()
