// What every demo shares: its markup, its controls, its numbers, its permalink.
//
// A demo is a pure function of its state, view(state, constants) -> { numbers, pictures, summary }, and markup.
// This kit joins the two: an <input data-trait="p"> (range or checkbox) or a <select data-trait="p"> moves the
// trait p and follows it, an element with data-number="x" shows numbers.x (to three digits, or to data-decimals
// behind the point), an <svg data-picture="x"> shows pictures.x and is named by summary.x. A control with
// data-only-with="trait=value" rests in every other state.

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
      const { trait } = target.dataset;
      if (trait) apply({ [trait]: valueOf(target, typeof model.get(trait)) });
    });
    const ask = askForPrediction(root);
    for (const button of root.querySelectorAll("[data-action]")) {
      button.addEventListener("click", () => {
        root.dataset.animate = button.dataset.action;
        if (button.dataset.action === "reset") ask();
        const act = { reset: () => initialStates.get(model), ...actions }[button.dataset.action];
        apply(act(stateOf(model), constants));
      });
    }
    for (const trait of traits) model.on(`change:${trait}`, update);

    const forget = followPermalink({ name, root, el, apply, stateOf: () => stateOf(model) });
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
    if (control.type === "checkbox") control.checked = value;
    else if (valueOf(control, typeof value) !== value) control.value = value;
    const shown = root.querySelector(`[data-shows="${control.dataset.trait}"]`);
    if (shown) shown.textContent = value.toFixed(Number(shown.dataset.decimals));
    const [trait, needed] = control.dataset.onlyWith?.split("=") ?? [];
    control.disabled = trait !== undefined && String(state[trait]) !== needed;
  }
}

/** What a control asks for, as the `type` that its trait has: "number", "string" or "boolean". */
function valueOf(control, type) {
  return { number: Number(control.value), string: control.value, boolean: control.checked }[type];
}

function showNumbers(root, numbers) {
  for (const cell of root.querySelectorAll("[data-number]")) {
    const value = numbers[cell.dataset.number];
    cell.dataset.value = value; // in full, for whoever wants to compute with it
    const { decimals } = cell.dataset;
    cell.textContent = withMinus(decimals ? value.toFixed(Number(decimals)) : threeDigits(value));
  }
}

function showPictures(root, pictures, summary) {
  for (const svg of root.querySelectorAll("[data-picture]")) {
    svg.innerHTML = pictures[svg.dataset.picture];
    svg.setAttribute("aria-label", summary[svg.dataset.picture]);
  }
}

/**
 * A press on an answer shows what it deserves to be told. Nothing is scored and nothing is stored.
 * Gives what asks afresh, with no answer pressed.
 */
function askForPrediction(root) {
  const answers = root.querySelectorAll("[data-reply]");
  const reply = root.querySelector("[data-reply-here]");
  const press = (pressed, told) => {
    for (const answer of answers) answer.setAttribute("aria-pressed", String(answer === pressed));
    if (reply) reply.textContent = told;
  };
  for (const answer of answers) answer.addEventListener("click", () => press(answer, answer.dataset.reply));
  const invitation = reply?.textContent;
  return () => press(null, invitation);
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
function followPermalink({ name, root, el, apply, stateOf }) {
  const link = root.querySelector("[data-permalink]");
  if (!("page" in el.dataset)) {
    link?.remove();
    return () => {};
  }
  const follow = () => {
    const [target, query] = location.hash.slice(1).split("?");
    if (target !== name) return;
    apply(stateFromQuery(new URLSearchParams(query), stateOf(), root));
    root.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", follow);
  follow();
  return () => removeEventListener("hashchange", follow);
}

/** What an address asks for, as far as the controls allow it: a range input itself mends what it cannot show. */
function stateFromQuery(query, present, root) {
  const state = {};
  for (const [trait, value] of Object.entries(present)) {
    const asked = query.get(trait);
    const control = root.querySelector(`[data-trait="${trait}"]`);
    if (!asked || !offers(control, asked)) continue;
    if (control.type === "checkbox") control.checked = asked === "true";
    else control.value = asked;
    state[trait] = valueOf(control, typeof value);
  }
  return state;
}

/** A list holds only its options, and would be empty; a range would go to its middle for what is no number. */
function offers(control, asked) {
  if (control.tagName === "SELECT") return [...control.options].some((option) => option.value === asked);
  return control.type !== "range" || !Number.isNaN(Number(asked));
}

/** The float32 numbers that Python sent as bytes. */
export function float32s(bytes) {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** A number as it is read: −0.2 with a minus sign, where JavaScript writes a hyphen; nor is there a −0.00. */
export function withMinus(written) {
  return written.replace(/^-(?=[0.]*$)/, "").replace(/^-/, "−");
}

/** 0.160, 4.00, 99.0: three significant digits; 1,024: from a thousand on all before the point. */
export function threeDigits(value) {
  if (!(Math.abs(value) >= 999.5)) return value.toPrecision(3);
  return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",");
}
