"""Run one benchmark: `python -m benchmarks [NAME] [options]`."""

import runpy
import sys

BENCHMARKS = {
    "compare": "throughput, latency, processor time, memory; also beside peers (the default)",
    "scale": "pages of small and large dealers, of few and many dealers",
    "faults": "processes killed, servers restarted or frozen under load",
    "soak": "mixed load for minutes: memory, errors, latency, age of the queue",
    "crash": "workers are killed and the database crashes in the middle of a queue",
    "storm": "customers write 200 messages a second while the gateway hangs",
    "attacks": "slow clients, a locked row and a frozen database against one web process",
    "identity": "logins during a reset, two installations on one Redis",
    "queue": "claims behind 20,000 waiting items, maintenance with 3,000 dealers",
    "understanding": "share and speed of correctly understood messages",
}
USAGE = "usage: python -m benchmarks [NAME] [options]   (NAME --help lists the options)\n"


def main() -> None:
    name, *options = sys.argv[1:] or ["compare"]
    if name not in BENCHMARKS:
        print(USAGE)
        for known, description in BENCHMARKS.items():
            print(f"  {known:<14}{description}")
        is_help = name in ("-h", "--help")
        sys.exit(0 if is_help else 2)
    sys.argv[1:] = options
    runpy.run_module(f"benchmarks.{name}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
