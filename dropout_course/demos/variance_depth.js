// The demo "variance-depth": the second moment of what each hidden layer hands on, in training and at test time.
// The numbers are those of dropout_course.reference on the same draws; the tests hold the two together.

import { at, circle, label, path, polyline, square, triangle } from "./drawing.js";
import { demo, float32s, threeDigits } from "./kit.js";

const [EXAMPLES, WIDTH] = [16, 32];
const FRAME = { left: 44, right: 322, ceiling: 30, floor: 190 }; // of both plots, in the units of the viewBox

export default demo({
  name: "variance-depth",
  traits: ["p", "depth", "gain", "start"],
  read,
  actions: {
    correct: ({ p }) => ({ gain: Math.round(200 * (1 - p)) / 100 }),
    again: ({ depth, start }, { uniforms }) => ({ start: (start + depth * EXAMPLES * WIDTH) % uniforms.length }),
  },
  view,
});

function read(model) {
  const bytes = (name) => {
    const { buffer, byteOffset, byteLength } = model.get(name);
    return new Uint8Array(buffer, byteOffset, byteLength);
  };
  const levels = Int8Array.from(bytes("_levels")); // 255 becomes -1
  return { levels, scales: float32s(model.get("_scales")), uniforms: bytes("_uniforms") };
}

function view(state, constants) {
  const { p, depth, gain } = state;
  const powers = (factor) => Array.from({ length: depth + 1 }, (_, layer) => factor ** layer);
  const training = { seen: moments(state, constants, true), theory: powers(gain / 2 / (1 - p)) };
  const test = { seen: moments(state, constants, false), theory: powers(gain / 2) };
  const ratio = {
    seen: training.seen.map((value, layer) => value / test.seen[layer]),
    theory: powers(1 / (1 - p)),
  };
  const numbers = {};
  for (const [name, { seen, theory }] of Object.entries({ training, test, ratio })) {
    numbers[`${name}.seen`] = seen[depth];
    numbers[`${name}.theory`] = theory[depth];
  }
  return {
    numbers,
    pictures: { moments: drawMoments(state, training, test), ratio: drawRatio(state, ratio) },
    summary: summarise(state, numbers),
  };
}

/** Second moments from the input on, each behind its mask. */
function moments({ p, depth, gain, start }, { levels, scales, uniforms }, training) {
  let h = Float64Array.from(levels.subarray(0, EXAMPLES * WIDTH), (level) => scales[0] * level);
  const found = [meanSquare(h)];
  for (let layer = 1; layer <= depth; layer++) {
    const first = EXAMPLES * WIDTH + (layer - 1) * WIDTH * WIDTH;
    h = rectified(h, levels.subarray(first, first + WIDTH * WIDTH), Math.sqrt(gain / 2) * scales[layer]);
    if (training) {
      const drawn = start + (layer - 1) * EXAMPLES * WIDTH;
      for (let i = 0; i < h.length; i++) {
        h[i] = (uniforms[(drawn + i) % uniforms.length] + 0.5) / 256 >= p ? h[i] / (1 - p) : 0;
      }
    }
    found.push(meanSquare(h));
  }
  return found;
}

/** relu(h W) for all examples; W is `scale` times the levels. */
function rectified(h, levels, scale) {
  const out = new Float64Array(h.length);
  for (let example = 0; example < EXAMPLES; example++) {
    const row = example * WIDTH;
    for (let unit = 0; unit < WIDTH; unit++) {
      let sum = 0;
      for (let k = 0; k < WIDTH; k++) sum += h[row + k] * levels[k * WIDTH + unit];
      out[row + unit] = Math.max(0, scale * sum);
    }
  }
  return out;
}

function meanSquare(values) {
  return values.reduce((sum, value) => sum + value * value, 0) / values.length;
}

