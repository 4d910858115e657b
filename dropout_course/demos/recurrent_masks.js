// The demo "recurrent-masks": what masks on a recurrent layer leave of its memory, step by step.
// The masks are those of dropout_course.reference on the same draws; the tests hold the two together.

import { at, circle, label, path, polyline } from "./drawing.js";
import { demo, float32s, threeDigits } from "./kit.js";

const UNITS = 24;
const MOST_STEPS = 28;
const DRAWS = 10;

const GRID = { left: 30, top: 22, column: 10.5, row: 7.6 }; // in units of the viewBox
const PLOT = { left: 30, right: 316, top: 22, bottom: 204 };

export default demo({
  name: "recurrent-masks",
  traits: ["p", "masks", "steps", "draw"],
  read: (model) => ({ uniforms: float32s(model.get("_uniforms")) }),
  actions: { again: ({ draw }) => ({ draw: (draw + 1) % DRAWS }) },
  view,
});

function view(state, { uniforms }) {
  const keep = drawMasks(state, uniforms);
  const numbers = measure(state, keep);
  return {
    numbers,
    pictures: { masks: drawGrid(state, keep), left: drawLeft(state, keep) },
    summary: summarise(state, numbers),
  };
}

function upTo(n) {
  return Array.from({ length: n }, (_, i) => i);
}

/** keep[step][unit]: who stays. A draw u keeps its unit when u >= p; a locked mask is that of the first step. */
function drawMasks({ p, masks, steps, draw }, uniforms) {
  return upTo(steps).map((step) => {
    const row = draw * MOST_STEPS + (masks === "fresh" ? step : 0);
    return upTo(UNITS).map((unit) => masks === "ends" || uniforms[row * UNITS + unit] >= p);
  });
}

/** How many masks a memory goes through: none, one for all steps, or one a step. */
function masksMet(masks, steps) {
  return { fresh: steps, locked: 1, ends: 0 }[masks];
}

/** Whether a unit has been kept at every step up to and including `step`. */
function isAlive(keep, unit, step) {
  return keep.slice(0, step + 1).every((row) => row[unit]);
}

function aliveAfter(keep, step) {
  return upTo(UNITS).filter((unit) => isAlive(keep, unit, step)).length;
}

function measure({ p, masks, steps }, keep) {
  const met = masksMet(masks, steps);
  const scale = 1 / (1 - p);
  const factor = upTo(met).reduce((product) => product * scale, 1);
  const alive = aliveAfter(keep, steps - 1);
  const share = alive / UNITS;
  return {
    alive,
    "alive.expected": UNITS * (1 - p) ** met,
    mean: share * factor,
    "mean.expected": 1,
    variance: share * (1 - share) * factor ** 2,
    "variance.expected": (1 - p) ** -met - 1,
    largest: alive ? factor : 0,
    "largest.expected": (1 - p) ** -met,
  };
}

function drawGrid({ steps }, keep) {
  const cells = upTo(steps).flatMap((step) => upTo(UNITS).map((unit) => ({ step, unit, stays: keep[step][unit] })));
  const kept = cells.filter(({ stays }) => stays);
  const alive = kept.filter(({ unit, step }) => isAlive(keep, unit, step));
  const forgotten = kept.filter(({ unit, step }) => !isAlive(keep, unit, step));
  return [
    path("dc-alive", alive.map(block).join("")),
    path("dc-forgotten", forgotten.map(dash).join("")),
    path("dc-dropped", cells.filter(({ stays }) => !stays).map(cross).join("")),
    ...[0, UNITS - 1].map((unit) => label("", GRID.left - 6, yOf(unit) + 4, String(unit + 1), "end")),
    label("", xOf(0), GRID.top - 8, "step 1", "start"),
    steps > 9 ? label("", xOf(steps - 1) + 4, GRID.top - 8, String(steps), "end") : "",
    label("", GRID.left, 224, "■ remembered, – forgotten, × dropped", "start"),
  ].join("");
}

function xOf(step) {
  return GRID.left + (step + 0.5) * GRID.column;
}

function yOf(unit) {
  return GRID.top + (unit + 0.5) * GRID.row;
}

function block({ step, unit }) {
  return `M${at(xOf(step) - 4.2)},${at(yOf(unit) - 2.8)}h8.4v5.6h-8.4z`;
}

function dash({ step, unit }) {
  return `M${at(xOf(step) - 2)},${at(yOf(unit))}h4`;
}

function cross({ step, unit }) {
  return `M${at(xOf(step) - 2.2)},${at(yOf(unit) - 2.2)}l4.4,4.4m-4.4,0l4.4,-4.4`;
}

function drawLeft({ p, masks, steps }, keep) {
  const seen = [UNITS, ...upTo(steps).map((step) => aliveAfter(keep, step))];
  const theory = (step) => UNITS * (1 - p) ** (step ? masksMet(masks, step) : 0);
  return [
    ...[0, UNITS / 2, UNITS].map(
      (count) =>
        path(count ? "dc-grid" : "dc-axis", `M${PLOT.left},${at(heightOf(count))}H${PLOT.right}`) +
        label("", PLOT.left - 5, heightOf(count) + 4, String(count), "end"),
    ),
    ...[0, 14, MOST_STEPS].map((step) => label("", placeOf(step), PLOT.bottom + 18, String(step), "middle")),
    path("dc-theory", polyline(MOST_STEPS + 1, (step) => [placeOf(step), heightOf(theory(step))])),
    path("dc-seen", polyline(seen.length, (step) => [placeOf(step), heightOf(seen[step])])),
    circle("", placeOf(steps), heightOf(seen[steps])),
    label("", PLOT.right, PLOT.top - 8, "line: seen, broken: theory", "end"),
  ].join("");
}

function placeOf(step) {
  return PLOT.left + (step / MOST_STEPS) * (PLOT.right - PLOT.left);
}

function heightOf(count) {
  return PLOT.bottom - (count / UNITS) * (PLOT.bottom - PLOT.top);
}

function summarise({ p, masks, steps }, numbers) {
  const each = { fresh: "a fresh mask at every step", locked: "one mask for all steps", ends: "no mask" }[masks];
  const through = `${steps} step${steps > 1 ? "s" : ""}`;
  const expected = threeDigits(numbers["alive.expected"]);
  return {
    masks: `With ${each} on the memory at p = ${p.toFixed(2)}, ${numbers.alive} of ${UNITS} memories last ${through}.`,
    left:
      `Expected: ${expected}. What is left of a 1 has mean ${threeDigits(numbers.mean)} (theory 1) and variance ` +
      `${threeDigits(numbers.variance)} (theory ${threeDigits(numbers["variance.expected"])}).`,
  };
}
