// The demo "by-heart": which of sixty labels does a network give back, after how many passes, at which rate?
// The networks were trained in Python; here their protocol is looked up. The tests hold the two together.

import { at, circle, label, path, polyline, square } from "./drawing.js";
import { demo, float32s } from "./kit.js";

const LABELS = ["random", "true"];
const RATES = [0, 0.2, 0.5, 0.8];
const IMAGES = 60; // taught to each network
const UNSEEN = 500;
const PASSES = 200;
const EVERY = 4; // passes between two looks
const LOOKS = PASSES / EVERY + 1;

const TILE = { columns: 4, width: 82.5, height: 82, side: 56 }; // in units of the viewBox
const PLOT = { left: 30, right: 322, top: 14, floor: 214 };

export default demo({
  name: "by-heart",
  traits: ["passes", "p", "labels"],
  read: (model) => ({
    learned: model.get("_learned"),
    unseen: float32s(model.get("_unseen")),
    taught: model.get("_taught"),
    pictures: model.get("_pictures"),
  }),
  view,
});

function view({ passes, p, labels }, protocol) {
  const look = Math.min(Math.round(passes / EVERY), LOOKS - 1);
  const lesson = { labels: LABELS.indexOf(labels), rate: RATES.indexOf(p) };
  const taught = (rate, at) => (100 * countLearned(protocol, { ...lesson, rate }, at)) / IMAGES;
  const unseen = (at) => (100 * protocol.unseen[place(lesson, at)]) / UNSEEN;
  const numbers = {
    "taught.right": countLearned(protocol, lesson, look),
    "taught.percent": taught(lesson.rate, look),
    "unseen.right": protocol.unseen[place(lesson, look)],
    "unseen.percent": unseen(look),
    gap: taught(lesson.rate, look) - unseen(look),
  };
  return {
    numbers,
    pictures: { images: drawImages(protocol, lesson, look), curves: drawCurves({ taught, unseen, lesson, look }) },
    summary: summarise({ passes: look * EVERY, p, labels }, numbers),
  };
}

/** Where a network's look stands in the protocol, which runs over labels, rates and looks. */
function place({ labels, rate }, look) {
  return (labels * RATES.length + rate) * LOOKS + look;
}

/** Whether image i is answered as taught; the protocol holds one bit for each, the highest of a byte first. */
function isLearned({ learned }, lesson, look, i) {
  const bit = place(lesson, look) * IMAGES + i;
  return (learned.getUint8(bit >> 3) >> (7 - (bit & 7))) & 1;
}

function countLearned(protocol, lesson, look) {
  let count = 0;
  for (let i = 0; i < IMAGES; i++) count += isLearned(protocol, lesson, look, i);
  return count;
}

function drawImages(protocol, lesson, look) {
  return protocol.pictures
    .map((picture, i) => drawTile(picture, protocol.taught[lesson.labels][i], isLearned(protocol, lesson, look, i), i))
    .join("");
}

/** An image, the label that it is taught, and a tick where the network gives that label back, else a cross. */
function drawTile(picture, name, known, i) {
  const middle = ((i % TILE.columns) + 0.5) * TILE.width;
  const top = Math.floor(i / TILE.columns) * TILE.height + 1;
  const [left, right] = [middle - TILE.side / 2, middle + TILE.side / 2];
  const size = `width="${TILE.side}" height="${TILE.side}"`;
  return [
    `<rect class="dc-tile${known ? " dc-known" : ""}" x="${at(left)}" y="${at(top)}" ${size}/>`,
    `<image x="${at(left)}" y="${at(top)}" ${size} href="${picture}"/>`,
    `<circle class="dc-seal" cx="${at(right - 1)}" cy="${at(top + 3)}" r="9"/>`,
    known ? path("dc-yes", `M${at(right - 6)},${at(top + 3)}l4,4l6,-8`) : path("dc-no", `M${at(right - 5)},${at(top - 1)}l8,8m0,-8l-8,8`),
    label(known ? "dc-yes" : "", middle, top + TILE.side + 13, name, "middle"),
  ].join("");
}

function drawCurves({ taught, unseen, lesson, look }) {
  const curve = (value) => polyline(LOOKS, (i) => [xOf(i), yOf(value(i))]);
  const others = RATES.map((_, rate) => rate).filter((rate) => rate !== lesson.rate);
  return [
    frame(),
    ...others.map((rate) => path("dc-other", curve((i) => taught(rate, i)))),
    path("dc-unseen", curve(unseen)),
    path("dc-taught", curve((i) => taught(lesson.rate, i))),
    path("dc-axis", `M${at(xOf(look))},${PLOT.top}V${PLOT.floor}`),
    square("dc-unseen", xOf(look), yOf(unseen(look))),
    circle("dc-taught", xOf(look), yOf(taught(lesson.rate, look))),
    label("dc-taught", PLOT.right, belowOrAbove(taught(lesson.rate, LOOKS - 1)), "as taught", "end"),
    label("dc-unseen", PLOT.right, belowOrAbove(unseen(LOOKS - 1)), "unseen", "end"),
  ].join("");
}

/** The baseline of a name beside the end of a curve: below a high end, above a low one. */
function belowOrAbove(percent) {
  return yOf(percent) + (percent > 40 ? 17 : -8);
}

function frame() {
  const ticks = [0, 50, 100].map((percent) => {
    const y = at(yOf(percent));
    const line = path(percent ? "dc-grid" : "dc-axis", `M${PLOT.left},${y}H${PLOT.right}`);
    return line + label("", PLOT.left - 5, yOf(percent) + 4, String(percent), "end");
  });
  const below = PLOT.floor + 18;
  const middle = (PLOT.left + PLOT.right) / 2;
  return [
    ...ticks,
    label("", PLOT.left, below, "0", "start"),
    label("", middle, below, "passes", "middle"),
    label("", PLOT.right, below, String(PASSES), "end"),
  ].join("");
}

function xOf(look) {
  return PLOT.left + (look / (LOOKS - 1)) * (PLOT.right - PLOT.left);
}

function yOf(percent) {
  return PLOT.floor - (percent / 100) * (PLOT.floor - PLOT.top);
}

function summarise({ passes, p, labels }, numbers) {
  const round = (name) => `${numbers[name].toFixed(0)}%`;
  const images =
    `After ${passes} passes at p = ${p} with ${labels} labels, ` +
    `${numbers["taught.right"]} of ${IMAGES} images are answered as taught.`;
  const curves =
    `That is ${round("taught.percent")}, against ${round("unseen.percent")} of unseen images answered truly: ` +
    `a gap of ${numbers.gap.toFixed(0).replace("-", "−")} points.`;
  return { images, curves };
}
