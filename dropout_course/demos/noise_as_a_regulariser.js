// The demo "noise as a regulariser": least squares on two features, with dropout at the input, beside ridge.
// The numbers are those of dropout_course.reference on the same draws; the tests hold the two together.

import { at, circle, label, path, square, triangle } from "./drawing.js";
import { demo, float32s, withMinus } from "./kit.js";

const EXAMPLES = 8;
const LEAST_SQUARES = [1.2, -0.2]; // effects that fit best, whatever the correlation and the scale
const NOISE = 0.5;
const HIGHEST_RATE = 0.9;

const FRAME = { left: 26, right: 324, top: 22, bottom: 206 };
const UNIT_OF_EFFECT = 157; // in the plane, where both axes have one scale
const ORIGIN = { x: 73, y: 148 };
const WORDS_OF_THE_AXES = [
  box(FRAME.right - 26, ORIGIN.y - 11, 52, 13),
  box(ORIGIN.x + 31, FRAME.top, 52, 13),
  ...[0.5, 1, 1.5].map((effect) => box(ORIGIN.x + UNIT_OF_EFFECT * effect, ORIGIN.y + 12, 20, 13)),
  box(ORIGIN.x - 16, ORIGIN.y - UNIT_OF_EFFECT / 2, 20, 13),
];
const CONTOURS = [0.12, 0.28]; // square roots of the loss above its lowest, for each example
const BY_RATE = { lowest: -0.35, highest: 1.25 };

export default demo({
  name: "noise-as-a-regulariser",
  traits: ["p", "rho", "scale", "n", "start"],
  read: (model) => ({ basis: float32s(model.get("_basis")), uniforms: float32s(model.get("_uniforms")) }),
  actions: { again: ({ n, start }, { uniforms }) => ({ start: (start + n) % (uniforms.length / EXAMPLES / 2) }) },
  view,
});

function view(state, { basis, uniforms }) {
  const { p, scale } = state;
  const examples = examplesOf(basis, state);
  const sums = examples.reduce(plus, NOTHING);
  const effects = {
    dropout: effectsOf(scale, withDropout(sums, p)),
    ridge: effectsOf(scale, withRidge(sums, p)),
    "least-squares": effectsOf(scale, sums),
  };
  const trail = afterEachMask(examples, uniforms, state).map((masked) => effectsOf(scale, masked));
  effects.masks = trail[trail.length - 1];
  const numbers = penalties(sums, p);
  for (const [name, [first, second]] of Object.entries(effects)) {
    numbers[`${name}.effect1`] = first;
    numbers[`${name}.effect2`] = second;
  }
  const along = pathsOver(sums, scale);
  return {
    numbers,
    pictures: { plane: drawPlane({ effects, trail, along, sums, p, scale }), paths: drawPaths({ effects, along, p }) },
    summary: summarise(state, effects),
  };
}

// The regression. What it needs of the examples are five sums: those of x1 x1, x1 x2, x2 x2, x1 y and x2 y.

const NOTHING = { xx: 0, xz: 0, zz: 0, xy: 0, zy: 0 };

function plus(sums, { x, z, y }) {
  return {
    xx: sums.xx + x * x,
    xz: sums.xz + x * z,
    zz: sums.zz + z * z,
    xy: sums.xy + x * y,
    zy: sums.zy + z * y,
  };
}

/** The examples { x, z, y }: feature 1, feature 2 on its scale, target. */
function examplesOf(basis, { rho, scale }) {
  return Array.from({ length: EXAMPLES }, (_, i) => {
    const [first, own, noise] = basis.slice(3 * i, 3 * i + 3);
    const second = rho * first + Math.sqrt(1 - rho ** 2) * own;
    const y = LEAST_SQUARES[0] * first + LEAST_SQUARES[1] * second + NOISE * noise;
    return { x: first, z: scale * second, y };
  });
}

/** p / (1 - p): the variance of the multiplier. */
function odds(p) {
  return p / (1 - p);
}

/** What each way charges for the square of each weight, for each example. */
function penalties({ xx, zz }, p) {
  return {
    "dropout.penalty1": (odds(p) * xx) / EXAMPLES, // dropout charges by the feature's own sum of squares,
    "dropout.penalty2": (odds(p) * zz) / EXAMPLES,
    "ridge.penalty1": (odds(p) * xx) / EXAMPLES, // ridge charges alike: what dropout charges for feature 1
    "ridge.penalty2": (odds(p) * xx) / EXAMPLES,
    "least-squares.penalty1": 0,
    "least-squares.penalty2": 0,
  };
}

function withDropout(sums, p) {
  return { ...sums, xx: sums.xx + odds(p) * sums.xx, zz: sums.zz + odds(p) * sums.zz };
}

function withRidge(sums, p) {
  return { ...sums, xx: sums.xx + odds(p) * sums.xx, zz: sums.zz + odds(p) * sums.xx };
}

