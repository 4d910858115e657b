// The demo "mask-sampler": which units dropout switches off, for one example and for every example of a batch.
// The masks are those of dropout_course.reference on the same draws; the tests hold the two together.

import { at, label, path } from "./drawing.js";
import { demo, float32s, threeDigits } from "./kit.js";

const LAYERS = [4, 6, 6, 3]; // inputs, two hidden layers, outputs; only the hidden units may be dropped
const NAMES = ["inputs", "hidden 1", "hidden 2", "outputs"];
const UNITS = LAYERS[1] + LAYERS[2];
const MOST_EXAMPLES = 16;
const STEPS = 10;

const NETWORK = { left: 26, right: 304, middle: 126, gap: 33 }; // of the drawn network, in units of the viewBox
const GRID = { left: 40, top: 30, column: 22, row: 11.5, between: 16 }; // of the masks; the last parts the layers

export default demo({
  name: "mask-sampler",
  traits: ["p", "batch", "example", "mask_for", "step"],
  read: (model) => ({ uniforms: float32s(model.get("_uniforms")) }),
  actions: { next: ({ step }) => ({ step: (step + 1) % STEPS }) },
  view,
});

function view(state, { uniforms }) {
  const masks = drawMasks(state, uniforms);
  const shown = Math.min(state.example, state.batch) - 1;
  const everywhere = units().filter((unit) => masks.every((keep) => !keep[unit]));
  const numbers = measure(state, { masks, shown, everywhere });
  return {
    numbers,
    pictures: { network: drawNetwork(masks[shown]), batch: drawBatch(masks, shown, everywhere) },
    summary: summarise(state, numbers),
  };
}

function units() {
  return Array.from({ length: UNITS }, (_, unit) => unit);
}

/** For each example which hidden units stay. A draw u keeps its unit when u >= p. */
function drawMasks({ p, batch, mask_for, step }, uniforms) {
  return Array.from({ length: batch }, (_, example) => {
    const row = step * MOST_EXAMPLES + (mask_for === "example" ? example : 0);
    return units().map((unit) => uniforms[row * UNITS + unit] >= p);
  });
}

function measure({ p, batch, mask_for }, { masks, shown, everywhere }) {
  const draws = mask_for === "example" ? batch : 1;
  const keep = masks[shown];
  return {
    example: shown + 1,
    "example.dropped": keep.filter((stays) => !stays).length,
    "example.dropped.expected": UNITS * p,
    "example.connections": connections(layersOf(keep).map((layer) => layer.filter(Boolean).length)),
    "example.connections.expected": connections(LAYERS.map((n, i) => (isHidden(i) ? n * (1 - p) : n))),
    "batch.networks": new Set(masks.map(String)).size,
    "batch.networks.expected": expectedNetworks(p, draws),
    "batch.throughout": everywhere.length,
    "batch.throughout.expected": UNITS * p ** draws,
  };
}

/** A mask of the hidden units as layers of the whole network. */
function layersOf(keep) {
  const [inputs, first, , outputs] = LAYERS;
  return [Array(inputs).fill(true), keep.slice(0, first), keep.slice(first), Array(outputs).fill(true)];
}

function isHidden(layer) {
  return layer > 0 && layer < LAYERS.length - 1;
}

/** Connections between layers of so many units. */
function connections(kept) {
  return kept.slice(1).reduce((sum, after, i) => sum + kept[i] * after, 0);
}

/** Each mask that drops k units is met by at least one of `draws` with 1 - (1 - p^k (1 - p)^(n - k))^draws. */
function expectedNetworks(p, draws) {
  let sum = 0;
  let masks = 1; // that drop k units: n over k
  for (let k = 0; k <= UNITS; k++) {
    sum += masks * (1 - (1 - p ** k * (1 - p) ** (UNITS - k)) ** draws);
    masks = (masks * (UNITS - k)) / (k + 1);
  }
  return sum;
}

function drawNetwork(keep) {
  const layers = layersOf(keep).map((layer, i) => layer.map((stays, unit) => ({ ...place(i, unit), stays })));
  const lines = layers.slice(1).flatMap((after, i) =>
    layers[i].flatMap((from) => after.filter((to) => from.stays && to.stays).map((to) => line(from, to))),
  );
  const names = NAMES.map((name, i) => {
    const anchor = ["start", "middle", "middle", "end"][i];
    const edge = [NETWORK.left - 10, columnOf(1), columnOf(2), NETWORK.right + 10][i];
    return label("", edge, 14, name, anchor);
  });
  const dots = layers.flatMap((layer, i) => layer.map((unit) => dot(unit, isHidden(i))));
  return [path("dc-connections", lines.join("")), ...dots, ...names].join("");
}

