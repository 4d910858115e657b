// The demo "placement": which layers drop, and what was measured there; where nothing was, it says so.

import { at, circle, label, path, square } from "./drawing.js";
import { demo } from "./kit.js";

const LAYERS = { deep: ["input", "first", "middle", "last"], two: ["input", "first", "last"] };
const BARS = { left: 30, right: 322, top: 16, floor: 196 };
const ROWS = { names: 104, left: 112, right: 322, top: 8, height: 17 };

export default demo({
  name: "placement",
  traits: ["network", "p_input", "p_first", "p_middle", "p_last"],
  read: (model) => ({ ...model.get("_measured"), on: model.get("_on") }),
  actions: {
    nearest: (state, measured) => ratesOf(state, nearestTo(state, measured)),
    next: (state, measured) => {
      const arms = measured[state.network];
      return ratesOf(state, arms[(arms.indexOf(nearestTo(state, measured)) + 1) % arms.length]);
    },
  },
  view,
});

function view(state, measured) {
  const arms = measured[state.network];
  const nearest = nearestTo(state, measured);
  const numbers = { apart: apart(tenthsOf(state), nearest.tenths) / 10 };
  for (const [name, count] of Object.entries(measured.on)) numbers[`on.${name}`] = count;
  for (const metric of ["accuracy", "nll"]) {
    for (const [i, end] of ["mean", "low", "high"].entries()) numbers[`${metric}.${end}`] = nearest[metric][i];
    numbers[`none.${metric}`] = arms[0][metric][0];
  }
  return {
    numbers,
    pictures: { rates: drawRates(state, nearest), arms: drawArms(arms, nearest, numbers.apart === 0) },
    summary: summarise(state, nearest, numbers),
  };
}

function tenthsOf(state) {
  return LAYERS[state.network].map((layer) => Math.round(10 * state[`p_${layer}`]));
}

/** The changes that set the sliders to the rates of an arm. */
function ratesOf({ network }, { tenths }) {
  return Object.fromEntries(LAYERS[network].map((layer, i) => [`p_${layer}`, tenths[i] / 10]));
}

/** Of equally near ones the first. */
function nearestTo(state, measured) {
  const chosen = tenthsOf(state);
  return measured[state.network].reduce((best, arm) => (apart(chosen, arm.tenths) < apart(chosen, best.tenths) ? arm : best));
}

function apart(one, other) {
  return one.reduce((sum, tenth, i) => sum + Math.abs(tenth - other[i]), 0);
}

/** A bar for each layer as chosen, and a line where the nearest measured rate is. */
function drawRates(state, nearest) {
  const layers = LAYERS[state.network];
  const width = (BARS.right - BARS.left) / layers.length;
  const yOf = (tenth) => BARS.floor - (tenth / 8) * (BARS.floor - BARS.top);
  const chosen = tenthsOf(state);
  const bars = layers.map((layer, i) => {
    const left = BARS.left + (i + 0.2) * width;
    const y = yOf(chosen[i]);
    return [
      `<rect class="dc-bar" x="${at(left)}" y="${at(y)}" width="${at(0.6 * width)}" height="${at(BARS.floor - y)}"/>`,
      path("dc-nearest", `M${at(left - 5)},${at(yOf(nearest.tenths[i]))}h${at(0.6 * width + 10)}`),
      label("", left + 0.3 * width, BARS.floor + 18, layer, "middle"),
      label("", left + 0.3 * width, BARS.floor + 34, (chosen[i] / 10).toFixed(1), "middle"),
    ].join("");
  });
  const ticks = [0, 4, 8].map((tenth) => {
    const line = path(tenth ? "dc-grid" : "dc-axis", `M${BARS.left},${at(yOf(tenth))}H${BARS.right}`);
    return line + label("", BARS.left - 5, yOf(tenth) + 4, (tenth / 10).toFixed(1), "end");
  });
  return [...ticks, ...bars].join("");
}

/** A row for each arm that was measured: its rates, and its test accuracy with the interval. */
function drawArms(arms, nearest, exact) {
  const floor = ROWS.top + ROWS.height * arms.length;
  const low = Math.min(...arms.map(({ accuracy }) => accuracy[1]));
  const high = Math.max(...arms.map(({ accuracy }) => accuracy[2]));
  const xOf = (percent) => ROWS.left + ((percent - low) / (high - low)) * (ROWS.right - ROWS.left);
  const rows = arms.map((arm, i) => {
    const y = ROWS.top + (i + 0.5) * ROWS.height;
    const [mean, left, right] = arm.accuracy.map(xOf);
    const chosen = arm === nearest;
    const look = chosen ? (exact ? "dc-chosen" : "dc-near") : "dc-other";
    return [
      label(look, ROWS.names, y + 4, nameOf(arm), "end"),
      path(look, `M${at(left)},${at(y)}H${at(right)}`),
      chosen ? square(look, mean, y) : circle(look, mean, y),
    ].join("");
  });
  return [
    path("dc-grid", `M${at(xOf(arms[0].accuracy[0]))},${ROWS.top}V${floor}`),
    ...rows,
    path("dc-axis", `M${ROWS.left},${floor}H${ROWS.right}`),
    label("", ROWS.left, floor + 16, low.toFixed(0), "start"),
    label("", (ROWS.left + ROWS.right) / 2, floor + 16, "test accuracy (%)", "middle"),
    label("", ROWS.right, floor + 16, high.toFixed(0), "end"),
  ].join("");
}

/** The rates of an arm, the input's before the bar. */
function nameOf({ tenths }) {
  const [input, ...hidden] = tenths.map((tenth) => (tenth ? `.${tenth}` : "0"));
  return `${input} | ${hidden.join(" ")}`;
}

function summarise(state, nearest, numbers) {
  const chosen = tenthsOf(state).map((tenth) => (tenth / 10).toFixed(1));
  const told = nearest.tenths.map((tenth) => (tenth / 10).toFixed(1));
  const percent = (name) => `${numbers[name].toFixed(1)}%`;
  const rates =
    numbers.apart === 0
      ? `Measured: input ${chosen[0]}, hidden ${chosen.slice(1).join(", ")}.`
      : `Nobody has measured input ${chosen[0]}, hidden ${chosen.slice(1).join(", ")}. ` +
        `The nearest that was: input ${told[0]}, hidden ${told.slice(1).join(", ")}.`;
  const arms =
    `The test accuracy is ${percent("accuracy.mean")} (${percent("accuracy.low")} to ${percent("accuracy.high")}), ` +
    `the NLL ${numbers["nll.mean"].toFixed(2)}; without dropout ${percent("none.accuracy")} and ${numbers["none.nll"].toFixed(2)}.`;
  return { rates, arms };
}
