// The demo "uncertainty": a trained network with dropout left on, its answers, their band, and the true error.
// The numbers are those of dropout_course.reference on the same draws; the tests hold the two together.

import { at, circle, label, path, square } from "./drawing.js";
import { demo, float32s, threeDigits } from "./kit.js";

const UNITS = 40;
const PARAMETERS = 3 * UNITS + 1;
const NETWORKS = ["relu", "sigmoid"];
const RATES = [0.1, 0.3, 0.5];
const POINTS = [20, 320];
const MOST_PASSES = 40;

const GRID = Array.from({ length: 121 }, (_, i) => (i - 60) / 20);
const GAP = [0, 0.9];
const inTheGap = (x) => x > GAP[0] && x < GAP[1];
const REGIONS = {
  data: (x) => x >= -1.5 && x <= 1.5 && !inTheGap(x),
  gap: inTheGap,
  outside: (x) => Math.abs(x) >= 2,
};

const FRAME = { left: 30, right: 324, top: 12, bottom: 206 };
const ANSWERS = { lowest: -2, highest: 2 };
const BAND = { lowest: 0, highest: 1 };

export default demo({
  name: "uncertainty",
  traits: ["passes", "p", "points", "network", "start"],
  read: (model) => ({
    points: float32s(model.get("_points")),
    networks: float32s(model.get("_networks")),
    uniforms: float32s(model.get("_uniforms")),
  }),
  actions: {
    more: ({ passes }) => ({ passes: Math.min(passes + 1, MOST_PASSES) }),
    again: ({ passes, start }, { uniforms }) => ({ start: (start + passes) % (uniforms.length / UNITS) }),
  },
  view,
});

function view(state, { points, networks, uniforms }) {
  const network = trained(networks, state);
  const shares = GRID.map((x) => sharesOfUnits(network, state.network, x));
  const answers = Array.from({ length: state.passes }, (_, pass) => answersOf(network, shares, uniforms, pass, state));
  const along = { ...overPasses(answers), ...inTheory(network, shares, state.p), truth: GRID.map(truth) };
  along.error = along.answer.map((answer, i) => Math.abs(answer - along.truth[i]));
  const numbers = {};
  for (const [region, holds] of Object.entries(REGIONS)) {
    for (const name of ["seen", "theory", "error"]) {
      numbers[`${region}.${name}`] = rootMeanSquare(along[name].filter((_, i) => holds(GRID[i])));
    }
  }
  const pictures = { answers: drawAnswers({ answers, along, points, state }), band: drawBand(along) };
  return { numbers, pictures, summary: summarise(state, numbers) };
}

// The network: one number in, 40 units that may drop, one number out

function trained(networks, { network, p, points }) {
  const which = (NETWORKS.indexOf(network) * RATES.length + RATES.indexOf(p)) * POINTS.length + POINTS.indexOf(points);
  const [slopes, biases, outward] = [0, 1, 2].map((k) =>
    networks.subarray(which * PARAMETERS + k * UNITS, which * PARAMETERS + (k + 1) * UNITS),
  );
  return { slopes, biases, outward, bias: networks[(which + 1) * PARAMETERS - 1] };
}

/** What each unit adds to the answer at x while it is not dropped and nobody scales. */
function sharesOfUnits({ slopes, biases, outward }, activation, x) {
  return Array.from(outward, (weight, j) => weight * bend(slopes[j] * x + biases[j], activation));
}

function bend(sum, activation) {
  return activation === "relu" ? Math.max(sum, 0) : 1 / (1 + Math.exp(-sum));
}

/** The answers of one pass along the grid: one mask for all. A draw u keeps its unit when u >= p. */
function answersOf({ bias }, shares, uniforms, pass, { p, start }) {
  const first = ((start + pass) * UNITS) % uniforms.length;
  const multiplier = Array.from({ length: UNITS }, (_, j) => (uniforms[first + j] >= p ? 1 / (1 - p) : 0));
  return shares.map((ofUnits) => ofUnits.reduce((sum, share, j) => sum + multiplier[j] * share, bias));
}

function overPasses(answers) {
  const mean = GRID.map((_, i) => sumOver(answers, (of) => of[i]) / answers.length);
  const seen = GRID.map((_, i) => Math.sqrt(sumOver(answers, (of) => (of[i] - mean[i]) ** 2) / answers.length));
  return { mean, seen };
}

/** Mean and band over all masks: the answers are linear in the multipliers, so both are exact. */
function inTheory({ bias }, shares, p) {
  return {
    answer: shares.map((ofUnits) => bias + sumOver(ofUnits, (share) => share)),
    theory: shares.map((ofUnits) => Math.sqrt((p / (1 - p)) * sumOver(ofUnits, (share) => share ** 2))),
  };
}

function truth(x) {
  return 0.8 * Math.sin(3 * x);
}