function drawMoments({ depth }, training, test) {
  const span = decades([...training.seen, ...training.theory, ...test.seen, ...test.theory]);
  return [
    frame(depth, span),
    series("dc-test", square, test, { depth, span }),
    series("dc-training", circle, training, { depth, span }),
    key(0, circle, "dc-training", "training"),
    key(78, square, "dc-test", "test"),
    label("", FRAME.right, 13, "dashed: theory", "end"),
  ].join("");
}

function drawRatio({ depth }, ratio) {
  const span = decades([...ratio.seen, ...ratio.theory]);
  return [
    frame(depth, span),
    series("dc-ratio", triangle, ratio, { depth, span }),
    key(0, triangle, "dc-ratio", "training ÷ test"),
    label("", FRAME.right, 13, "dashed: theory", "end"),
  ].join("");
}

function series(classes, marker, { seen, theory }, { depth, span }) {
  const x = (layer) => across(depth, layer);
  const y = (value) => up(span, value);
  return [
    path(`dc-expected ${classes}`, polyline(depth + 1, (layer) => [x(layer), y(theory[layer])])),
    path(`dc-running ${classes}`, polyline(depth + 1, (layer) => [x(layer), y(seen[layer])])),
    ...seen.map((value, layer) => marker(classes, x(layer), y(value))),
  ].join("");
}

function key(offset, marker, classes, name) {
  return marker(classes, FRAME.left + 5 + offset, 9) + label(classes, FRAME.left + 14 + offset, 13, name, "start");
}

/** Lines at powers of ten, at most five, and the numbers of the layers. */
function frame(depth, [low, high]) {
  const { left, right, floor } = FRAME;
  const every = Math.ceil((high - low) / 4);
  const lines = [];
  for (let power = low; power <= high; power++) {
    if (power % every) continue; // 1 is always among them
    const y = up([low, high], 10 ** power);
    lines.push(path(power ? "dc-grid" : "dc-axis", `M${left},${at(y)}H${right}`));
    lines.push(label("", left - 6, y + 4, powerOfTen(power), "end"));
  }
  const shown = depth > 5 ? [0, 2, 4, 6, 8, 10] : [0, 1, 2, 3, 4, 5];
  const layers = shown.filter((layer) => layer <= depth).map((layer) => label("", across(depth, layer), floor + 17, String(layer), "middle"));
  return [...lines, ...layers, label("", (left + right) / 2, floor + 34, "hidden layer", "middle")].join("");
}

/** The powers of ten between which the values lie, with at least one on either side of 1. */
function decades(values) {
  const powers = values.map((value) => Math.log10(Math.max(value, 1e-12)));
  return [Math.min(-1, Math.floor(Math.min(...powers))), Math.max(1, Math.ceil(Math.max(...powers)))];
}

function powerOfTen(power) {
  if (power >= 0 && power < 4) return String(10 ** power);
  if (power < 0 && power > -3) return (10 ** power).toFixed(-power);
  return `10${[...String(power)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit] ?? "⁻").join("")}`;
}

function across(depth, layer) {
  return FRAME.left + 6 + (layer / depth) * (FRAME.right - FRAME.left - 12);
}

function up([low, high], value) {
  const power = Math.min(Math.max(Math.log10(value), low), high);
  return FRAME.floor - ((power - low) / (high - low)) * (FRAME.floor - FRAME.ceiling);
}

function summarise({ p, depth, gain }, numbers) {
  const layers = `${depth} hidden layer${depth > 1 ? "s" : ""}`;
  const told = (name) => threeDigits(numbers[name]);
  return {
    moments:
      `After ${layers} at p = ${p.toFixed(2)}, initialised with g = ${gain.toFixed(2)}, the second moment is ` +
      `${told("training.seen")} in training and ${told("test.seen")} at test time.`,
    ratio:
      p === 0
        ? "Without dropout training and test are one."
        : `In training it is ${told("ratio.seen")} times as large (theory ${told("ratio.theory")}).`,
  };
}
