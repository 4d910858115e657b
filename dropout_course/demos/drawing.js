// Small pieces of SVG, as text. Colours come with the classes (see demo.css), never from here.

export function path(classes, d) {
  return `<path class="${classes}" d="${d}"/>`;
}

/** The `d` of a path through point(0), point(1), ..., each an [x, y]. */
export function polyline(points, point) {
  return "M" + Array.from({ length: points }, (_, i) => point(i).map(at).join(",")).join("L");
}

export function label(classes, x, y, text, anchor) {
  return `<text class="${classes}" x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${text}</text>`;
}

// The markers differ in shape, so that a series is known without its colour.

export function circle(classes, x, y) {
  return `<circle class="dc-marker ${classes}" cx="${at(x)}" cy="${at(y)}" r="4.5"/>`;
}

export function square(classes, x, y) {
  return `<rect class="dc-marker ${classes}" x="${at(x - 4)}" y="${at(y - 4)}" width="8" height="8"/>`;
}

export function triangle(classes, x, y) {
  return path(`dc-marker ${classes}`, `M${at(x)},${at(y - 4)}l5,9h-10z`);
}

/** A coordinate, to a tenth of a unit: finer is not seen and weighs. */
export function at(coordinate) {
  return coordinate.toFixed(1);
}
