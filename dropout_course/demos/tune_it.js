// The demo "tune-it": each training uncovers one measured cell; after the last all of them are shown, and the
// path of the stored study beside yours. The tests hold its numbers and the committed results together.

import { at, circle, label, path, square } from "./drawing.js";
import { demo } from "./kit.js";

const RUNS = 8;
const SLOTS = Array.from({ length: RUNS }, (_, i) => `run${i + 1}`);
const GUESSING = 10; // per cent: one of ten classes
const MAP = { left: 34, top: 6, width: 41, height: 20.5 };
const PLOT = { left: 34, right: 322, top: 14, floor: 232 };
const AXIS = { low: 10, high: 90, ticks: [20, 40, 60, 80] };

export default demo({
  name: "tune-it",
  traits: ["p", "learning_rate", ...SLOTS],
  read: (model) => ({
    rates: model.get("_rates"),
    learningRates: model.get("_learning_rates"),
    validation: model.get("_validation"), // of every cell, row by row
    test: model.get("_test"),
    trials: model.get("_trials").map(([cell, epochs, pruned]) => ({ cell, epochs, pruned })),
    epochs: model.get("_epochs"),
    chance: model.get("_chance"),
  }),
  view,
  actions: {
    train: (state, measured) => spend(state, [placeOf(state, measured)]),
    chance: (state, { chance }) => spend(state, chance),
  },
});

/** The trainings that are left go to `cells`, as far as they go; none is trained twice by chance. */
function spend(state, cells) {
  const free = SLOTS.filter((slot) => state[slot] < 0);
  const known = trained(state);
  const fresh = cells.length > 1 ? cells.filter((cell) => !known.includes(cell)) : cells;
  return Object.fromEntries(free.slice(0, fresh.length).map((slot, i) => [slot, fresh[i]]));
}

function trained(state) {
  return SLOTS.map((slot) => state[slot]).filter((cell) => cell >= 0);
}

function placeOf({ p, learning_rate }, { rates, learningRates }) {
  return rates.indexOf(p) * learningRates.length + learningRates.indexOf(learning_rate);
}

function view(state, measured) {
  const yours = trained(state);
  const budget = yours.length * measured.epochs;
  const theirs = within(measured.trials, budget);
  const you = worth(yours, measured);
  const optuna = worth(theirs.filter(({ pruned }) => !pruned).map(({ cell }) => cell), measured);
  const over = yours.length === RUNS;
  return {
    numbers: {
      "next.p": state.p,
      "next.learning_rate": state.learning_rate,
      "you.runs": yours.length,
      "you.validation": you.validation,
      "you.test": you.test,
      "optuna.validation": optuna.validation,
      "optuna.test": optuna.test,
    },
    pictures: {
      known: drawKnown({ yours, theirs, over, next: placeOf(state, measured) }, measured),
      course: drawCourse(yours, theirs, measured),
    },
    summary: summarise({ yours, theirs, over, you, optuna }, measured),
  };
}

/** The trials that Optuna could afford. */
function within(trials, budget) {
  let spent = 0;
  return trials.filter(({ epochs }) => (spent += epochs) <= budget);
}

/** The best on validation images, and what it is worth on test images. */
function worth(cells, { validation, test }) {
  if (!cells.length) return { cell: -1, validation: GUESSING, test: GUESSING };
  const cell = cells.reduce((best, other) => (validation[other] > validation[best] ? other : best));
  return { cell, validation: validation[cell], test: test[cell] };
}

function bestOf(values) {
  return values.indexOf(Math.max(...values));
}

function drawKnown({ yours, theirs, over, next }, { rates, learningRates, validation, test }) {
  const columns = learningRates.length;
  const below = MAP.top + rates.length * MAP.height;
  const cells = validation.map((accuracy, cell) =>
    over || yours.includes(cell) ? drawCell(accuracy, cell, columns) : box("dc-hidden", cell, columns),
  );
  return [
    ...cells,
    ...yours.map((cell) => box("dc-yours", cell, columns)),
    ...(over ? [box("dc-best", bestOf(test), columns), ...steps(theirs, columns)] : [box("dc-next", next, columns)]),
    ...rates.map((p, i) => label("", MAP.left - 5, MAP.top + (i + 0.5) * MAP.height + 4, String(p), "end")),
    ...learningRates.map((rate, j) => label("dc-tick", MAP.left + (j + 0.5) * MAP.width, below + 14, String(rate), "middle")),
    label("", MAP.left + (columns / 2) * MAP.width, below + 30, "learning rate", "middle"),
  ].join("");
}