/** The sums over all copies of the examples, after each of the masks. A draw u keeps its feature when u >= p. */
function afterEachMask(examples, uniforms, { p, n, start }) {
  const after = [];
  let sums = NOTHING;
  for (let k = 0; k < n; k++) {
    examples.forEach(({ x, z, y }, i) => {
      const first = (2 * ((start + k) * EXAMPLES + i)) % uniforms.length;
      sums = plus(sums, { x: kept(x, uniforms[first], p), z: kept(z, uniforms[first + 1], p), y });
    });
    after.push(sums);
  }
  return after;
}

function kept(value, u, p) {
  return u >= p ? value / (1 - p) : 0;
}

/** Least squares from its sums: the solution in effects, the shortest one if there are several. */
function effectsOf(scale, { xx, xz, zz, xy, zy }) {
  const determinant = xx * zz - xz * xz;
  if (determinant > 1e-12 * xx * zz) {
    return [(zz * xy - xz * zy) / determinant, (scale * (xx * zy - xz * xy)) / determinant];
  }
  const size = xx + zz || 1; // what is left of the features tells them not apart, or nothing is left
  return [xy / size, (scale * zy) / size];
}

/** The effects at every hundredth of a rate: [rate, dropout's, ridge's]. */
function pathsOver(sums, scale) {
  return Array.from({ length: 100 * HIGHEST_RATE + 1 }, (_, i) => {
    const rate = i / 100;
    return [rate, effectsOf(scale, withDropout(sums, rate)), effectsOf(scale, withRidge(sums, rate))];
  });
}

// The plane of both effects

function drawPlane({ effects, trail, along, sums, p, scale }) {
  const contours = (name, of, centre) =>
    CONTOURS.map((height) => path(`dc-contour dc-${name}`, within(ellipse(of, scale, centre, height)))).join("");
  return [
    path("dc-axis", `M${FRAME.left},${ORIGIN.y}H${FRAME.right}M${ORIGIN.x},${FRAME.top}V${FRAME.bottom}`),
    [0.5, 1, 1.5].map((effect) => tickBelow(effect)).join(""),
    tickBeside(0.5),
    label("", FRAME.right, ORIGIN.y - 7, "effect 1", "end"),
    label("", ORIGIN.x + 5, FRAME.top + 4, "effect 2", "start"),
    contours("least-squares", sums, effects["least-squares"]),
    contours("dropout", withDropout(sums, p), effects.dropout),
    path("dc-path dc-dropout", within(along.map(([, dropout]) => inPlane(dropout)))),
    path("dc-path dc-ridge", within(along.map(([, , ridge]) => inPlane(ridge)))),
    path("dc-running dc-masks", within(trail.map(inPlane))),
    cross(...inPlane(effects["least-squares"])),
    square("dc-ridge", ...clamped(inPlane(effects.ridge))),
    triangle("dc-masks", ...clamped(inPlane(effects.masks))),
    circle("dc-dropout", ...clamped(inPlane(effects.dropout))),
    nameTheEffects(effects),
  ].join("");
}

/** Points around `centre` at which the loss, for each example, lies height^2 above its lowest. */
function ellipse({ xx, xz, zz }, scale, centre, height) {
  // Cholesky: the quadratic form is |L^T effects|^2, so that a circle goes back to the ellipse by L^-T
  const [a, b, c] = [xx, xz / scale, zz / scale ** 2].map((sum) => sum / EXAMPLES);
  const l11 = Math.sqrt(a);
  const l21 = b / l11;
  const l22 = Math.sqrt(c - l21 ** 2);
  return Array.from({ length: 97 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 96;
    const second = (height * Math.sin(angle)) / l22;
    const first = (height * Math.cos(angle) - l21 * second) / l11;
    return inPlane([centre[0] + first, centre[1] + second]);
  });
}

function inPlane([first, second]) {
  return [ORIGIN.x + UNIT_OF_EFFECT * first, ORIGIN.y - UNIT_OF_EFFECT * second];
}

/** The `d` of a path through the points, without those outside of the frame. */
function within(points) {
  let d = "";
  let down = false;
  for (const [x, y] of points) {
    const inside = x >= FRAME.left && x <= FRAME.right && y >= FRAME.top && y <= FRAME.bottom;
    if (inside) d += `${down ? "L" : "M"}${at(x)},${at(y)}`;
    down = inside;
  }
  return d;
}

/** A point outside of the frame is drawn at its edge. */
function clamped([x, y]) {
  return [
    Math.min(Math.max(x, FRAME.left + 5), FRAME.right - 5),
    Math.min(Math.max(y, FRAME.top + 5), FRAME.bottom - 5),
  ];
}

