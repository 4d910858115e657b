// The demo "ensemble-explorer": which mean of all subnetworks' answers does one scaled pass give?
// The numbers are those of dropout_course.reference on the same networks; the tests hold the two together.

import { at, circle, label, path, polyline, square, triangle } from "./drawing.js";
import { demo, float32s } from "./kit.js";

const INPUTS = 4;
const HIDDEN = 4;
const CLASSES = 2;
const FLOATS = INPUTS + INPUTS * HIDDEN + HIDDEN + HIDDEN * CLASSES; // of one network with its example
const ROUNDING = 1e-12; // what lies closer to zero is zero but for rounding

const LEFT = 26; // the plots, in the units of the viewBox
const RIGHT = 322;
const FLOOR = 200;
const CEILING = 22;
const BRICKS_FROM = 92; // above it are the rows of the markers
const BINS = 25;
const MOST = 0.8; // the highest rate
const RATES = Array.from({ length: 17 }, (_, i) => (i / 16) * MOST);
const WAYS = [
  { way: "scaled", marker: circle, words: "one pass" },
  { way: "geometric", marker: triangle, words: "geometric mean" },
  { way: "arithmetic", marker: square, words: "arithmetic mean" },
];

export default demo({
  name: "ensemble-explorer",
  traits: ["p", "drops", "activation", "sharpness", "network"],
  read: (model) => ({ networks: float32s(model.get("_networks")), kept: {} }),
  actions: { another: ({ network }, { networks }) => ({ network: (network + 1) % (networks.length / FLOATS) }) },
  view,
});

function view(state, { networks, kept }) {
  const net = pick(networks, state);
  const members = answers(net, state);
  const numbers = measure(net, members);
  const all = { ...state, members, numbers, curves: curvesOf(net, state, kept) };
  return { numbers, pictures: { answers: drawAnswers(all), rates: drawRates(all) }, summary: summarise(all) };
}

/** The network in use: its example x, its weights as rows, and what bends its hidden units. */
function pick(networks, { network, sharpness, activation }) {
  const floats = Array.from(networks.slice(network * FLOATS, (network + 1) * FLOATS));
  const take = (rows, columns) => Array.from({ length: rows }, () => floats.splice(0, columns));
  const [x] = take(1, INPUTS);
  const w1 = take(INPUTS, HIDDEN);
  const [b1] = take(1, HIDDEN);
  const w2 = take(HIDDEN, CLASSES).map((row) => row.map((w) => sharpness * w));
  return { x, w1, b1, w2, bend: activation === "relu" ? (a) => Math.max(a, 0) : (a) => a };
}

/** Every mask over the units that may drop, as multipliers of inverted dropout, and how probable it is. */
function subnetworks({ p, drops }) {
  const units = p === 0 ? 0 : { hidden: HIDDEN, inputs: INPUTS, both: INPUTS + HIDDEN }[drops];
  return Array.from({ length: 2 ** units }, (_, i) => {
    const keep = Array.from({ length: units }, (_, unit) => (i >> (units - 1 - unit)) & 1);
    const kept = keep.reduce((sum, k) => sum + k, 0);
    const m = keep.map((k) => k / (1 - p));
    return {
      probability: (1 - p) ** kept * p ** (units - kept),
      ofInputs: drops === "hidden" || !units ? ones(INPUTS) : m.slice(0, INPUTS),
      ofHidden: drops === "inputs" || !units ? ones(HIDDEN) : m.slice(-HIDDEN),
    };
  });
}

/** Every subnetwork with what it says. */
function answers(net, state) {
  return subnetworks(state).map((member) => ({ ...member, q: answer(net, member) }));
}

function ones(length) {
  return Array.from({ length }, () => 1);
}

/** The probabilities that the network gives to its classes under these multipliers. */
function answer({ x, w1, b1, w2, bend }, { ofInputs, ofHidden }) {
  const inputs = x.map((value, i) => value * ofInputs[i]);
  const hidden = b1.map((b, j) => ofHidden[j] * bend(inputs.reduce((sum, h, i) => sum + h * w1[i][j], b)));
  return softmax(w2[0].map((_, c) => hidden.reduce((sum, h, j) => sum + h * w2[j][c], 0)));
}

function softmax(logits) {
  const most = Math.max(...logits);
  return normalised(logits.map((z) => Math.exp(z - most)));
}

function normalised(numbers) {
  const total = numbers.reduce((sum, number) => sum + number, 0);
  return numbers.map((number) => number / total);
}

/** What one pass of the whole network says, and the two means of what the members say. */
function combine(net, members) {
  const mean = (of) => members.reduce((sum, { probability, q }) => sum + probability * of(q), 0);
  const classes = [0, 1];
  return {
    scaled: answer(net, { ofInputs: ones(INPUTS), ofHidden: ones(HIDDEN) }),
    geometric: softmax(classes.map((c) => mean((q) => Math.log(q[c])))),
    arithmetic: classes.map((c) => mean((q) => q[c])),
  };
}

function measure(net, members) {
  const ways = combine(net, members);
  const mean = (of) => members.reduce((sum, { probability, q }) => sum + probability * of(q[0]), 0);
  const numbers = {
    members: members.length,
    spread: Math.sqrt(mean((q) => (q - ways.arithmetic[0]) ** 2)),
    "member.nll": mean((q) => -Math.log(q)),
  };
  for (const [way, q] of Object.entries(ways)) {
    const off = q[0] - ways.scaled[0];
    numbers[`${way}.p`] = q[0];
    numbers[`${way}.off`] = Math.abs(off) < ROUNDING ? 0 : off;
    numbers[`${way}.nll`] = -Math.log(q[0]);
  }
  return numbers;
}

