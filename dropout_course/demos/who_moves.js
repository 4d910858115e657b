// The demo "who-moves": which weights one optimiser step moves, when hidden units are dropped.
// The step is that of dropout_course.reference on the same draws; the tests hold the two together.

import { at, label, path } from "./drawing.js";
import { demo, float32s, threeDigits } from "./kit.js";

const [INPUTS, UNITS, OUTPUTS] = [3, 4, 2];
const MOST_EXAMPLES = 8;
const STEPS = 5; // the last is looked at; the others give the optimiser something to remember
const STARTS = 10;

const [LEARNING_RATE, ADAM_LEARNING_RATE] = [0.1, 0.05];
const [WEIGHT_DECAY, ADAMW_WEIGHT_DECAY] = [0.01, 0.1];
const MU = 0.9;
const [BETA1, BETA2, EPS] = [0.9, 0.999, 1e-8];

const COLUMNS = [36, 165, 294]; // of the drawn network: inputs, hidden units, outputs
const GRID = { left: 116, top: 24, column: 60, height: 170, tallest: 34 }; // of the masks

export default demo({
  name: "who-moves",
  traits: ["optimiser", "mask_for", "batch", "p", "start"],
  read: (model) => ({
    uniforms: float32s(model.get("_uniforms")),
    weights: [...float32s(model.get("_weights"))],
    examples: [...float32s(model.get("_examples"))],
  }),
  actions: { again: ({ start }) => ({ start: (start + 1) % STARTS }) },
  view,
});

function view(state, { uniforms, weights, examples }) {
  const masks = range(STEPS).map((step) => drawMasks(state, uniforms, step));
  const { before, after } = train(state, firstWeights(weights), examplesOf(examples, state.batch), masks);
  const last = masks[STEPS - 1];
  const units = range(UNITS).map((unit) => lookAt(unit, before, after, last));
  const numbers = measure(state, units);
  return {
    numbers,
    pictures: { network: drawNetwork(units), masks: drawBatch(last, units) },
    summary: summarise(state, units),
  };
}

function range(n) {
  return Array.from({ length: n }, (_, i) => i);
}

/** What a step multiplies each example's hidden units by. A draw u keeps its unit when u >= p. */
function drawMasks({ start, mask_for, batch, p }, uniforms, step) {
  return range(batch).map((example) => {
    const row = (start * STEPS + step) * MOST_EXAMPLES + (mask_for === "example" ? example : 0);
    return range(UNITS).map((unit) => (uniforms[row * UNITS + unit] >= p && p < 1 ? 1 / (1 - p) : 0));
  });
}

/** The network before its first step: rows of weights by input, and biases of 0. */
function firstWeights(numbers) {
  const w1 = range(INPUTS).map((i) => numbers.slice(i * UNITS, (i + 1) * UNITS));
  const rest = numbers.slice(INPUTS * UNITS);
  const w2 = range(UNITS).map((j) => rest.slice(j * OUTPUTS, (j + 1) * OUTPUTS));
  return { w1, b1: [Array(UNITS).fill(0)], w2, b2: [Array(OUTPUTS).fill(0)] };
}

function examplesOf(numbers, batch) {
  const width = INPUTS + OUTPUTS;
  return range(batch).map((e) => ({
    x: numbers.slice(e * width, e * width + INPUTS),
    target: numbers.slice(e * width + INPUTS, (e + 1) * width),
  }));
}

/** All steps; hands back the network before and after the last. */
function train({ optimiser }, network, examples, masks) {
  const memory = {};
  let before;
  masks.forEach((multipliers, i) => {
    before = network;
    network = step(before, gradients(before, examples, multipliers), memory, RULES[optimiser], i + 1);
  });
  return { before, after: network };
}

/** Gradient of the mean squared error, through the multipliers of the forward pass. */
function gradients({ w1, b1, w2, b2 }, examples, multipliers) {
  const zeros = (rows) => rows.map((row) => row.map(() => 0));
  const sum = { w1: zeros(w1), b1: zeros(b1), w2: zeros(w2), b2: zeros(b2) };
  examples.forEach(({ x, target }, e) => {
    const m = multipliers[e];
    const f = range(UNITS).map((j) => sigmoid(b1[0][j] + dot(x, w1.map((row) => row[j]))));
    const h = f.map((value, j) => value * m[j]); // forward: y = x * m
    const dy = target.map((t, k) => (2 * (b2[0][k] + dot(h, w2.map((row) => row[k])) - t)) / (examples.length * OUTPUTS));
    const da = f.map((value, j) => dot(dy, w2[j]) * m[j] * value * (1 - value)); // backward: dx = dy * m
    addOuter(sum.w1, x, da);
    addOuter(sum.b1, [1], da);
    addOuter(sum.w2, h, dy);
    addOuter(sum.b2, [1], dy);
  });
  return sum;
}

