// What every demo shares: its markup, its controls, its numbers, its permalink.
//
// A demo is a pure function of its state, view(state, constants) -> { numbers, pictures, summary }, and markup.
// This kit joins the two: an <input data-trait="p"> moves the trait p and follows it, an element with
// data-number="x" shows numbers.x, an <svg data-picture="x"> shows pictures.x and is named by summary.x.

const initialStates = new WeakMap(); // model -> its state when the front end first met it

/** The anywidget module of a demo that draws `view(state, constants)`. */
export function demo({ name, traits, read, view, actions = {} }) {
  const stateOf = (model) => Object.fromEntries(traits.map((trait) => [trait, model.get(trait)]));

  function initialize({ model }) {
    initialStates.set(model, stateOf(model));
  }

  function render({ model, el }) {
    el.innerHTML = model.get("_markup");
    const root = el.querySelector("[data-demo]");
    const constants = read(model);
    const announce = quietly((text) => (root.querySelector("[data-summary]").textContent = text));

    const apply = (changes) => {
      for (const [trait, value] of Object.entries(changes)) model.set(trait, value);
      model.save_changes();
    };
    const update = () => {
      const state = stateOf(model);
      const { numbers, pictures, summary } = view(state, constants);
      showControls(root, state);
      showNumbers(root, numbers);
      showPictures(root, pictures, summary);
      announce(Object.values(summary).join(" "));
      const link = root.querySelector("[data-permalink]");
      if (link) link.href = permalink(name, state);
    };

    root.addEventListener("input", ({ target }) => {
      delete root.dataset.animate;
      if (target.dataset.trait) apply({ [target.dataset.trait]: Number(target.value) });
    });
    for (const button of root.querySelectorAll("[data-action]")) {
      button.addEventListener("click", () => {
        root.dataset.animate = button.dataset.action;
        const act = { reset: () => initialStates.get(model), ...actions }[button.dataset.action];
        apply(act(stateOf(model), constants));
      });
    }
    askForPrediction(root);
    for (const trait of traits) model.on(`change:${trait}`, update);

    const forget = followPermalink({ name, root, el, apply, traits });
    update();
    announce.now();
    root.dataset.ready = "true";

    return () => {
      for (const trait of traits) model.off(`change:${trait}`, update);
      forget();
      announce.cancel();
    };
  }

  /** What the demo shows of a model, without a document: for its still picture in the book, and for tests. */
  function show(model) {
    return view(stateOf(model), read(model));
  }

  return { initialize, render, show };
}

function showControls(root, state) {
  for (const control of root.querySelectorAll("[data-trait]")) {
    const value = state[control.dataset.trait];
    if (Number(control.value) !== value) control.value = value;
    const shown = root.querySelector(`[data-shows="${control.dataset.trait}"]`);
    if (shown) shown.textContent = value.toFixed(Number(shown.dataset.decimals));
  }
}

function showNumbers(root, numbers) {
  for (const cell of root.querySelectorAll("[data-number]")) {
    const value = numbers[cell.dataset.number];
    cell.dataset.value = value; // in full, for whoever wants to compute with it
    cell.textContent = threeDigits(value);
  }
}

function showPictures(root, pictures, summary) {
  for (const svg of root.querySelectorAll("[data-picture]")) {
    svg.innerHTML = pictures[svg.dataset.picture];
    svg.setAttribute("aria-label", summary[svg.dataset.picture]);
  }
}

/** A press on an answer shows what it deserves to be told. Nothing is scored and nothing is stored. */
function askForPrediction(root) {
  const answers = root.querySelectorAll("[data-reply]");
  for (const answer of answers) {
    answer.addEventListener("click", () => {
      for (const other of answers) other.setAttribute("aria-pressed", String(other === answer));
      root.querySelector("[data-reply-here]").textContent = answer.dataset.reply;
    });
  }
}

/** `write`, but only after half a second of rest: a screen reader reads the end of a move, not each step. */
function quietly(write) {
  let timer;
  let latest = "";
  const later = (text) => {
    latest = text;
    clearTimeout(timer);
    timer = setTimeout(() => write(latest), 500);
  };
  later.cancel = () => clearTimeout(timer);
  later.now = () => {
    later.cancel();
    write(latest);
  };
  return later;
}

function permalink(name, state) {
  return `#${name}?${new URLSearchParams(state)}`;
}

/** On a page, an address such as #expectation?p=0.8 sets the demo; in a notebook it has none. */
function followPermalink({ name, root, el, apply, traits }) {
  const link = root.querySelector("[data-permalink]");
  if (!("page" in el.dataset)) {
    link?.remove();
    return () => {};
  }
  const follow = () => {
    const [target, query] = location.hash.slice(1).split("?");
    if (target !== name) return;
    apply(stateFromQuery(new URLSearchParams(query), traits, root));
    root.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", follow);
  follow();
  return () => removeEventListener("hashchange", follow);
}

/** What an address asks for, as far as the controls allow it: a range input itself mends what it cannot show. */
function stateFromQuery(query, traits, root) {
  const state = {};
  for (const trait of traits) {
    const control = root.querySelector(`[data-trait="${trait}"]`);
    if (!query.get(trait)) continue;
    control.value = query.get(trait);
    state[trait] = Number(control.value);
  }
  return state;
}

/** The float32 numbers that Python sent as bytes. */
export function float32s(bytes) {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** 0.160, 4.00, 99.0: three significant digits. */
export function threeDigits(value) {
  return value.toPrecision(3);
}
