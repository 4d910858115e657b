// The demo "rate-and-learning-rate": the measured map. Only measured cells are drawn; the tests hold its
// numbers and the committed result together.

import { at, circle, label, path, square } from "./drawing.js";
import { demo, withMinus } from "./kit.js";

const MAP = { left: 34, top: 6, width: 41, height: 20.5 };
const PLOT = { left: 34, right: 322, top: 14, floor: 232 };
const AXES = {
  accuracy: { low: 0, high: 90, ticks: [0, 20, 40, 60, 80], unit: "%", decimals: 1 },
  nll: { low: 0.4, high: 2.4, ticks: [0.5, 1, 1.5, 2], unit: " nats", decimals: 2 },
};

export default demo({
  name: "rate-and-learning-rate",
  traits: ["p", "learning_rate", "metric"],
  read: (model) => ({
    rates: model.get("_rates"),
    learningRates: model.get("_learning_rates"),
    own: model.get("_own"), // for each rate the place of its own learning rate
    cells: model.get("_cells"),
    seeds: model.get("_seeds"),
  }),
  view,
});

function view({ p, learning_rate, metric }, { rates, learningRates, own, cells, seeds }) {
  const [row, column] = [rates.indexOf(p), learningRates.indexOf(learning_rate)];
  const found = cells[metric]; // by rate, learning rate and [mean, low, high]
  const sign = metric === "accuracy" ? 1 : -1;
  const [here, tuned] = [found[row][column], found[row][own[row]]];
  const numbers = {
    "here.mean": here[0],
    "here.low": here[1],
    "here.high": here[2],
    "own.mean": tuned[0],
    "own.low": tuned[1],
    "own.high": tuned[2],
    "loses.one": sign * (found[0][column][0] - here[0]),
    "loses.own": sign * (found[0][own[0]][0] - tuned[0]),
  };
  const axes = AXES[metric];
  return {
    numbers,
    pictures: {
      map: drawMap({ found, rates, learningRates, own, row, column, sign, axes }),
      column: drawColumn({ found, rates, own, row, column, axes }),
    },
    summary: summarise({ p, learning_rate, metric }, numbers, axes, learningRates[own[row]], seeds),
  };
}

function drawMap({ found, rates, learningRates, own, row, column, sign, axes }) {
  const good = (mean) => Math.max(0, Math.min(1, (sign * mean - sign * worst(axes, sign)) / (axes.high - axes.low)));
  const cells = rates.flatMap((_, i) => learningRates.map((_, j) => drawCell(found[i][j][0], good(found[i][j][0]), i, j, axes)));
  const dots = rates.map((_, i) => dot(i, own[i]));
  const below = MAP.top + rates.length * MAP.height;
  return [
    ...cells,
    ...dots,
    box("dc-column", 0, column, rates.length),
    box("dc-here", row, column, 1),
    ...rates.map((p, i) => label("", MAP.left - 5, MAP.top + (i + 0.5) * MAP.height + 4, String(p), "end")),
    ...learningRates.map((rate, j) => label("dc-tick", MAP.left + (j + 0.5) * MAP.width, below + 14, String(rate), "middle")),
    label("", MAP.left + 3.5 * MAP.width, below + 30, "learning rate", "middle"),
  ].join("");
}

function worst({ low, high }, sign) {
  return sign > 0 ? low : high;
}

function drawCell(mean, good, i, j, { decimals }) {
  const [x, y] = [MAP.left + j * MAP.width, MAP.top + i * MAP.height];
  const size = `width="${MAP.width - 2}" height="${MAP.height - 2}"`;
  const opacity = (0.03 + 0.42 * good ** 3).toFixed(2);
  return (
    `<rect class="dc-cell" x="${at(x + 1)}" y="${at(y + 1)}" ${size} fill-opacity="${opacity}"/>` +
    label("dc-value", x + MAP.width / 2, y + MAP.height / 2 + 4, mean.toFixed(decimals), "middle")
  );
}

function box(classes, i, j, rows) {
  const [x, y] = [MAP.left + j * MAP.width, MAP.top + i * MAP.height];
  return `<rect class="${classes}" x="${at(x)}" y="${at(y)}" width="${MAP.width}" height="${at(rows * MAP.height)}" rx="3"/>`;
}

function dot(i, j) {
  const [x, y] = [MAP.left + (j + 1) * MAP.width - 6, MAP.top + i * MAP.height + 6];
  return `<circle class="dc-chosen" cx="${at(x)}" cy="${at(y)}" r="2.5"/>`;
}

/** Against the rate: what one learning rate for all shows, and what each rate comes to with its own. */
function drawColumn({ found, rates, own, row, column, axes }) {
  const one = rates.map((_, i) => found[i][column]);
  const tuned = rates.map((_, i) => found[i][own[i]]);
  const frame = axes.ticks.map((tick) => {
    const y = yOf(tick, axes);
    return path("dc-grid", `M${PLOT.left},${at(y)}H${PLOT.right}`) + label("", PLOT.left - 5, y + 4, String(tick), "end");
  });
  const below = [0, 0.3, 0.6, 0.9].map((p) => label("", xOf(p), PLOT.floor + 14, String(p), "middle"));
  return [
    ...frame,
    ...below,
    label("", (PLOT.left + PLOT.right) / 2, PLOT.floor + 29, "drop probability p", "middle"),
    path("dc-now", `M${at(xOf(rates[row]))},${PLOT.top}V${PLOT.floor}`),
    series("dc-own", square, tuned, rates, axes),
    series("dc-one", circle, one, rates, axes),
  ].join("");
}

function series(classes, marker, found, rates, axes) {
  const points = found.map(([mean], i) => [xOf(rates[i]), yOf(mean, axes)]);
  const bars = found.map(([, low, high], i) => `M${at(xOf(rates[i]))},${at(yOf(low, axes))}V${at(yOf(high, axes))}`);
  return [
    path(`dc-bar ${classes}`, bars.join("")),
    path(classes, `M${points.map((point) => point.map(at).join(",")).join("L")}`),
    ...points.map(([x, y]) => marker(classes, x, y)),
  ].join("");
}

function xOf(p) {
  return PLOT.left + 8 + (p / 0.9) * (PLOT.right - PLOT.left - 16);
}

/** What lies beyond the axis stands at its end. */
function yOf(value, { low, high }) {
  const share = Math.max(0, Math.min(1, (value - low) / (high - low)));
  return PLOT.floor - share * (PLOT.floor - PLOT.top);
}

function summarise({ p, learning_rate, metric }, numbers, { unit, decimals }, own, seeds) {
  const told = (name) => withMinus(numbers[name].toFixed(decimals)) + unit;
  const what = metric === "accuracy" ? "Test accuracy" : "Test loss";
  const lost = (name) => withMinus(numbers[name].toFixed(decimals)) + (metric === "accuracy" ? " points" : unit);
  const map =
    `${what} at p = ${p} with learning rate ${learning_rate}: ${told("here.mean")} ` +
    `(${told("here.low")} to ${told("here.high")}). With its own, ${own}: ${told("own.mean")}.`;
  const column =
    `Behind no dropout by ${lost("loses.one")} if both have ${learning_rate}, ` +
    `by ${lost("loses.own")} if each has its own. Means of ${seeds} seeds.`;
  return { map, column };
}
