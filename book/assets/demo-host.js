/*
 * Brings the widgets of a static page alive, without a kernel.
 *
 * MyST-NB writes into the page what every widget holds (one script of type widget-state+json) and where each is
 * shown (a script of type widget-view+json). This host imports the module of each anywidget from that state,
 * gives it a model to read and write, and lets it draw; it knows boxes and links too. A page that holds any other
 * widget is left, whole, to the html-manager of the Jupyter project: a megabyte, and therefore loaded only then.
 *
 * A classic script, to be loaded with `async`: a module would not load over file://.
 */
(() => {
  "use strict";

  const MIME = "application/vnd.jupyter.widget-";
  const VENDOR = new URL("vendor/html-manager/", document.currentScript.src).href;
  const ANYWIDGET = "AnyModel";
  const BOX = /^(Box|VBox|HBox)Model$/;
  const LINK = /^(Directional)?LinkModel$/;

  /* ---- models ------------------------------------------------------------------------------------------- */

  /** What an anywidget calls its model: https://anywidget.dev/en/afm, as far as there is meaning without a kernel. */
  class Model {
    constructor(id, { model_name, state, buffers = [] }, models) {
      this.id = id;
      this.kind = model_name;
      this.widget_manager = { get_model: async (reference) => modelOf(models, reference) };
      this._state = state;
      this._listeners = new Map(); // event -> set of callbacks
      for (const buffer of buffers) putBuffer(state, buffer);
    }

    get(name) {
      return this._state[name];
    }

    set(name, value) {
      const changes = typeof name === "object" ? name : { [name]: value };
      const changed = Object.keys(changes).filter((key) => this._state[key] !== changes[key]);
      Object.assign(this._state, changes);
      for (const key of changed) this._emit(`change:${key}`, this, changes[key]);
      if (changed.length) this._emit("change", this);
    }

    on(events, callback) {
      for (const event of events.split(" ")) {
        if (!this._listeners.has(event)) this._listeners.set(event, new Set());
        this._listeners.get(event).add(callback);
      }
    }

    /** Without a callback: every callback of these events; without events: every callback there is. */
    off(events, callback) {
      for (const event of events ? events.split(" ") : [...this._listeners.keys()]) {
        if (callback) this._listeners.get(event)?.delete(callback);
        else this._listeners.delete(event);
      }
    }

    save_changes() {} // the state has no second home here

    send() {} // and nobody listens

    _emit(event, ...details) {
      for (const callback of [...(this._listeners.get(event) ?? [])]) callback(...details);
    }
  }

  /** Bytes travel beside the JSON; put them where their path says. */
  function putBuffer(state, { path, data }) {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    const holder = path.slice(0, -1).reduce((value, key) => value[key], state);
    holder[path.at(-1)] = new DataView(bytes.buffer);
  }

  function readModels() {
    const models = new Map();
    for (const script of document.querySelectorAll(`script[type="${MIME}state+json"]`)) {
      for (const [id, entry] of Object.entries(JSON.parse(script.textContent).state)) {
        models.set(id, new Model(id, entry, models));
      }
    }
    return models;
  }

  function modelOf(models, reference) {
    return models.get(reference.replace(/^IPY_MODEL_/, ""));
  }

  /* ---- what can be shown here ----------------------------------------------------------------------------- */

  /** A model and all that it shows inside itself. */
  function tree(model, models) {
    if (!model || !BOX.test(model.kind)) return [model];
    return [model, ...model.get("children").flatMap((child) => tree(modelOf(models, child), models))];
  }

  function isKnown(model) {
    return model?.kind === ANYWIDGET || BOX.test(model?.kind);
  }

  /** A link joins two traits: [model, trait] at either end. */
  function endsOf(link, models) {
    return ["source", "target"].map((end) => {
      const [reference, trait] = link.get(end);
      return [modelOf(models, reference), trait];
    });
  }

  function connect(link, models) {
    const [[source, from], [target, to]] = endsOf(link, models);
    const follow = (leader, its, follower, own) => leader.on(`change:${its}`, () => follower.set(own, leader.get(its)));
    target.set(to, source.get(from));
    follow(source, from, target, to);
    if (link.kind === "LinkModel") follow(target, to, source, from);
  }

  /* ---- modules -------------------------------------------------------------------------------------------- */

  const modules = new Map(); // text or address -> its module, imported once

  /** From a data: address, which the browser reads at once: the demo is drawn before the first frame. */
  function importOnce(source) {
    if (!modules.has(source)) {
      const isAddress = /^https?:\/\//.test(source);
      modules.set(source, import(isAddress ? source : `data:text/javascript,${encodeURIComponent(source)}`));
    }
    return modules.get(source);
  }

  const definitions = new Map(); // model -> what its module offers, initialised once

  function define(model) {
    if (!definitions.has(model)) definitions.set(model, initialise(model));
    return definitions.get(model);
  }

  async function initialise(model) {
    const { default: offered } = await importOnce(model.get("_esm"));
    const widget = typeof offered === "function" ? await offered() : offered;
    const cleanup = await widget.initialize?.({ model, experimental });
    return { widget, cleanup };
  }

  const experimental = {
    invoke: async () => {
      throw new Error("This page has no kernel: a demo here computes in the browser alone.");
    },
  };

  const styles = new Set();

  function addStyleOnce(css) {
    if (!css || styles.has(css)) return;
    styles.add(css);
    document.head.append(element("style", { textContent: css }));
  }

  /* ---- views ---------------------------------------------------------------------------------------------- */

  const cleanups = new Map(); // element -> what to do when it leaves the page

  /** Draw `model` into `el`; boxes draw what they hold. */
  async function draw(model, el, models) {
    if (BOX.test(model.kind)) {
      if (model.kind === "HBoxModel") el.style.cssText = "display: flex; flex-wrap: wrap; gap: 0.5rem";
      const children = model.get("children").map((child) => [modelOf(models, child), element("div")]);
      el.append(...children.map(([, place]) => place));
      await Promise.all(children.map(([child, place]) => draw(child, place, models)));
      return;
    }
    el.dataset.page = ""; // tells a demo that it is on a page, not in a notebook
    addStyleOnce(model.get("_css"));
    const { widget } = await define(model);
    const cleanup = await widget.render?.({ model, el, experimental });
    if (typeof cleanup === "function") cleanups.set(el, cleanup);
  }

  /** Put a live view where its script stands, in the place of the still picture before it. */
  async function show(script, model, models) {
    const still = script.closest(".dc-demo-place")?.querySelector("[data-still]");
    const place = element("div");
    script.type = ""; // done: nobody else shall draw it
    try {
      const parts = tree(model, models).filter((part) => part.kind === ANYWIDGET);
      await Promise.all(parts.map(define)); // first load, then swap: no moment is empty
      still ? still.replaceWith(place) : script.after(place);
      await draw(model, place, models);
    } catch (error) {
      console.error(error);
      const apology = element("p", { className: "dc-demo-error", textContent: sorry(error) });
      apology.setAttribute("role", "alert");
      if (place.isConnected) place.replaceWith(...(still ? [still] : []), apology);
      else (still ?? script).after(apology);
    }
  }

  function sorry(error) {
    return `This demo could not start (${error?.message ?? error}). The text around it stands without it.`;
  }

  /** Elements that leave the page take their timers and listeners with them. */
  function cleanUpAfterRemovals() {
    new MutationObserver(() => {
      for (const [el, cleanup] of cleanups) {
        if (el.isConnected) continue;
        cleanups.delete(el);
        cleanup();
      }
    }).observe(document.body, { childList: true, subtree: true });
  }

  function element(tag, properties = {}) {
    return Object.assign(document.createElement(tag), properties);
  }

  /* ---- the page ------------------------------------------------------------------------------------------- */

  async function bringAlive() {
    const models = readModels();
    const views = [...document.querySelectorAll(`script[type="${MIME}view+json"]`)].map((script) => [
      script,
      models.get(JSON.parse(script.textContent).model_id),
    ]);
    if (!views.length) return;
    const shown = new Set(views.flatMap(([, model]) => tree(model, models)));
    const links = [...models.values()]
      .filter((model) => LINK.test(model.kind))
      .filter((link) => endsOf(link, models).some(([model]) => shown.has(model)));
    const linked = links.flatMap((link) => endsOf(link, models).map(([model]) => model));

    if (![...shown, ...linked].every(isKnown)) return leaveToHtmlManager();
    for (const link of links) connect(link, models);
    cleanUpAfterRemovals();
    await Promise.all(views.map(([script, model]) => show(script, model, models)));
  }

  async function leaveToHtmlManager() {
    await load("require.js");
    window.requirejs.config({ paths: { anywidget: `${VENDOR}anywidget` } });
    for (const still of document.querySelectorAll("[data-still]")) still.remove();
    await load("embed-amd.js");
  }

  function load(file) {
    const script = element("script", { src: VENDOR + file });
    script.setAttribute("data-jupyter-widgets-cdn", VENDOR); // what is not here shall not come from another host
    return new Promise((resolve, reject) => {
      Object.assign(script, { onload: resolve, onerror: reject });
      document.head.append(script);
    });
  }

  // Not DOMContentLoaded: that one waits for every deferred script of the theme.
  if (document.readyState !== "loading") bringAlive();
  else document.addEventListener("readystatechange", bringAlive, { once: true });
})();
