// The demo "where-does-it-help": what dropout gains in each cell of data size and label noise.
// Every number was measured in Python, by the experiment data-size; here it is looked up and drawn.

import { at, circle, label, path } from "./drawing.js";
import { demo, threeDigits, withMinus } from "./kit.js";

const SIZES = [100, 300, 1000, 3000, 10000];
const NOISES = [0, 0.2, 0.4];
const FOUND = {
  helps: "it helps",
  costs: "it costs",
  little: "what it changes is too little to matter",
  open: "not settled",
};
const SHOWN = ["none", "dropout", "gain", "low", "high", "p", "gap", "narrower"];

const GRID = { left: 62, top: 30, width: 53, height: 58 }; // of its cells, in units of the viewBox
const PLOT = { left: 40, right: 322, top: 14, floor: 176 };

export default demo({
  name: "where-does-it-help",
  traits: ["images", "noise", "metric"],
  read: (model) => ({ cells: model.get("_cells") }),
  view,
});

function view(state, { cells }) {
  const shown = cells.filter(({ metric }) => metric === state.metric);
  const row = shown.filter(({ noise }) => noise === state.noise);
  const cell = row.find(({ images }) => images === state.images);
  return {
    numbers: Object.fromEntries(SHOWN.map((name) => [name, cell[name]])),
    pictures: { grid: drawGrid(shown, cell), row: drawRow(row, cell) },
    summary: summarise(cell),
  };
}

function drawGrid(cells, chosen) {
  return [
    ...SIZES.map((images, i) => label("", middleOf(i), 18, threeDigits(images), "middle")),
    ...NOISES.map((noise, i) => label("", GRID.left - 8, GRID.top + (i + 0.5) * GRID.height + 4, percent(noise), "end")),
    label("", 2, 18, "random", "start"),
    ...cells.map((cell) => drawCell(cell, cell === chosen)),
  ].join("");
}

function drawCell(cell, chosen) {
  const x = GRID.left + SIZES.indexOf(cell.images) * GRID.width;
  const y = GRID.top + NOISES.indexOf(cell.noise) * GRID.height;
  const size = `width="${GRID.width - 6}" height="${GRID.height - 6}" rx="6"`;
  return [
    `<rect class="dc-cell${chosen ? " dc-chosen" : ""}" x="${at(x + 3)}" y="${at(y + 3)}" ${size}/>`,
    mark(cell.found, x + GRID.width / 2, y + 19),
    label(chosen ? "dc-chosen" : "", x + GRID.width / 2, y + 44, signed(cell), "middle"),
  ].join("");
}

/** What was found, in a form of its own: a disc, a triangle on its tip, a cross or a ring. */
function mark(found, x, y) {
  if (found === "costs") return path("dc-marker dc-costs", `M${at(x)},${at(y + 5)}l-6,-10h12z`);
  if (found === "little") return path("dc-little", `M${at(x - 4)},${at(y - 4)}l8,8m0,-8l-8,8`);
  return circle(`dc-${found}`, x, y);
}

function drawRow(row, chosen) {
  const ends = row.flatMap(({ low, high }) => [low, high]);
  const [bottom, top] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const yOf = (value) => PLOT.floor - ((value - bottom) / (top - bottom)) * (PLOT.floor - PLOT.top);
  const xOf = (i) => PLOT.left + ((i + 0.5) / SIZES.length) * (PLOT.right - PLOT.left);
  const ticks = [bottom, 0, top].filter((value, i) => i === 1 || value !== 0);
  return [
    ...ticks.map((value) => label("", PLOT.left - 5, yOf(value) + 4, withMinus(value.toFixed(digits(chosen))), "end")),
    path("dc-axis", `M${PLOT.left},${at(yOf(0))}H${PLOT.right}`),
    ...row.map((cell, i) => {
      const classes = cell === chosen ? "dc-chosen" : "dc-other";
      const bar = path(classes, `M${at(xOf(i))},${at(yOf(cell.low))}V${at(yOf(cell.high))}`);
      return bar + circle(classes, xOf(i), yOf(cell.gain));
    }),
    ...SIZES.map((images, i) => label("", xOf(i), PLOT.floor + 20, threeDigits(images), "middle")),
    label("", (PLOT.left + PLOT.right) / 2, PLOT.floor + 37, `images, ${percent(chosen.noise)} random labels`, "middle"),
  ].join("");
}

function middleOf(column) {
  return GRID.left + (column + 0.5) * GRID.width;
}

function percent(share) {
  return `${(100 * share).toFixed(0)}%`;
}

function digits({ metric }) {
  return metric === "nll" ? 2 : 1;
}

function signed(cell, value = cell.gain) {
  const written = withMinus(value.toFixed(digits(cell)));
  return value > 0 ? `+${written}` : written;
}

function summarise(cell) {
  const unit = cell.metric === "nll" ? "nats of NLL" : "points of accuracy";
  const where = `${threeDigits(cell.images)} images and ${percent(cell.noise)} random labels`;
  const gain = `${signed(cell)} ${unit} (${signed(cell, cell.low)} to ${signed(cell, cell.high)})`;
  const points = Math.abs(cell.narrower).toFixed(1);
  return {
    grid: `With ${where} dropout at p = ${cell.p} gains ${gain}: ${FOUND[cell.found]}.`,
    row: `It ${cell.narrower < 0 ? "widens" : "closes"} the gap between train and test accuracy by ${points} points.`,
  };
}