function sumOver(list, value) {
  return list.reduce((sum, item) => sum + value(item), 0);
}

function rootMeanSquare(values) {
  return Math.sqrt(sumOver(values, (value) => value ** 2) / values.length);
}

// The pictures

function drawAnswers({ answers, along, points, state }) {
  const y = (value) => height(value, ANSWERS);
  const every = (step, values) => GRID.map((x, i) => [atX(x), y(values[i])]).filter((_, i) => i % step === 0);
  const upper = along.mean.map((mean, i) => mean + 2 * along.seen[i]);
  const lower = along.mean.map((mean, i) => mean - 2 * along.seen[i]);
  const shade = [...every(2, upper), ...every(2, lower).reverse()].map(clamped);
  return [
    frame(ANSWERS, [-2, -1, 0, 1, 2], 1.75),
    path("dc-shade", `M${shade.map((point) => point.map(at).join(",")).join("L")}Z`),
    ...answers.map((values) => path("dc-pass", within(every(3, values)))),
    path("dc-truth", within(every(1, along.truth))),
    path("dc-mean", within(every(1, along.mean))),
    path(`dc-points ${state.points > 100 ? "dc-many" : ""}`, dots(points, state.points, y)),
    label("", atX(-2.1), y(-1.3), "truth", "middle"),
  ].join("");
}

function dots(points, n, y) {
  return Array.from({ length: n }, (_, i) => `M${at(atX(points[2 * i]))},${at(y(points[2 * i + 1]))}h0`).join("");
}

function drawBand(along) {
  const y = (value) => height(value, BAND);
  const line = (values) => within(GRID.map((x, i) => [atX(x), y(values[i])]));
  const middle = GRID.indexOf(0.45);
  const mark = (marker, classes, value) => marker(classes, ...clamped([atX(0.45), y(value)]));
  return [
    frame(BAND, [0, 0.5, 1], 0.4), // where neither line runs
    path("dc-error", line(along.error)),
    path("dc-theory-band", line(along.theory)),
    path("dc-seen", line(along.seen)),
    mark(square, "dc-error-name", along.error[middle]),
    mark(circle, "dc-band-name", along.seen[middle]),
    label("dc-error-name", atX(0.95), y(0.86), "error", "start"),
    label("dc-band-name", atX(-0.65), y(0.34), "band", "middle"),
  ].join("");
}

/** Lines at the ticks, and the gap with its name at a height. */
function frame(range, ticks, nameAt) {
  const [left, right] = GAP.map(atX);
  return [
    path("dc-nothing-known", `M${left},${FRAME.top}H${at(right)}V${FRAME.bottom}H${left}Z`),
    label("", (left + right) / 2, height(nameAt, range), "gap", "middle"),
    ...ticks.map((value) => {
      const y = height(value, range);
      const line = path(value ? "dc-grid" : "dc-axis", `M${FRAME.left},${at(y)}H${FRAME.right}`);
      return line + label("", FRAME.left - 5, y + 4, String(value).replace("-", "−"), "end");
    }),
    ...[-3, -1.5, 1.5, 3].map((x) => label("", atX(x), FRAME.bottom + 18, String(x).replace("-", "−"), x === 3 ? "end" : x === -3 ? "start" : "middle")),
    label("", atX(0), FRAME.bottom + 18, "x", "middle"),
  ].join("");
}

function atX(x) {
  return FRAME.left + ((x + 3) / 6) * (FRAME.right - FRAME.left);
}

function height(value, { lowest, highest }) {
  return FRAME.bottom - ((value - lowest) / (highest - lowest)) * (FRAME.bottom - FRAME.top);
}

/** The `d` of a path through the points, without those outside of the frame. */
function within(points) {
  let d = "";
  let down = false;
  for (const [x, y] of points) {
    const inside = y >= FRAME.top && y <= FRAME.bottom;
    if (inside) d += `${down ? "L" : "M"}${at(x)},${at(y)}`;
    down = inside;
  }
  return d;
}

function clamped([x, y]) {
  return [x, Math.min(Math.max(y, FRAME.top), FRAME.bottom)];
}

// In words

function summarise({ passes, p, points, network }, numbers) {
  const told = (name) => threeDigits(numbers[name]);
  const units = { relu: "ReLUs", sigmoid: "sigmoids" }[network];
  const answers =
    `${UNITS} ${units}, ${points} points, p = ${p}: after ${passes} ${passes === 1 ? "pass" : "passes"} the band is ` +
    `${told("data.seen")} among the points and ${told("gap.seen")} in the gap.`;
  const band =
    `In theory it is ${told("data.theory")} and ${told("gap.theory")}, and ${told("outside.theory")} outside. ` +
    `The error in the gap is ${(numbers["gap.error"] / numbers["gap.theory"]).toFixed(1)} bands.`;
  return { answers, band };
}
