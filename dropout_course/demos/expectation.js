// The demo "expectation": does the mean of dropout's output agree between training and test, at what price?
// The numbers are those of dropout_course.reference on the same draws; the tests hold the two together.

import { at, circle, label, path, polyline, square, triangle } from "./drawing.js";
import { demo, float32s, threeDigits } from "./kit.js";

const FLOOR = 206; // where y = 0 lies, in the units of the viewBox
const CEILING = 22;
const BY_DRAWS = { left: 26, right: 190 }; // the two plots of a picture: running over the draws,
const BY_RATE = { left: 216, right: 324 }; // and theory over the rate
const STEPS = [1, 2, 3, 4, 5, 6, 8, 10]; // where an axis may end, times a power of ten

export default demo({
  name: "expectation",
  traits: ["p", "h", "n", "start"],
  read: (model) => ({ uniforms: float32s(model.get("_uniforms")) }),
  actions: { again: ({ n, start }, { uniforms }) => ({ start: (start + n) % uniforms.length }) },
  view,
});

function view({ p, h, n, start }, { uniforms }) {
  const kept = keptSoFar(uniforms, { p, n, start });
  const numbers = measure({ p, h, n, kept });
  const all = { p, h, n, kept, numbers };
  return { numbers, pictures: { mean: drawMean(all), variance: drawVariance(all) }, summary: summarise(all) };
}

/** kept[k]: how many of the first k draws kept the unit. A draw u keeps it when u >= p. */
function keptSoFar(uniforms, { p, n, start }) {
  const kept = new Uint32Array(n + 1);
  for (let k = 0; k < n; k++) kept[k + 1] = kept[k] + (uniforms[(start + k) % uniforms.length] >= p);
  return kept;
}

/** What a kept unit puts out in training: h / (1 - p) inverted, h classic. A dropped one puts out 0. */
function outputsOfAKeptUnit({ p, h }) {
  return { inverted: p < 1 ? h / (1 - p) : 0, classic: h, unscaled: h };
}

function measure({ p, h, n, kept }) {
  const fraction = kept[n] / n;
  const outputs = outputsOfAKeptUnit({ p, h });
  const numbers = {};
  for (const [form, output] of Object.entries(outputs)) {
    numbers[`${form}.mean`] = fraction * output;
    numbers[`${form}.variance`] = fraction * (1 - fraction) * output ** 2;
    numbers[`${form}.theory-mean`] = meanInTheory(form, p, h);
    numbers[`${form}.theory-variance`] = varianceInTheory(form, p, h);
    numbers[`${form}.test`] = form === "classic" ? (1 - p) * h : h;
    numbers[`${form}.gap`] = numbers[`${form}.test`] - numbers[`${form}.theory-mean`];
  }
  return numbers;
}

function meanInTheory(form, p, h) {
  if (form === "inverted") return p < 1 ? h : 0; // p = 1 drops all: there is nothing left to scale
  return (1 - p) * h;
}

function varianceInTheory(form, p, h) {
  if (form === "inverted") return p < 1 ? (h ** 2 * p) / (1 - p) : 0; // not the limit, which is infinite
  return h ** 2 * p * (1 - p);
}

function drawMean({ p, h, n, kept, numbers }) {
  const top = topFor(1.6 * h);
  const y = (value) => scale(value, top);
  const outputs = outputsOfAKeptUnit({ p, h });
  const gap = numbers["unscaled.gap"];
  const x = atRate(p);
  const belowTheCircle = y(h) + 8;
  return [
    frame(top, n, "at test time, by p"),
    plotByDraws({ moment: "mean", n, y, numbers, running: (form, k) => (kept[k] / k) * outputs[form] }),
    path("dc-theory dc-inverted", rateLine(top, () => h)),
    path("dc-theory dc-classic", rateLine(top, (rate) => meanInTheory("classic", rate, h))),
    label("dc-inverted", BY_RATE.left + 2, y(h) - 9, "inverted", "start"),
    h > 0 ? label("dc-classic", BY_RATE.left + 6, FLOOR - 8, "classic", "start") : "", // else both lie at 0
    gap > 0 ? path("dc-gap dc-unscaled", `M${at(x)},${at(y(h - gap))}V${at(belowTheCircle)}`) : "",
    gap > 0 ? label("dc-unscaled", within(BY_RATE, x, 34), y(h) - 24, `gap ${threeDigits(gap)}`, "middle") : "",
    triangle("dc-unscaled", x, belowTheCircle),
    square("dc-classic", x, y(numbers["classic.test"])),
    circle("dc-inverted", x, y(numbers["inverted.test"])),
  ].join("");
}

function drawVariance({ p, h, n, kept, numbers }) {
  const inverted = numbers["inverted.theory-variance"];
  const top = topFor(Math.max(4.4 * h ** 2, 1.2 * inverted)); // room for p = 0.8; more only when it is needed
  const y = (value) => scale(value, top);
  const outputs = outputsOfAKeptUnit({ p, h });
  const running = (form, k) => (kept[k] / k) * (1 - kept[k] / k) * outputs[form] ** 2;
  const x = atRate(p);
  return [
    frame(top, n, "in theory, by p"),
    plotByDraws({ moment: "variance", n, y, numbers, running }),
    path("dc-theory dc-inverted", rateLine(top, (rate) => (h ** 2 * rate) / (1 - rate))),
    path("dc-theory dc-classic", rateLine(top, (rate) => varianceInTheory("classic", rate, h))),
    label("dc-inverted", atRate(0.72), CEILING + 22, "inverted", "end"),
    label("dc-classic", BY_RATE.right, FLOOR - 14, "classic", "end"),
    square("dc-classic", x, y(numbers["classic.theory-variance"])),
    circle("dc-inverted", x, y(inverted)),
  ].join("");
}