/** Above, a marker for each way to answer; below, the subnetworks as bricks over what they say. */
function drawAnswers({ members, numbers }) {
  const x = (q) => LEFT + q * (RIGHT - LEFT);
  const markers = WAYS.map(({ way, marker, words }, row) => {
    const q = numbers[`${way}.p`];
    const y = CEILING + 24 * row;
    const onTheLeft = q > 0.5;
    return [
      path(`dc-plumb dc-${way}`, `M${at(x(q))},${at(y)}V${FLOOR}`),
      marker(`dc-${way}`, x(q), y),
      label(`dc-${way}`, x(q) + (onTheLeft ? -9 : 9), y + 4, words, onTheLeft ? "end" : "start"),
    ].join("");
  });
  const ticks = [0, 0.5, 1].map((q) => label("", x(q), FLOOR + 16, String(q), "middle"));
  return [
    drawBricks(members, x),
    path("dc-axis", `M${LEFT},${FLOOR}H${RIGHT}`),
    ...ticks,
    label("", x(0.25), FLOOR + 16, "says B", "middle"),
    label("", x(0.75), FLOOR + 16, "says A", "middle"),
    ...markers,
  ].join("");
}

/** A brick for each member, stacked over the bin that its answer falls into. */
function drawBricks(members, x) {
  const bin = (q) => Math.min(Math.floor(q * BINS), BINS - 1);
  const total = Array.from({ length: BINS }, () => 0);
  for (const { probability, q } of members) total[bin(q[0])] += probability;
  const unit = (FLOOR - BRICKS_FROM) / Math.max(...total);
  const laid = total.map(() => 0);
  const width = x(1 / BINS) - x(0) - 1;
  const bricks = members.map(({ probability, q }) => {
    const column = bin(q[0]);
    laid[column] += probability;
    const top = FLOOR - unit * laid[column];
    return `M${at(x(column / BINS) + 0.5)},${top.toFixed(2)}h${at(width)}v${(unit * probability).toFixed(2)}h${at(-width)}z`;
  });
  return path(members.length > 16 ? "dc-bricks dc-many" : "dc-bricks", bricks.join(""));
}

/** The three ways at each of RATES. They are kept while only p moves: up to 256 members answer at every rate. */
function curvesOf(net, { drops, activation, sharpness, network }, kept) {
  const key = [drops, activation, sharpness, network].join();
  if (kept.key !== key) Object.assign(kept, { key, curves: RATES.map((p) => combine(net, answers(net, { p, drops }))) });
  return kept.curves;
}

/** The three ways against the rate, for the same weights. */
function drawRates({ p, curves, numbers }) {
  const x = (rate) => LEFT + (rate / MOST) * (RIGHT - LEFT);
  const y = (q) => FLOOR - q * (FLOOR - CEILING);
  const grid = [0, 0.5, 1].map(
    (q) =>
      path(q ? "dc-grid" : "dc-axis", `M${LEFT},${at(y(q))}H${RIGHT}`) + label("", LEFT - 5, y(q) + 4, String(q), "end"),
  );
  const ticks = [0, 0.2, 0.4, 0.6, 0.8].map((rate) => label("", x(rate), FLOOR + 16, String(rate), "middle"));
  const lines = WAYS.map(({ way }) =>
    path(`dc-theory dc-${way}`, polyline(RATES.length, (i) => [x(RATES[i]), y(curves[i][way][0])])),
  );
  const markers = [...WAYS].reverse().map(({ way, marker }) => marker(`dc-${way}`, x(p), y(numbers[`${way}.p`])));
  return [
    ...grid,
    ...ticks,
    label("", LEFT, CEILING - 9, "probability of A", "start"),
    label("", (LEFT + RIGHT) / 2, FLOOR + 28, "rate p", "middle"),
    ...lines,
    ...markers,
  ].join("");
}

function summarise({ p, drops, activation, sharpness, members, numbers }) {
  const told = (name) => numbers[name].toFixed(3);
  const said = members.map(({ q }) => q[0]);
  const [least, most] = [Math.min(...said), Math.max(...said)].map((q) => q.toFixed(2));
  const where = { hidden: "hidden units", inputs: "inputs", both: "inputs and hidden units" }[drops];
  if (p === 0) {
    const alone = `At p = 0 nothing drops: there is one network, and it says A with ${told("scaled.p")}.`;
    return { answers: alone, rates: "The mean of one answer is that answer: the three ways are one." };
  }
  return {
    answers:
      `Dropping ${where} at p = ${p.toFixed(2)} makes ${members.length} subnetworks, which say A with ${least} to ${most}. ` +
      `One pass of the whole network says ${told("scaled.p")}, the geometric mean ${told("geometric.p")}, ` +
      `the arithmetic mean ${told("arithmetic.p")}.`,
    rates: compare({ drops, activation, sharpness, off: Math.abs(numbers["geometric.off"]) }),
  };
}

/** How one pass and the geometric mean relate, and why. */
function compare({ drops, activation, sharpness, off }) {
  if (sharpness === 0) return "Output weights of 0 tell no class from another: every network says the same.";
  if (activation === "identity") return "Nothing bends: one pass is the geometric mean exactly, at every rate.";
  if (drops === "hidden") return "No bend follows the dropped units: one pass is the geometric mean exactly, at every rate.";
  return `A ReLU follows the dropped inputs: one pass misses the geometric mean by ${off.toFixed(3)} here.`;
}