/** Where Optuna went, by number, once in each cell. */
function steps(theirs, columns) {
  const first = new Map();
  theirs.forEach(({ cell }, i) => first.has(cell) || first.set(cell, i + 1));
  return [...first].map(([cell, step]) => {
    const [x, y] = cornerOf(cell, columns);
    return label("dc-step", x + MAP.width - 3, y + 9, String(step), "end");
  });
}

function drawCell(accuracy, cell, columns) {
  const [x, y] = cornerOf(cell, columns);
  const good = Math.max(0, (accuracy - AXIS.low) / (AXIS.high - AXIS.low));
  const size = `width="${MAP.width - 2}" height="${MAP.height - 2}"`;
  return (
    `<rect class="dc-cell" x="${at(x + 1)}" y="${at(y + 1)}" ${size} fill-opacity="${(0.03 + 0.42 * good ** 3).toFixed(2)}"/>` +
    label("dc-value", x + MAP.width / 2 - 4, y + MAP.height / 2 + 4, accuracy.toFixed(1), "middle")
  );
}

function box(classes, cell, columns) {
  const [x, y] = cornerOf(cell, columns);
  return `<rect class="${classes}" x="${at(x + 1)}" y="${at(y + 1)}" width="${MAP.width - 2}" height="${at(MAP.height - 2)}" rx="2"/>`;
}

function cornerOf(cell, columns) {
  return [MAP.left + (cell % columns) * MAP.width, MAP.top + Math.floor(cell / columns) * MAP.height];
}

/** The best so far after each training, yours and Optuna's, over what they cost. */
function drawCourse(yours, theirs, { validation, epochs }) {
  const frame = AXIS.ticks.map((tick) => {
    const y = yOf(tick);
    return path("dc-grid", `M${PLOT.left},${at(y)}H${PLOT.right}`) + label("", PLOT.left - 5, y + 4, String(tick), "end");
  });
  const below = [0, 2, 4, 6, 8].map((runs) => label("", xOf(runs), PLOT.floor + 14, String(runs), "middle"));
  let spent = 0;
  const ended = theirs.map(({ cell, epochs: cost, pruned }) => {
    spent += cost / epochs;
    return [spent, pruned ? -Infinity : validation[cell]];
  });
  return [
    ...frame,
    ...below,
    label("", (PLOT.left + PLOT.right) / 2, PLOT.floor + 29, "trainings spent", "middle"),
    drawBest("dc-optuna", square, ended),
    drawBest("dc-you", circle, yours.map((cell, i) => [i + 1, validation[cell]])),
  ].join("");
}

/** Steps through what was found, each a point where it was measured. */
function drawBest(classes, marker, found) {
  let best = -Infinity;
  const points = [];
  for (const [runs, accuracy] of found) {
    if (accuracy > best) points.push([xOf(runs), yOf((best = accuracy))]);
  }
  if (!points.length) return "";
  const end = xOf(found[found.length - 1][0]);
  const line = points.map(([x, y], i) => (i ? `H${at(x)}V${at(y)}` : `M${at(x)},${at(y)}`)).join("");
  return path(classes, `${line}H${at(end)}`) + points.map(([x, y]) => marker(classes, x, y)).join("");
}

function xOf(runs) {
  return PLOT.left + 6 + (runs / RUNS) * (PLOT.right - PLOT.left - 12);
}

function yOf(accuracy) {
  const share = Math.max(0, (accuracy - AXIS.low) / (AXIS.high - AXIS.low));
  return PLOT.floor - share * (PLOT.floor - PLOT.top);
}

function summarise({ yours, theirs, over, you, optuna }, { rates, learningRates, test }) {
  const named = (cell) =>
    `p = ${rates[Math.floor(cell / learningRates.length)]} with learning rate ${learningRates[cell % learningRates.length]}`;
  if (!yours.length) {
    return { known: "Nothing is trained yet, and nothing known.", course: "A guess is right for 10% of the images." };
  }
  const known = `After ${yours.length} of ${RUNS} trainings your best is ${named(you.cell)}: ${you.validation.toFixed(1)}% on validation images.`;
  const optunas = optuna.cell < 0 ? "Optuna has ended no trial yet" : `Optuna’s is ${named(optuna.cell)}, ${optuna.validation.toFixed(1)}%`;
  if (!over) return { known, course: `${optunas}, for as many epochs.` };
  const best = bestOf(test);
  const lost = (worthOf) => (test[best] - worthOf.test).toFixed(1);
  const course =
    `${optunas}, after ${theirs.length} trials, some of them stopped. On test images the best pair is ${named(best)}, ` +
    `with ${test[best].toFixed(1)}%: your regret is ${lost(you)} points, Optuna’s ${lost(optuna)}.`;
  return { known, course };
}
