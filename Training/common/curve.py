"""A loss curve as a small SVG picture without dependencies."""

import math

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 320, 64, 36, 16, 44
COLORS = ["#1f6fb2", "#c4572e", "#3d8b4f", "#7a4fa3", "#8a6d1f"]


def loss_curve(curve: list, title: str) -> str:
    """curve: [step, {name: value}] entries; the value axis is logarithmic where every value is positive."""
    names = sorted({name for _, values in curve for name in values})
    series = {name: [(step, values[name]) for step, values in curve if name in values] for name in names}
    every = [value for points in series.values() for _, value in points]
    if not every:
        return empty(title)
    logarithmic = min(every) > 0
    scale = math.log10 if logarithmic else float
    low, high = scale(min(every)), scale(max(every))
    high = high if high > low else low + 1
    last = max(step for step, _ in curve)

    def place(step, value):
        x = LEFT + (WIDTH - LEFT - RIGHT) * step / last
        y = TOP + (HEIGHT - TOP - BOTTOM) * (high - scale(value)) / (high - low)
        return f"{x:.1f},{y:.1f}"

    parts = []
    for tick in range(5):
        share = tick / 4
        y = TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)
        value = low + (high - low) * share
        value = 10**value if logarithmic else value
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#d8d8d8"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:.3g}</text>')
        x = LEFT + (WIDTH - LEFT - RIGHT) * share
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - 26}" text-anchor="middle">{round(last * share)}</text>')
    for index, (name, points) in enumerate(series.items()):
        color = COLORS[index % len(COLORS)]
        path = " ".join(place(*point) for point in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="1.6"/>')
        parts.append(f'<text x="{LEFT + 8 + 110 * index}" y="{HEIGHT - 6}" fill="{color}">{name}</text>')
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 6}" text-anchor="end">step</text>')
    return frame(title, parts)


def empty(title: str) -> str:
    return frame(title, [f'<text x="{LEFT}" y="{HEIGHT // 2}">no steps yet</text>'])


def frame(title: str, parts: list[str]) -> str:
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="15">{title}</text>', *parts, "</svg>", ""])
