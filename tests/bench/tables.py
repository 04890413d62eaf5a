# SPDX-License-Identifier: Apache-2.0
"""tables.py: figures as Markdown tables that can be pasted into the page."""

from figures import figure


def number(value):
    """Three figures that count."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def spread(found):
    """Median and range."""
    return f"{number(found.median)} [{number(found.low)}–{number(found.high)}]"


def markdown(title, columns, rows):
    """A table whose first column is text."""
    cells = [list(columns), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(columns))]
    lines = [f"**{title}**", ""]
    for place, row in enumerate(cells):
        padded = [cell.ljust(width) if i == 0 else cell.rjust(width)
                  for i, (cell, width) in enumerate(zip(row, widths))]
        lines.append("| " + " | ".join(padded) + " |")
        if place == 0:
            rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
            lines.append("| " + " | ".join(rule) + " |")
    return "\n".join(lines)


LOAD_COLUMNS = ["", "verdicts/s", "CPU µs a verdict", "p50 µs", "p99 µs", "p99.9 µs"]


def load_row(name, results):
    """A server's row under LOAD_COLUMNS."""
    return [name, spread(figure(results, "items_per_second")),
            number(figure(results, "cpu_us").median),
            *(number(figure(results, key).median) for key in ("p50_us", "p99_us", "p999_us"))]