/** Dropout, ridge where it is apart, and least squares: each named where no marker and no other words stand. */
function nameTheEffects(effects) {
  const points = Object.fromEntries(Object.entries(effects).map(([name, effect]) => [name, clamped(inPlane(effect))]));
  const distance = Math.hypot(points.ridge[0] - points.dropout[0], points.ridge[1] - points.dropout[1]);
  const named = ["dropout", ...(distance > 16 ? ["ridge"] : []), "least-squares"];
  const taken = [...Object.values(points).map(([x, y]) => box(x, y, 12, 12)), ...WORDS_OF_THE_AXES];
  return named
    .map((name) => {
      const words = name.replace("-", " ");
      const width = 6.6 * words.length; // about
      const free = ([x, y]) => !taken.some((other) => overlap(box(x, y - 4, width, 13), other));
      const places = placesAround(points[name], width);
      const [x, y] = places.find(free) ?? places[0];
      taken.push(box(x, y - 4, width, 13));
      return label(name === "least-squares" ? "" : `dc-${name}`, x, y, words, "middle");
    })
    .join("");
}

/** Where the middle of words may stand beside a point, inside of the frame: near first, each above and below. */
function placesAround([x, y], width) {
  const aside = width / 2 + 9;
  const offsets = [14, 30, 46, 62].flatMap((far) =>
    [0, 28, -28, aside, -aside].flatMap((dx) => [[dx, 4 - far], [dx, 4 + far]]),
  );
  return [[aside, 4], [-aside, 4], ...offsets]
    .map(([dx, dy]) => [x + dx, y + dy])
    .filter(([u, v]) => u - width / 2 >= FRAME.left && u + width / 2 <= FRAME.right)
    .filter(([, v]) => v >= FRAME.top + 8 && v <= FRAME.bottom + 14); // no words of the axis stand below
}

function box(x, y, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function tickBelow(effect) {
  const [x, y] = inPlane([effect, 0]);
  return path("dc-axis", `M${at(x)},${y - 3}v6`) + label("", x, y + 16, String(effect), "middle");
}

function tickBeside(effect) {
  const [x, y] = inPlane([0, effect]);
  return path("dc-axis", `M${x - 3},${at(y)}h6`) + label("", x - 7, y + 4, String(effect), "end");
}

function cross(x, y) {
  return path("dc-least-squares", `M${at(x - 4)},${at(y - 4)}l8,8m0,-8l-8,8`);
}

// The paths over the rate

function drawPaths({ effects, along, p }) {
  const lines = (name, which) =>
    [0, 1].map((i) => path(`dc-path dc-${name}`, within(along.map((of) => byRate(of[0], of[which][i]))))).join("");
  const markers = (marker, name) => [0, 1].map((i) => marker(`dc-${name}`, ...clamped(byRate(p, effects[name][i])))).join("");
  const [x] = byRate(p, 0);
  const start = byRate(0, 0);
  return [
    path("dc-now", `M${at(x)},${FRAME.top}V${FRAME.bottom}`),
    [0, 0.5, 1].map(gridLine).join(""),
    label("", FRAME.left, FRAME.bottom + 18, "0", "start"),
    label("", (FRAME.left + FRAME.right) / 2, FRAME.bottom + 18, "rate p", "middle"),
    label("", FRAME.right, FRAME.bottom + 18, String(HIGHEST_RATE), "end"),
    lines("dropout", 1),
    lines("ridge", 2),
    label("", start[0] + 8, byRate(0, LEAST_SQUARES[0])[1] - 2, "effect 1", "start"),
    label("", start[0] + 8, byRate(0, LEAST_SQUARES[1])[1] + 16, "effect 2", "start"),
    markers(square, "ridge"),
    markers(triangle, "masks"),
    markers(circle, "dropout"),
  ].join("");
}

function byRate(rate, effect) {
  const { lowest, highest } = BY_RATE;
  return [
    FRAME.left + (rate / HIGHEST_RATE) * (FRAME.right - FRAME.left),
    FRAME.bottom - ((effect - lowest) / (highest - lowest)) * (FRAME.bottom - FRAME.top),
  ];
}

function gridLine(effect) {
  const [, y] = byRate(0, effect);
  return (
    path(effect ? "dc-grid" : "dc-axis", `M${FRAME.left},${at(y)}H${FRAME.right}`) +
    label("", FRAME.left - 5, y + 4, String(effect), "end")
  );
}

// In words

function summarise({ p, rho, scale, n }, effects) {
  const told = (name) => effects[name].map(twoDecimals).join(" and ");
  const plane =
    `At p = ${p.toFixed(2)} and correlation ${rho.toFixed(2)} dropout’s effects are ${told("dropout")}, ` +
    `least squares’ ${told("least-squares")}. After ${n} ${n === 1 ? "mask" : "masks"} they are ${told("masks")}.`;
  const same = scale === 1 || p === 0;
  const paths = same
    ? "Ridge with the same penalty gives what dropout gives."
    : `Ridge gives ${told("ridge")}: ${scale > 1 ? "a small" : "a large"} unit of feature 2 makes its weight ` +
      `${scale > 1 ? "cheaper" : "dearer"}. Dropout does not notice.`;
  return { plane, paths };
}

function twoDecimals(effect) {
  return withMinus(effect.toFixed(2));
}
