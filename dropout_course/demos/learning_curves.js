// The demo "learning-curves": what was measured at each rate, epoch by epoch; the lines only join the points.
// The tests hold its numbers and the committed result together.

import { at, circle, label, path, square } from "./drawing.js";
import { demo, withMinus } from "./kit.js";

const SETS = ["train", "validation"];
const MARKERS = { train: circle, validation: square };
const RATES = 10; // 0, 0.1, ..., 0.9
const PLOT = { left: 34, right: 322, top: 14, floor: 204 };
const AXES = {
  accuracy: { low: 10, high: 100, ticks: [20, 40, 60, 80, 100], unit: "%", decimals: 1 },
  nll: { low: 0, high: 2.4, ticks: [0, 0.5, 1, 1.5, 2], unit: " nats", decimals: 2 },
};

export default demo({
  name: "learning-curves",
  traits: ["p", "epochs", "metric"],
  read: (model) => ({ epochs: model.get("_epochs"), curves: model.get("_curves"), on: model.get("_on") }),
  view,
});

function view({ p, epochs, metric }, measured) {
  const rate = Math.round(10 * p);
  const now = measured.epochs.filter((epoch) => epoch <= epochs).length - 1;
  const curves = measured.curves[metric]; // by rate, set, [mean, low, high] and epoch kept
  const numbers = {};
  for (const [name, count] of Object.entries(measured.on)) numbers[`on.${name}`] = count;
  SETS.forEach((name, set) =>
    ["mean", "low", "high"].forEach((end, i) => (numbers[`${name}.${end}`] = curves[rate][set][i][now])),
  );
  numbers.gap = (metric === "accuracy" ? 1 : -1) * (numbers["train.mean"] - numbers["validation.mean"]);
  const axes = AXES[metric];
  const byEpoch = scaleTo(measured.epochs[measured.epochs.length - 1]);
  const byRate = scaleTo(0.9);
  return {
    numbers,
    pictures: {
      curves: frame(axes, "epochs", [0, 10, 20, 30], byEpoch) + drawBoth(curves[rate], measured.epochs, axes, byEpoch, now),
      rates: frame(axes, "drop probability p", [0, 0.3, 0.6, 0.9], byRate) + drawBoth(acrossRates(curves, now), tenths(), axes, byRate, rate),
    },
    summary: summarise({ p: rate / 10, epoch: measured.epochs[now], metric }, numbers, axes),
  };
}

/** The same as the curves of one rate, but over the rates, after one epoch. */
function acrossRates(curves, now) {
  return SETS.map((_, set) => [0, 1, 2].map((end) => curves.map((ofRate) => ofRate[set][end][now])));
}

function tenths() {
  return Array.from({ length: RATES }, (_, i) => i / 10);
}

/** Two lines with their intervals, the gap between them shaded, and where the reader looks. */
function drawBoth(both, xs, axes, scale, now) {
  const points = both.map(([means]) => means.map((mean, i) => [scale(xs[i]), yOf(mean, axes)]));
  const through = (line) => line.map((point) => point.map(at).join(",")).join("L");
  const bars = both.map(([, low, high], set) => {
    const each = xs.map((x, i) => `M${at(scale(x))},${at(yOf(low[i], axes))}V${at(yOf(high[i], axes))}`);
    return path(`dc-bar dc-${SETS[set]}`, each.join(""));
  });
  const middle = Math.floor((2 * xs.length) / 3);
  const trainAbove = points[0][middle][1] <= points[1][middle][1];
  return [
    path("dc-gap", `M${through(points[0])}L${through([...points[1]].reverse())}Z`),
    path("dc-now", `M${at(scale(xs[now]))},${PLOT.top}V${PLOT.floor}`),
    ...bars,
    ...SETS.map((name, set) => path(`dc-${name}`, `M${through(points[set])}`)),
    ...SETS.map((name, set) => MARKERS[name](`dc-${name}`, ...points[set][now])),
    ...SETS.map((name, set) => nameOf(name, points[set][middle], (name === "train") === trainAbove)),
  ].join("");
}

/** A name above or below a point of its line, inside of the frame. */
function nameOf(name, [x, y], above) {
  const free = Math.max(PLOT.top + 2, Math.min(PLOT.floor - 4, y + (above ? -10 : 20)));
  return label(`dc-${name}`, x, free, name === "train" ? "training" : "validation", "middle");
}

function frame(axes, words, values, scale) {
  const lines = axes.ticks.map((tick) => {
    const y = yOf(tick, axes);
    return path("dc-grid", `M${PLOT.left},${at(y)}H${PLOT.right}`) + label("", PLOT.left - 5, y + 4, String(tick), "end");
  });
  const below = values.map((value) => label("", scale(value), PLOT.floor + 14, String(value), "middle"));
  return [...lines, ...below, label("", (PLOT.left + PLOT.right) / 2, PLOT.floor + 29, words, "middle")].join("");
}

function scaleTo(highest) {
  return (value) => PLOT.left + 6 + (value / highest) * (PLOT.right - PLOT.left - 12);
}

function yOf(value, { low, high }) {
  return PLOT.floor - ((value - low) / (high - low)) * (PLOT.floor - PLOT.top);
}

function summarise({ p, epoch, metric }, numbers, { unit, decimals }) {
  const told = (name) => withMinus(numbers[name].toFixed(decimals)) + unit;
  const what = metric === "accuracy" ? "Accuracy" : "Loss";
  const curves =
    `${what} after epoch ${epoch} at p = ${p}: ${told("train.mean")} on training images, ` +
    `${told("validation.mean")} on validation images (${told("validation.low")} to ${told("validation.high")}).`;
  const gap = metric === "accuracy" ? `${withMinus(numbers.gap.toFixed(1))} points` : told("gap");
  return { curves, rates: `The gap is ${gap}. Means of ${numbers["on.seeds"]} seeds, intervals over seeds.` };
}
