// The demo "classic-or-inverted": two networks learn one curve from the same draws, one in each form of dropout.
// The numbers are those of dropout_course.reference on the same draws; the tests hold the two together.

import { at, circle, label, path, polyline, square } from "./drawing.js";
import { demo, float32s, threeDigits } from "./kit.js";

const HIDDEN = 20;
const FORMS = ["inverted", "classic"];
const MOMENTUM = 0.9;
const [BETA1, BETA2, EPS] = [0.9, 0.999, 1e-8]; // of Adam

const FRAME = { left: 34, right: 324, ceiling: 30, floor: 206 }; // of both plots, in the units of the viewBox
const LOSSES = [0.02, 2]; // what the axes span; what lies beyond is drawn at their ends
const OUTPUTS = [-1.5, 1.5];
const CURVE_POINTS = 81;

/** From its memory, by parameter and step, an optimiser makes of a gradient what the rate is multiplied by. */
const OPTIMISERS = {
  sgd: { name: "SGD", rate: 0.01, direction: () => (gradient) => gradient },
  momentum: {
    name: "momentum",
    rate: 0.001,
    direction: (size) => {
      const velocity = new Float64Array(size);
      return (gradient, i) => (velocity[i] = MOMENTUM * velocity[i] + gradient);
    },
  },
  adam: {
    name: "Adam",
    rate: 0.01,
    direction: (size) => {
      const [mean, squares] = [new Float64Array(size), new Float64Array(size)];
      return (gradient, i, step) => {
        mean[i] = BETA1 * mean[i] + (1 - BETA1) * gradient;
        squares[i] = BETA2 * squares[i] + (1 - BETA2) * gradient ** 2;
        return mean[i] / (1 - BETA1 ** step) / (Math.sqrt(squares[i] / (1 - BETA2 ** step)) + EPS);
      };
    },
  },
};

/** Powers of 1 - p by which the inverted network's output weights and their rate are multiplied. */
const RESCALINGS = {
  nothing: { weights: 0, rate: 0 },
  weights: { weights: 1, rate: 0 },
  rate: { weights: 1, rate: 1 },
  "rate-squared": { weights: 1, rate: 2 },
};

export default demo({
  name: "classic-or-inverted",
  traits: ["p", "steps", "optimiser", "rescaled", "start"],
  read,
  actions: { again: drawAgain },
  view,
});

function read(model) {
  const [points, parameters, uniforms] = ["_points", "_parameters", "_uniforms"].map((name) => float32s(model.get(name)));
  return { x: points.subarray(0, points.length / 2), y: points.subarray(points.length / 2), parameters, uniforms };
}

function drawAgain({ start, steps }, { x, uniforms }) {
  return { start: (start + steps * x.length * HIDDEN) % uniforms.length };
}

function view(state, constants) {
  const trained = Object.fromEntries(FORMS.map((form) => [form, train(form, state, constants)]));
  const numbers = measure(trained, constants);
  return {
    numbers,
    pictures: { loss: drawLosses(state, trained), outputs: drawOutputs(trained, constants) },
    summary: summarise(state, numbers),
  };
}

/** The network that `form` trains: its loss at test time after each step, and its outputs in the end. */
function train(form, { p, steps, optimiser, rescaled, start }, { x, y, parameters, uniforms }) {
  const power = form === "inverted" ? RESCALINGS[rescaled] : RESCALINGS.nothing;
  const network = networkOf(parameters);
  for (let k = 0; k < HIDDEN; k++) network.v[k] *= (1 - p) ** power.weights;

  const { rate, direction } = OPTIMISERS[optimiser];
  const rates = networkOf(new Float64Array(parameters.length).fill(rate));
  rates.v.fill(rate * (1 - p) ** power.rate);
  const towards = direction(parameters.length);

  const survivor = form === "inverted" ? 1 / (1 - p) : 1;
  const atTestTime = form === "inverted" ? 1 : 1 - p;
  const outputs = () => Array.from(x, (input) => output(network, input, () => atTestTime));

  const losses = [meanSquare(outputs(), y)];
  for (let step = 1; step <= steps; step++) {
    const first = start + (step - 1) * x.length * HIDDEN; // of the draws of this step
    const multiplier = (i, k) => (uniforms[(first + i * HIDDEN + k) % uniforms.length] >= p ? survivor : 0);
    const gradient = backpropagate(network, x, y, multiplier);
    for (let i = 0; i < gradient.length; i++) network.all[i] -= rates.all[i] * towards(gradient[i], i, step);
    losses.push(meanSquare(outputs(), y));
  }
  return { network, atTestTime, losses, outputs: outputs() };
}

/** All parameters in one array, and the layers as views of it: y = c + sum of v_k m_k relu(w_k x + b_k). */
function networkOf(parameters) {
  const all = Float64Array.from(parameters);
  const part = (i) => all.subarray(i * HIDDEN, (i + 1) * HIDDEN);
  return { all, w: part(0), b: part(1), v: part(2), c: part(3) };
}

function output({ w, b, v, c }, x, multiplier) {
  let sum = c[0];
  for (let k = 0; k < HIDDEN; k++) sum += v[k] * multiplier(k) * Math.max(0, w[k] * x + b[k]);
  return sum;
}

