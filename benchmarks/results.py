"""Write what was measured: figures as JSON, and a chart as SVG beside them."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import pygal
from pygal.style import LightStyle

DIRECTORY = Path(__file__).parents[1] / "docs/benchmarks"


def add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output", type=Path, default=DIRECTORY, help="where JSON and SVG go (docs/benchmarks)"
    )


def write(directory: Path, name: str, results: Mapping[str, Any], chart: pygal.graph.Graph) -> None:
    """Write `name.json`, with the machine it was measured on, and `name.svg`."""
    machine = {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
    }
    directory.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": machine, **results}, indent=1)
    (directory / f"{name}.json").write_text(text + "\n")
    chart.render_to_file(str(directory / f"{name}.svg"))
    print(f"written to {directory}/{name}.json and .svg")


def bars(title: str, labels: Iterable[str], series: Mapping[str, list[float]]) -> pygal.Bar:
    """Return a chart with a group of bars per label, one of each series."""
    chart = pygal.Bar(**_looks(title), print_values=True, x_label_rotation=30)
    chart.x_labels = list(labels)
    for name, values in series.items():
        chart.add(name, [round(value, 2) for value in values])
    return chart


def lines(title: str, series: Mapping[str, list[tuple[float, float]]]) -> pygal.XY:
    """Return a chart of points (x, y), one line per series."""
    chart = pygal.XY(**_looks(title), show_dots=False)
    for name, points in series.items():
        chart.add(name, points)
    return chart


def medians(rounds: Iterable[Any], figures: Iterable[str]) -> dict[str, float]:
    """Return the median of each attribute over several results."""
    results = list(rounds)
    return {figure: median(getattr(result, figure) for result in results) for figure in figures}


def _looks(title: str) -> dict[str, Any]:
    return {
        "title": title,
        "style": LightStyle,
        "js": (),  # pygal's script is on another host
        "legend_at_bottom": True,
        "width": 900,
        "height": 450,
    }