function columnOf(layer) {
  return NETWORK.left + (layer / (LAYERS.length - 1)) * (NETWORK.right - NETWORK.left);
}

function place(layer, unit) {
  return { x: columnOf(layer), y: NETWORK.middle + (unit - (LAYERS[layer] - 1) / 2) * NETWORK.gap };
}

function line(from, to) {
  return `M${at(from.x)},${at(from.y)}L${at(to.x)},${at(to.y)}`;
}

/** A kept unit is filled, a dropped one a broken ring with a cross: told apart without colour. */
function dot({ x, y, stays }, hidden) {
  const disc = (classes) => `<circle class="${classes}" cx="${at(x)}" cy="${at(y)}" r="9"/>`;
  if (stays) return disc(hidden ? "dc-kept" : "dc-outer");
  return disc("dc-dropped") + path("dc-dropped", cross(x, y, 3.5));
}

function cross(x, y, size) {
  const [left, top, side] = [at(x - size), at(y - size), 2 * size];
  return `M${left},${top}l${side},${side}m${-side},0l${side},${-side}`;
}

function drawBatch(masks, shown, everywhere) {
  const cells = masks.flatMap((keep, example) => keep.map((stays, unit) => ({ example, unit, stays })));
  const last = masks.length - 1;
  return [
    label("", middleOf(0, LAYERS[1] - 1), 14, NAMES[1], "middle"),
    label("", middleOf(LAYERS[1], UNITS - 1), 14, NAMES[2], "middle"),
    path("dc-kept", cells.filter(({ stays }) => stays).map(block).join("")),
    path("dc-dropped", cells.filter(({ stays }) => !stays).map(gap).join("")),
    path("dc-throughout", everywhere.map((unit) => column(unit, masks.length)).join("")),
    path("dc-shown", frame(xOf(0) - 12, yOf(shown) - 6, xOf(UNITS - 1) - xOf(0) + 24, 12)),
    ...[0, last].filter((example) => example !== shown).map((example) => number("", example)),
    number("dc-shown", shown),
  ].join("");
}

function xOf(unit) {
  return GRID.left + unit * GRID.column + (unit < LAYERS[1] ? 0 : GRID.between);
}

function yOf(example) {
  return GRID.top + (example + 0.5) * GRID.row;
}

function middleOf(first, last) {
  return (xOf(first) + xOf(last)) / 2;
}

function block({ example, unit }) {
  return `M${at(xOf(unit) - 7)},${at(yOf(example) - 3.5)}h14v7h-14z`;
}

function gap({ example, unit }) {
  return cross(xOf(unit), yOf(example), 2.5);
}

/** A frame around all masks' say on one unit. */
function column(unit, examples) {
  return frame(xOf(unit) - 9, GRID.top - 3, 18, examples * GRID.row + 6);
}

function frame(x, y, width, height) {
  return `M${at(x)},${at(y)}h${at(width)}v${at(height)}h${at(-width)}z`;
}

/** The number of an example, left of its row. */
function number(classes, example) {
  return label(classes, xOf(0) - 18, yOf(example) + 4, String(example + 1), "end");
}

function summarise({ p, batch, mask_for }, numbers) {
  const network =
    `Example ${numbers.example} at p = ${p.toFixed(2)}: ${numbers["example.dropped"]} of ${UNITS} hidden units ` +
    `are dropped; ${numbers["example.connections"]} of ${connections(LAYERS)} connections join kept units.`;
  const networks = numbers["batch.networks"];
  const train = networks > 1 ? `train ${networks} different networks` : "train one network";
  const meet = mask_for === "batch" ? "share one mask" : train;
  const throughout =
    `${numbers["batch.throughout"]} of the ${UNITS} hidden units are dropped for all of them ` +
    `(expected: ${threeDigits(numbers["batch.throughout.expected"])}).`;
  const examples = batch > 1 ? `The ${batch} examples of the batch ${meet}` : "The batch is one example";
  return { network, batch: `${examples}; ${throughout}` };
}
