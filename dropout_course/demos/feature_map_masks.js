// The demo "feature-map-masks": what elements, channels or blocks take from the maps of a convolution.
// The masks are those of dropout_course.reference on the same draws; the tests hold the two together.

import { at, circle, label, path } from "./drawing.js";
import { demo, float32s } from "./kit.js";

const IMAGES = ["ankle boot", "dress", "bag"];
const MAPS = 5;
const SIDE = 14;
const PLACES = SIDE * SIDE;
const PIXELS = 28;
const BLOCK = 3;
const DRAWS = 4;
const LEVELS = 2 ** 16;
const HALVINGS = 64; // as the reference, which solves for gamma likewise

const SLOT = { width: 98, height: 98, x: 116, y: 114, top: 16, columns: 3 }; // in units of the viewBox
const SHADES = 5;
const PLOT = { left: 34, right: 322, top: 22, floor: 192 };

export default demo({
  name: "feature-map-masks",
  traits: ["p", "masks", "image", "draw"],
  read: (model) => ({
    pixels: model.get("_pixels"),
    maps: model.get("_maps"),
    alike: [...float32s(model.get("_alike"))],
    uniforms: model.get("_uniforms"),
  }),
  actions: { again: ({ draw }) => ({ draw: (draw + 1) % DRAWS }) },
  view,
});

function view(state, { pixels, maps, alike, uniforms }) {
  const u = (map, place) => (uniforms.getUint16(2 * ((state.draw * MAPS + map) * PLACES + place), true) + 0.5) / LEVELS;
  const keep = range(MAPS).map((map) => MASKS[state.masks](state.p, (place) => u(map, place)));
  const shares = sharesByDistance(keep, alike.length);
  const numbers = measure(state, { keep, shares, alike });
  return {
    numbers,
    pictures: { maps: drawMaps(IMAGES.indexOf(state.image), { pixels, maps, keep }), alike: drawAlike(shares, alike) },
    summary: summarise(state, numbers, alike),
  };
}

function range(n) {
  return Array.from({ length: n }, (_, i) => i);
}

/** For each kind the mask of one map, true where it stays, from the draws u(place) of that map. */
const MASKS = {
  element: (p, u) => range(PLACES).map((place) => u(place) >= p),
  channel: (p, u) => Array(PLACES).fill(u(0) >= p),
  block: (p, u) => {
    const gamma = seedRate(p);
    const starts = SIDE - BLOCK + 1;
    const starting = (y, x) => y >= 0 && x >= 0 && y < starts && x < starts && u(y * SIDE + x) < gamma;
    const back = range(BLOCK);
    return range(PLACES).map((place) => {
      const [y, x] = [Math.floor(place / SIDE), place % SIDE];
      return !back.some((dy) => back.some((dx) => starting(y - dy, x - dx)));
    });
  },
};

/** gamma: how likely a square starts at a place, so that the expected dropped share is p. */
function seedRate(p) {
  if (p === 0 || p === 1) return p;
  const along = range(SIDE).map((i) => Math.min(i + 1, SIDE - i, BLOCK)); // squares over a place, along one axis
  const covering = along.flatMap((y) => along.map((x) => y * x));
  let [low, high] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const gamma = (low + high) / 2;
    const kept = covering.reduce((sum, n) => sum + (1 - gamma) ** n, 0) / PLACES;
    [low, high] = 1 - kept < p ? [gamma, high] : [low, gamma];
  }
  return (low + high) / 2;
}

/** Of all dropped places the share that has a kept one of its map 1, 2, ... king's steps away, none nearer. */
function sharesByDistance(keep, farthest) {
  const counts = Array(farthest).fill(0);
  let dropped = 0;
  for (const mask of keep) {
    mask.forEach((stays, place) => {
      if (stays) return;
      dropped += 1;
      const d = toNearest(mask, Math.floor(place / SIDE), place % SIDE);
      if (d && d <= farthest) counts[d - 1] += 1;
    });
  }
  return counts.map((count) => (dropped ? count / dropped : 0));
}

function toNearest(mask, y, x) {
  for (let d = 1; d < SIDE; d++) {
    for (let v = Math.max(0, y - d); v <= Math.min(SIDE - 1, y + d); v++) {
      for (let w = Math.max(0, x - d); w <= Math.min(SIDE - 1, x + d); w++) {
        if (mask[v * SIDE + w]) return d;
      }
    }
  }
  return 0;
}

function measure({ p }, { keep, shares, alike }) {
  const dropped = keep.flat().filter((stays) => !stays).length;
  return {
    dropped: (100 * dropped) / (MAPS * PLACES),
    "dropped.expected": 100 * p,
    beside: 100 * shares[0],
    told: shares.reduce((sum, share, i) => sum + share * alike[i], 0),
  };
}