/** Gradient of the mean squared error over all examples, through the multipliers of the forward pass. */
function backpropagate(network, x, y, multiplier) {
  const gradient = networkOf(new Float64Array(network.all.length));
  const { w, b, v } = network;
  for (let i = 0; i < x.length; i++) {
    const doutput = (2 * (output(network, x[i], (k) => multiplier(i, k)) - y[i])) / x.length;
    gradient.c[0] += doutput;
    for (let k = 0; k < HIDDEN; k++) {
      const [sum, m] = [w[k] * x[i] + b[k], multiplier(i, k)];
      if (m === 0 || sum <= 0) continue; // nothing came through, and nothing goes back
      gradient.v[k] += doutput * m * sum;
      gradient.b[k] += doutput * v[k] * m;
      gradient.w[k] += doutput * v[k] * m * x[i];
    }
  }
  return gradient.all;
}

function meanSquare(outputs, y) {
  return outputs.reduce((sum, value, i) => sum + (value - y[i]) ** 2, 0) / y.length;
}

function measure(trained) {
  const numbers = {};
  for (const [form, { network, losses }] of Object.entries(trained)) {
    numbers[`${form}.start-loss`] = losses[0];
    numbers[`${form}.loss`] = last(losses);
    numbers[`${form}.weights`] = Math.hypot(...network.v) / Math.sqrt(HIDDEN);
  }
  const { inverted, classic } = trained;
  numbers.difference = Math.max(...inverted.outputs.map((value, i) => Math.abs(value - classic.outputs[i])));
  return numbers;
}

function drawLosses({ steps }, trained) {
  const atStep = (step) => across([0, Math.max(steps, 1)], step);
  const height = (loss) => up(LOSSES.map(Math.log), Math.log(loss));
  const line = (form) => polyline(steps + 1, (step) => [atStep(step), height(trained[form].losses[step])]);
  return [
    frame([0.02, 0.2, 2].map((loss) => [height(loss), String(loss)])),
    label("", FRAME.left, FRAME.floor + 18, "0", "start"),
    label("", (FRAME.left + FRAME.right) / 2, FRAME.floor + 18, "steps", "middle"),
    label("", FRAME.right, FRAME.floor + 18, String(steps), "end"),
    bothLines(line),
    bothMarkers(atStep(steps), (form) => height(last(trained[form].losses))),
  ].join("");
}

function drawOutputs(trained, { x, y }) {
  const span = [x[0], last(x)];
  const height = (value) => up(OUTPUTS, value);
  const line = (form) => {
    const { network, atTestTime } = trained[form];
    return polyline(CURVE_POINTS, (i) => {
      const input = span[0] + ((span[1] - span[0]) * i) / (CURVE_POINTS - 1);
      return [across(span, input), height(output(network, input, () => atTestTime))];
    });
  };
  return [
    frame([-1, 0, 1].map((value) => [height(value), String(value).replace("-", "−")])),
    label("", FRAME.left, FRAME.floor + 18, "−1", "start"),
    label("", (FRAME.left + FRAME.right) / 2, FRAME.floor + 18, "input", "middle"),
    label("", FRAME.right, FRAME.floor + 18, "1", "end"),
    ...Array.from(x, (input, i) => `<circle class="dc-point" cx="${at(across(span, input))}" cy="${at(height(y[i]))}" r="3"/>`),
    bothLines(line),
    bothMarkers(FRAME.right, (form) => height(last(trained[form].outputs))),
  ].join("");
}

/** Both lines, the classic one on top and thin: where they are one, both are still seen. */
function bothLines(line) {
  return FORMS.map((form) => path(`dc-running dc-${form}`, line(form))).join("");
}

/** Markers at the ends of both lines, and above the plot which is whose. */
function bothMarkers(x, y) {
  const key = 9; // height of the names
  return [
    circle("dc-inverted", FRAME.left + 5, key),
    label("dc-inverted", FRAME.left + 14, key + 4, "inverted", "start"),
    square("dc-classic", FRAME.left + 85, key),
    label("dc-classic", FRAME.left + 94, key + 4, "classic", "start"),
    circle("dc-inverted dc-large", x, y("inverted")),
    square("dc-classic", x, y("classic")),
  ].join("");
}

/** Lines across the plot, each at a height with its name. */
function frame(ticks) {
  const { left, right } = FRAME;
  return ticks
    .map(([y, name]) => path("dc-grid", `M${left},${at(y)}H${right}`) + label("", left - 5, y + 4, name, "end"))
    .join("");
}

function last(values) {
  return values[values.length - 1];
}

function across([from, to], value) {
  return FRAME.left + ((value - from) / (to - from)) * (FRAME.right - FRAME.left);
}

function up([from, to], value) {
  const share = (Math.min(Math.max(value, from), to) - from) / (to - from);
  return FRAME.floor - share * (FRAME.floor - FRAME.ceiling);
}

function summarise({ p, steps, optimiser }, numbers) {
  const told = (name) => threeDigits(numbers[name]);
  const { name } = OPTIMISERS[optimiser];
  const training = steps === 0 ? "Before training" : `After ${steps} step${steps > 1 ? "s" : ""} of ${name} at p = ${p.toFixed(2)}`;
  return {
    loss: `${training} the loss at test time is ${told("inverted.loss")} inverted and ${told("classic.loss")} classic.`,
    outputs: summariseDifference(numbers.difference),
  };
}

function summariseDifference(difference) {
  if (difference === 0) return "Their outputs are the same to the last bit: two ways to write one network.";
  const size = difference.toPrecision(3);
  if (difference < 1e-12) return `Their outputs differ by ${size} at most, which is rounding: they are one network.`;
  if (difference < 1e-6) return `Their outputs differ by ${size} at most: almost one network.`;
  return `Their outputs differ by up to ${size}: two networks.`;
}
