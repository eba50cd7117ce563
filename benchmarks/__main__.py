"""`python -m benchmarks PART [options]`: each part is a module with a help of its own."""

import runpy
import sys

PARTS = {
    "load": "throughput, latency and CPU per request (what runs when no part is named)",
    "crash": "workers killed and the database crashed in the middle of a queue: is any message lost or doubled?",
    "storm": "buyers write 200 messages a second while the gateway hangs",
    "understanding": "how well and how fast buyers' messages are understood",
}


def main() -> None:
    part, *options = sys.argv[1:] or ["load"]
    if part not in PARTS:
        print("usage: python -m benchmarks [PART] [options]   (PART --help lists the options)\n")
        print("\n".join(f"  {name:<14}{what}" for name, what in PARTS.items()))
        sys.exit(part not in ("-h", "--help"))
    sys.argv[1:] = options
    runpy.run_module(f"benchmarks.{part}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