// The pictures

function drawMaps(image, { pixels, maps, keep }) {
  const bright = (map) => (place) => maps.getUint8((image * MAPS + map) * PLACES + place);
  const picture = (place) => pixels.getUint8(image * PIXELS * PIXELS + place);
  return [
    tile(0, "the image", shades(0, PIXELS, picture, () => true)),
    ...range(MAPS).map((map) => tile(map + 1, `map ${map + 1}`, drawMap(map + 1, bright(map), keep[map]))),
  ].join("");
}

function corner(slot) {
  const row = Math.floor(slot / SLOT.columns);
  return { left: (slot % SLOT.columns) * SLOT.x, top: SLOT.top + row * SLOT.y };
}

function tile(slot, name, inside) {
  const { left, top } = corner(slot);
  const frame = path("dc-frame", `M${left},${top}h${SLOT.width}v${SLOT.height}h${-SLOT.width}z`);
  return inside + frame + label("", left + SLOT.width / 2, top - 4, name, "middle");
}

function drawMap(slot, bright, mask) {
  const { left, top } = corner(slot);
  const side = SLOT.width / SIDE;
  const strokes = range(PLACES).filter((place) => !mask[place]);
  const stroke = (place) => `M${left + (place % SIDE) * side},${top + Math.floor(place / SIDE) * side}l${side},${side}`;
  return shades(slot, SIDE, bright, (place) => mask[place]) + path("dc-dropped", strokes.map(stroke).join(""));
}

/** What is kept, darker where it is brighter; each shade is one path of horizontal runs. */
function shades(slot, n, bright, kept) {
  const { left, top } = corner(slot);
  const side = SLOT.width / n;
  const shadeOf = (place) => (kept(place) ? Math.ceil((bright(place) / 255) * SHADES) : 0);
  const runs = Array.from({ length: SHADES + 1 }, () => []);
  for (let y = 0; y < n; y++) {
    for (let x = 0, end; x < n; x = end) {
      const shade = shadeOf(y * n + x);
      end = x + 1;
      while (end < n && shadeOf(y * n + end) === shade) end += 1;
      runs[shade].push(`M${short(left + x * side)},${short(top + y * side)}h${short((end - x) * side)}v${side}H${short(left + x * side)}z`);
    }
  }
  return runs.map((of, shade) => (shade && of.length ? path(`dc-shade dc-shade${shade}`, of.join("")) : "")).join("");
}

/** A coordinate without what it need not say. */
function short(coordinate) {
  return String(Math.round(coordinate * 10) / 10);
}

function drawAlike(shares, alike) {
  const x = (i) => PLOT.left + ((i + 0.5) / alike.length) * (PLOT.right - PLOT.left);
  const y = (value) => PLOT.floor - value * (PLOT.floor - PLOT.top);
  const bars = shares.map((share, i) => `M${at(x(i) - 13)},${PLOT.floor}V${at(y(share))}h26V${PLOT.floor}z`);
  return [
    ...[0, 0.5, 1].map((value) => {
      const line = path(value ? "dc-grid" : "dc-axis", `M${PLOT.left},${at(y(value))}H${PLOT.right}`);
      return line + label("", PLOT.left - 6, y(value) + 4, String(value), "end");
    }),
    path("dc-bars", bars.join("")),
    path("dc-alike", "M" + alike.map((value, i) => `${at(x(i))},${at(y(value))}`).join("L")),
    ...alike.map((value, i) => circle("dc-alike-point", x(i), y(value))),
    ...alike.map((_, i) => label("", x(i), PLOT.floor + 16, String(i + 1), "middle")),
    label("", (PLOT.left + PLOT.right) / 2, PLOT.floor + 32, "steps to the nearest kept place", "middle"),
    label("dc-bars-name", PLOT.right, PLOT.top + 14, "bars: share of the dropped", "end"),
    label("dc-alike-name", PLOT.right, PLOT.top + 32, "line: correlation", "end"),
  ].join("");
}

// In words

const SHARED = { element: "Every place has its own draw", channel: "A whole map has one draw", block: "Squares are dropped" };

function summarise({ p, masks, image }, numbers, alike) {
  const maps =
    `${SHARED[masks]}: of five maps of the ${image}, ${numbers.dropped.toFixed(0)}% of all places are dropped ` +
    `(expected: ${(100 * p).toFixed(0)}%).`;
  const told =
    `${numbers.beside.toFixed(0)}% of them touch a kept place, which correlates with them by ${alike[0].toFixed(2)}; ` +
    `on average what was dropped correlates with the nearest kept place by ${numbers.told.toFixed(2)}.`;
  return { maps, alike: numbers.dropped ? told : "Nothing is dropped, so nothing can be told." };
}