function sigmoid(a) {
  return 1 / (1 + Math.exp(-a));
}

function dot(a, b) {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

function addOuter(sum, a, b) {
  a.forEach((left, i) => b.forEach((right, j) => (sum[i][j] += left * right)));
}

/** The network after one step of `rule`, which keeps what it remembers of each weight in `memory`. */
function step(network, gradient, memory, rule, t) {
  const moved = {};
  for (const [name, rows] of Object.entries(network)) {
    moved[name] = rows.map((row, i) =>
      row.map((w, j) => rule(w, gradient[name][i][j], (memory[`${name},${i},${j}`] ??= { v: 0, square: 0 }), t)),
    );
  }
  return moved;
}

const RULES = {
  sgd: (w, g) => w - LEARNING_RATE * g,
  momentum: (w, g, memory) => w - LEARNING_RATE * velocity(g, memory),
  nesterov: (w, g, memory) => w - LEARNING_RATE * (g + MU * velocity(g, memory)),
  decay: (w, g) => w - LEARNING_RATE * (g + WEIGHT_DECAY * w),
  adam,
  adamw: (w, g, memory, t) => adam(w - ADAM_LEARNING_RATE * ADAMW_WEIGHT_DECAY * w, g, memory, t),
};

function velocity(g, memory) {
  return (memory.v = MU * memory.v + g);
}

function adam(w, g, memory, t) {
  memory.v = BETA1 * memory.v + (1 - BETA1) * g;
  memory.square = BETA2 * memory.square + (1 - BETA2) * g ** 2;
  const size = Math.sqrt(memory.square / (1 - BETA2 ** t)) + EPS;
  return w - (ADAM_LEARNING_RATE * (memory.v / (1 - BETA1 ** t))) / size;
}

/** For how many examples a unit was dropped, and the steps of the weights into and out of it. */
function lookAt(unit, before, after, multipliers) {
  const into = range(INPUTS).map((i) => after.w1[i][unit] - before.w1[i][unit]);
  const out = range(OUTPUTS).map((k) => after.w2[unit][k] - before.w2[unit][k]);
  const drops = multipliers.filter((m) => m[unit] === 0).length;
  const kind = drops === multipliers.length ? "throughout" : drops ? "some" : "never";
  return { unit, drops, kind, into, out, moved: [...into, ...out].filter((delta) => delta !== 0).length };
}

function measure({ p, mask_for, batch }, units) {
  const numbers = {};
  for (const kind of ["throughout", "some", "never"]) {
    const group = units.filter((unit) => unit.kind === kind);
    const steps = group.flatMap(({ into, out }) => [...into, ...out]).map(Math.abs);
    numbers[`${kind}.units`] = group.length;
    numbers[`${kind}.weights`] = steps.length;
    numbers[`${kind}.moved`] = steps.filter((length) => length > 0).length;
    numbers[`${kind}.step`] = steps.length ? steps.reduce((a, b) => a + b) / steps.length : 0;
  }
  numbers.chance = p ** (mask_for === "example" ? batch : 1);
  return numbers;
}

function drawNetwork(units) {
  const longest = Math.max(...units.flatMap(({ into, out }) => [...into, ...out].map(Math.abs)), 1e-12);
  const lines = units.flatMap(({ unit, into, out }) => [
    ...into.map((delta, i) => connection(place(0, i), place(1, unit), Math.abs(delta) / longest)),
    ...out.map((delta, k) => connection(place(1, unit), place(2, k), Math.abs(delta) / longest)),
  ]);
  const ends = [...range(INPUTS).map((i) => place(0, i)), ...range(OUTPUTS).map((k) => place(2, k))];
  return [
    ...lines,
    ...ends.map(({ x, y }) => disc("dc-outer", x, y, 8)),
    ...units.map(drawUnit),
    ...units.map(({ unit }) => label("", COLUMNS[1], place(1, unit).y - 17, String(unit + 1), "middle")),
    label("", COLUMNS[0] - 10, 14, "inputs", "start"),
    label("", COLUMNS[1], 14, "hidden", "middle"),
    label("", COLUMNS[2] + 10, 14, "outputs", "end"),
  ].join("");
}

function place(layer, i) {
  const [size, gap] = [[INPUTS, 60], [UNITS, 50], [OUTPUTS, 70]][layer];
  return { x: COLUMNS[layer], y: 130 + (i - (size - 1) / 2) * gap };
}

/** Thick by how far the weight moved; dotted if it did not move at all. */
function connection(from, to, share) {
  const d = `M${at(from.x)},${at(from.y)}L${at(to.x)},${at(to.y)}`;
  if (share === 0) return path("dc-still", d);
  return `<path class="dc-moved" style="stroke-width:${at(0.8 + 3.2 * share)}" d="${d}"/>`;
}

/** Full, half full or empty with a broken rim: kept for all, dropped for some, dropped for all examples. */
function drawUnit({ unit, kind }) {
  const { x, y } = place(1, unit);
  if (kind === "never") return disc("dc-kept", x, y, 11);
  if (kind === "throughout") return disc("dc-dropped", x, y, 11) + path("dc-cross", cross(x, y, 4));
  return disc("dc-partly", x, y, 11) + path("dc-partly", `M${at(x)},${at(y - 11)}a11,11 0 0 0 0,22z`);
}

function disc(classes, x, y, r) {
  return `<circle class="${classes}" cx="${at(x)}" cy="${at(y)}" r="${r}"/>`;
}

function cross(x, y, size) {
  const side = 2 * size;
  return `M${at(x - size)},${at(y - size)}l${side},${side}m${-side},0l${side},${-side}`;
}

function drawBatch(multipliers, units) {
  const row = Math.min(GRID.height / multipliers.length, GRID.tallest);
  const yOf = (example) => GRID.top + (example + 0.5) * row;
  const cells = multipliers.flatMap((m, e) => range(UNITS).map((unit) => ({ x: xOf(unit), y: yOf(e), kept: m[unit] !== 0 })));
  const below = GRID.top + multipliers.length * row + 20;
  return [
    label("", 8, 14, "unit", "start"),
    label("", 8, yOf(0) + 4, "example", "start"),
    label("", 8, below, "moved", "start"),
    ...units.map(({ unit }) => label("", xOf(unit), 14, String(unit + 1), "middle")),
    path("dc-kept", cells.filter(({ kept }) => kept).map(block).join("")),
    path("dc-cross", cells.filter(({ kept }) => !kept).map(({ x, y }) => cross(x, y, 4)).join("")),
    ...multipliers.map((_, e) => label("", GRID.left - 32, yOf(e) + 4, String(e + 1), "end")),
    ...units.map(({ unit, moved }) => {
      const of = `${moved} of ${INPUTS + OUTPUTS}`;
      return label(moved ? "dc-moved" : "dc-dropped", xOf(unit), below, of, "middle");
    }),
  ].join("");
}

function xOf(unit) {
  return GRID.left + unit * GRID.column;
}

function block({ x, y }) {
  return `M${at(x - 12)},${at(y - 5)}h24v10h-24z`;
}

function summarise({ p, optimiser, mask_for, batch }, units) {
  const groups = [
    ["throughout", "dropped for all examples"],
    ["some", "dropped for some"],
    ["never", "kept for all"],
  ];
  const told = groups
    .map(([kind, words]) => [units.filter((unit) => unit.kind === kind), words])
    .filter(([group]) => group.length)
    .map(([group, words]) => {
      const moved = group.reduce((sum, unit) => sum + unit.moved, 0);
      return `of the ${group.length} unit${group.length > 1 ? "s" : ""} ${words}, ${moved} of ${group.length * (INPUTS + OUTPUTS)} weights moved`;
    });
  const masks = mask_for === "batch" ? "one mask for the batch" : "a mask for every example";
  return {
    network: `${NAMES[optimiser]}, ${masks}, p = ${p.toFixed(2)}: ${told.join("; ")}.`,
    masks:
      `Units 1 to ${UNITS} were dropped for ${units.map(({ drops }) => drops).join(", ")} of ${batch} ` +
      `example${batch > 1 ? "s" : ""}; the chance of all is ${threeDigits(p ** (mask_for === "example" ? batch : 1))}.`,
  };
}

const NAMES = {
  sgd: "SGD",
  momentum: "SGD with momentum",
  nesterov: "Nesterov",
  decay: "SGD with weight decay",
  adam: "Adam",
  adamw: "AdamW",
};
