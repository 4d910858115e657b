// The demo "train or eval": a trained network with dropout off, left on, or with the classic factor forgotten.
// The numbers are those of dropout_course.reference on the same draws; the tests hold the two together.

import { at, circle, label, path, square, triangle } from "./drawing.js";
import { demo, threeDigits } from "./kit.js";

const P = 0.5; // with which the network was trained
const MIDDLE = 0.3; // what its inputs were centred by
const SIDE = 14; // of an image, in pixels
const FLOOR = 206; // where an activation of 0 lies, in the units of the viewBox
const CEILING = 22;
const UNITS = { left: 112, right: 324 }; // the bars of the hidden units
const CLASSES = { left: 92, right: 318, top: 14, step: 19.4 }; // the bars of the classes, 0 to 1

export default demo({
  name: "train-or-eval",
  traits: ["mode", "image", "passes", "start"],
  read,
  actions: { again: ({ start, passes }, { pool }) => ({ start: (start + passes) % pool }) },
  view,
});

/** Weights, images and draws as the browser computes with them. */
function read(model) {
  const [first, second] = model.get("_scales");
  const classes = model.get("_classes");
  const levels = new Int8Array(bytes(model.get("_levels")).buffer);
  const hidden = levels.length / (SIDE * SIDE + classes.length);
  const uniforms = bytes(model.get("_uniforms"));
  return {
    classes,
    hidden,
    labels: model.get("_labels"),
    pixels: bytes(model.get("_pixels")),
    toHidden: Float64Array.from(levels.subarray(0, SIDE * SIDE * hidden), (level) => level * first),
    toClasses: Float64Array.from(levels.subarray(SIDE * SIDE * hidden), (level) => level * second),
    keep: Array.from(uniforms, (u) => u / 256 >= P), // pass after pass, unit after unit
    pool: uniforms.length / hidden,
  };
}

/** The whole numbers from 0 to 255 that Python sent. */
function bytes({ buffer, byteOffset, byteLength }) {
  return new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

function view({ mode, image, passes, start }, small) {
  const pixels = small.pixels.subarray(image * SIDE * SIDE, (image + 1) * SIDE * SIDE);
  const activations = activate(pixels, small);
  const multipliers = Array.from({ length: passes }, (_, t) => draw((start + t) % small.pool, small));
  const everywhere = (m) => new Float64Array(small.hidden).fill(m);
  const on = multipliers.map((m) => classify(activations, m, small));
  const answers = {
    off: classify(activations, everywhere(1), small),
    one: on[0],
    mean: on[0].map((_, c) => mean(on.map((q) => q[c]))),
    forgotten: classify(activations, everywhere(1 / (1 - P)), small),
  };
  const right = small.labels[image];
  const used = { off: everywhere(1), on: multipliers[0], forgotten: everywhere(1 / (1 - P)) }[mode];
  const all = { mode, passes, pixels, activations, used, on, answers, right, small };
  const numbers = measure(all);
  return {
    numbers,
    pictures: { activations: drawActivations(all), probabilities: drawProbabilities(all) },
    summary: { activations: tellActivations(all), probabilities: tellProbabilities(all, numbers) },
  };
}

/** What the hidden units say of an image: max(0, x W), for centred pixels x. */
function activate(pixels, { hidden, toHidden }) {
  const sums = new Float64Array(hidden);
  pixels.forEach((pixel, i) => {
    for (let j = 0; j < hidden; j++) sums[j] += (pixel / 255 - MIDDLE) * toHidden[i * hidden + j];
  });
  return sums.map((sum) => Math.max(0, sum));
}

/** The multiplier of a pass: 1 / (1 - p) for a unit that is kept, 0 for one that is dropped. */
function draw(pass, { hidden, keep }) {
  return Float64Array.from({ length: hidden }, (_, j) => (keep[pass * hidden + j] ? 1 / (1 - P) : 0));
}

function classify(activations, multipliers, { classes, toClasses }) {
  const logits = new Array(classes.length).fill(0);
  activations.forEach((activation, j) => {
    for (let c = 0; c < logits.length; c++) logits[c] += activation * multipliers[j] * toClasses[j * logits.length + c];
  });
  return softmax(logits);
}

function softmax(logits) {
  const highest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - highest));
  const total = exponentials.reduce((sum, each) => sum + each);
  return exponentials.map((each) => each / total);
}