/** The left plot: running(form, k) after each draw k, on its way to theory. Unscaled runs as classic does. */
function plotByDraws({ moment, n, y, numbers, running }) {
  const [inverted, classic] = ["inverted", "classic"].map((form) => ({
    expected: y(numbers[`${form}.theory-${moment}`]),
    measured: y(numbers[`${form}.${moment}`]),
    line: runningLine(n, (k) => y(running(form, k))),
  }));
  return [
    dashed("dc-inverted", inverted.expected),
    dashed("dc-classic", classic.expected),
    path("dc-running dc-classic", classic.line),
    path("dc-running dc-inverted", inverted.line),
    square("dc-classic", BY_DRAWS.right, classic.measured),
    circle("dc-inverted", BY_DRAWS.right, inverted.measured),
  ].join("");
}

function summarise({ p, h, numbers }) {
  const told = (name) => threeDigits(numbers[name]);
  const variance = `inverted ${told("inverted.theory-variance")}, classic ${told("classic.theory-variance")}`;
  return { mean: summariseMean({ p, h, told }), variance: `The variance, in theory: ${variance}.` };
}

function summariseMean({ p, h, told }) {
  if (h === 0) return "An activation of 0 stays 0, dropped or not.";
  if (p === 0) return "At p = 0 nothing is dropped: the three agree, in training and at test time.";
  if (p === 1) return "At p = 1 all is dropped: training puts out 0 and there is nothing left to scale.";
  const [inverted, classic] = ["inverted", "classic"].map(
    (form) => `${told(`${form}.mean`)} ${form} (theory ${told(`${form}.theory-mean`)})`,
  );
  return (
    `In training the mean is ${inverted} and ${classic}. At test time both put out what training promised; ` +
    `unscaled puts out ${threeDigits(1 / (1 - p))} times as much.`
  );
}

/** The axes of both plots, with 0, half and top on the left and the ends of n and p below. */
function frame(top, n, title) {
  const ticks = [0, top / 2, top].map((value) => {
    const y = scale(value, top);
    const line = ({ left, right }) => path(value ? "dc-grid" : "dc-axis", `M${left},${at(y)}H${right}`);
    return line(BY_DRAWS) + line(BY_RATE) + label("", BY_DRAWS.left - 5, y + 4, String(Number(value.toPrecision(3))), "end");
  });
  const below = FLOOR + 18;
  return [
    ...ticks,
    label("", BY_DRAWS.left, CEILING - 9, "in training, draw by draw", "start"),
    label("", BY_DRAWS.left, below, "1", "start"),
    label("", (BY_DRAWS.left + BY_DRAWS.right) / 2, below, "draws", "middle"),
    label("", BY_DRAWS.right, below, String(n), "end"),
    label("", BY_RATE.left, CEILING - 9, title, "start"),
    label("", BY_RATE.left, below, "0", "start"),
    label("", (BY_RATE.left + BY_RATE.right) / 2, below, "rate p", "middle"),
    label("", BY_RATE.right, below, "1", "end"),
  ].join("");
}

function dashed(classes, y) {
  return path(`dc-expected ${classes}`, `M${BY_DRAWS.left},${at(y)}H${BY_DRAWS.right}`);
}

/** A path over at most 164 of the n draws: one a unit of width is as fine as the eye sees. */
function runningLine(n, y) {
  const points = Math.min(n, BY_DRAWS.right - BY_DRAWS.left);
  return polyline(points, (i) => {
    const k = Math.floor(((i + 1) * n) / points);
    return [BY_DRAWS.left + (k / n) * (BY_DRAWS.right - BY_DRAWS.left), y(k)];
  });
}

/** A curve over the rate, as far as it stays below the ceiling. */
function rateLine(top, value) {
  const rates = Array.from({ length: 101 }, (_, i) => i / 100);
  const end = rates.findIndex((rate) => !(value(rate) <= top)); // NaN ends it too: h = 0, p = 1
  const points = end < 0 ? rates.length : end;
  return polyline(points, (i) => [atRate(rates[i]), scale(value(rates[i]), top)]);
}

function atRate(p) {
  return BY_RATE.left + p * (BY_RATE.right - BY_RATE.left);
}

/** `x`, moved as little as keeps `margin` to either end. */
function within({ left, right }, x, margin) {
  return Math.min(Math.max(x, left + margin), right - margin);
}

/** Height of a value in a plot that ends at `top`; what lies higher is drawn at the ceiling. */
function scale(value, top) {
  return FLOOR - (Math.min(value, top) / top) * (FLOOR - CEILING);
}

/** A round end for an axis that must reach `value`. */
function topFor(value) {
  const unit = 10 ** Math.floor(Math.log10(Math.max(value, 0.5)));
  return unit * STEPS.find((step) => unit * step >= value);
}