function measure({ on, answers, right }) {
  const numbers = {};
  for (const [name, q] of Object.entries(answers)) {
    numbers[`${name}.right`] = q[right];
    numbers[`${name}.nll`] = -Math.log(q[right]);
  }
  const spread = on.map((q) => (q[right] - answers.mean[right]) ** 2);
  numbers["passes.std"] = Math.sqrt(mean(spread));
  numbers["passes.others"] = on.filter((q) => best(q) !== best(answers.off)).length;
  return numbers;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function best(q) {
  return q.indexOf(Math.max(...q));
}

function drawActivations({ mode, pixels, activations, used, small }) {
  const top = Math.max(...activations) / (1 - P) || 1; // room for a survivor of dropout
  const y = (value) => FLOOR - (value / top) * (FLOOR - CEILING);
  const width = (UNITS.right - UNITS.left) / small.hidden;
  const x = (j) => UNITS.left + j * width;
  const units = Array.from(activations, (activation, j) => {
    const bar = `M${at(x(j) + 1)},${FLOOR}V${at(y(activation * used[j]))}h${at(width - 2)}V${FLOOR}z`;
    const level = `M${at(x(j))},${at(y(activation))}h${at(width)}`;
    const cross = `M${at(x(j) + 2)},${FLOOR + 5}l5,5m0,-5l-5,5`;
    return [
      activation * used[j] ? path(`dc-bar dc-${mode}`, bar) : "",
      activation ? path("dc-level", level) : "",
      used[j] ? "" : path("dc-cross", cross),
    ].join("");
  });
  return [
    drawImage(pixels),
    path("dc-axis", `M${UNITS.left},${FLOOR}H${UNITS.right}`),
    ...units,
    label("", UNITS.left, CEILING - 9, { off: "as they are", on: "dropped or doubled", forgotten: "all doubled" }[mode], "start"),
    label("", 6, 124, "\u2015 dropout off", "start"),
    mode === "on" ? label("", 6, 144, "\u00d7 dropped", "start") : "",
  ].join("");
}

/** The image in five shades, each a path: no picture to load, and it follows the theme. */
function drawImage(pixels) {
  const size = 6;
  const shades = [1, 2, 3, 4, 5].map((shade) => {
    const squares = Array.from(pixels, (pixel, i) =>
      Math.round(pixel / 51) === shade ? `M${6 + size * (i % SIDE)},${CEILING + size * Math.floor(i / SIDE)}h6v6h-6z` : "",
    );
    return `<path class="dc-pixels" fill-opacity="${shade / 5}" d="${squares.join("") || "M0,0"}"/>`;
  });
  const side = size * SIDE;
  return shades.join("") + path("dc-frame", `M6,${CEILING}h${side}v${side}h-${side}z`);
}

function drawProbabilities({ mode, on, answers, right, small }) {
  const x = (q) => CLASSES.left + q * (CLASSES.right - CLASSES.left);
  const shown = answers[{ off: "off", on: "mean", forgotten: "forgotten" }[mode]];
  const rows = small.classes.map((name, c) => {
    const y = CLASSES.top + c * CLASSES.step;
    const strokes = on.map((q, t) => `M${at(x(q[c]))},${at(y - 6 + (t % 3) * 3)}v6`).join("");
    const bar = `M${CLASSES.left},${at(y - 7)}H${at(x(shown[c]))}v14H${CLASSES.left}z`;
    return [
      label(c === right ? "dc-right" : "", CLASSES.left - 8, y + 4, name, "end"),
      path(`dc-bar dc-${mode}`, bar),
      mode === "on" ? path("dc-strokes", strokes) + square("dc-on", x(on[0][c]), y) : "",
      mode === "forgotten" ? triangle("dc-forgotten", x(shown[c]), y) : "",
      circle("dc-off", x(answers.off[c]), y),
    ].join("");
  });
  const bottom = CLASSES.top + small.classes.length * CLASSES.step - 6;
  const ticks = [0, 0.5, 1].map(
    (q) => path(q ? "dc-grid" : "dc-axis", `M${at(x(q))},4V${at(bottom)}`) + label("", x(q), bottom + 15, String(q), "middle"),
  );
  return [...ticks, ...rows].join("");
}

function tellActivations({ mode, activations, used, small }) {
  const active = activations.filter((activation) => activation).length;
  const dropped = used.filter((m) => !m).length;
  const about = `${active} of the ${small.hidden} hidden units are active.`;
  if (mode === "off") return `Dropout off: ${about}`;
  if (mode === "forgotten") return `Dropout off and 1 − p forgotten: ${about} All are twice their mean in training.`;
  return `Dropout on: ${about} The first pass drops ${dropped}, active or not, and doubles the rest.`;
}

function tellProbabilities({ mode, passes, answers, right, small }, numbers) {
  const says = (q) => `${small.classes[best(q)]} (${threeDigits(q[best(q)])})`;
  const truth = `It is a picture of class ${small.classes[right]}.`;
  const off = `Dropout off, the network says ${says(answers.off)}`;
  if (mode === "off") return `${truth} ${off}, however often it is asked.`;
  if (mode === "forgotten") return `${truth} ${off}; with 1 − p forgotten, ${says(answers.forgotten)}: the same class, surer.`;
  const others = `${numbers["passes.others"]} of ${passes} ${passes === 1 ? "pass" : "passes"}`;
  return `${truth} ${off}. Left on, ${others} say another class; their mean says ${says(answers.mean)}.`;
}
