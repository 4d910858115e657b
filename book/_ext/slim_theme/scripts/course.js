// The whole script of the site: colours, copy buttons, keyboard scrolling, the reader's place.
// Everything here is a convenience: without it every page can be read and every link followed.
"use strict";

/* Colours: automatic, light, dark, in turn. The page's first script has set the mode before the first paint. */
{
  const root = document.documentElement;
  const labels = { auto: "automatic", light: "light", dark: "dark" };
  const modes = Object.keys(labels);
  const system = matchMedia("(prefers-color-scheme: dark)");
  const button = document.querySelector(".theme-button");

  const show = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode !== "auto" ? mode : system.matches ? "dark" : "light";
    button.setAttribute("aria-label", `Colours: ${labels[mode]}`);
  };
  button.addEventListener("click", () => {
    const mode = modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length];
    try {
      localStorage.setItem("dc-mode", mode);
    } catch {} // storage may be forbidden: the choice then lasts for this page
    show(mode);
  });
  system.addEventListener("change", () => show(root.dataset.mode));
  show(root.dataset.mode);
}

/* Copy buttons on code that a reader may want to run. */
for (const block of document.querySelectorAll("article .highlight")) {
  if (block.closest(".cell_output")) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("pre").textContent.trimEnd());
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  block.append(button);
}

/* What scrolls inside itself can be reached and scrolled with the keyboard. */
{
  const scrollers = document.querySelectorAll("article :is(pre, .formula, .table-scroll, .output)");
  const mark = (scroller) => {
    if (scroller.scrollWidth > scroller.clientWidth) scroller.tabIndex = 0;
    else scroller.removeAttribute("tabindex");
  };
  const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));
  for (const scroller of scrollers) observer.observe(scroller);
  // A font that comes late widens what is in the box. What is out of sight is measured when it comes near.
  const inSight = (box) => box.checkVisibility?.({ contentVisibilityAuto: true }) ?? true;
  document.fonts.ready.then(() => [...scrollers].filter(inSight).forEach(mark));
}

/* The section being read is marked in the contents of the page. */
{
  const links = new Map();
  for (const link of document.querySelectorAll(".page-nav a[href^='#']")) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section, link);
  }
  const observer = new IntersectionObserver(
    () => {
      const started = [...links.keys()].filter((section) => section.getBoundingClientRect().top < innerHeight / 3);
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(started.at(-1))?.setAttribute("aria-current", "true");
    },
    { rootMargin: "0px 0px -66%", threshold: [0, 0.05, 0.95, 1] },
  );
  for (const section of links.keys()) observer.observe(section);
}

/* A link into a folded answer, or to a claim whose finding is folded, unfolds it. */
{
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    target?.closest?.("details")?.setAttribute("open", "");
    if (target?.matches?.(".dc-verdict")) target.querySelector("details")?.setAttribute("open", "");
  };
  addEventListener("hashchange", unfold);
  unfold();
}

/* The ledger of claims: a form filters its cards, and what is asked for stands in the address. */
for (const form of document.querySelectorAll(".claims-filter")) {
  const ledger = form.parentElement;
  const cards = [...ledger.querySelectorAll(".dc-verdict")];

  const show = () => {
    const asked = new FormData(form);
    const fits = (card) => ["part", "verdict"].every((by) => !asked.has(by) || asked.getAll(by).includes(card.dataset[by]));
    for (const card of cards) card.hidden = !fits(card);
    for (const part of ledger.querySelectorAll(".claims-part"))
      part.hidden = !part.querySelector(".dc-verdict:not([hidden])");
    const shown = cards.filter((card) => !card.hidden).length;
    form.querySelector("output").textContent = `${shown < cards.length ? `${shown} of` : "All"} ${cards.length} claims`;
  };
  const write = () => {
    show();
    const asked = new URLSearchParams(new FormData(form));
    history.replaceState(null, "", asked.size ? `#${asked}` : location.pathname + location.search);
  };
  const read = () => {
    const place = document.getElementById(location.hash.slice(1));
    if (place && !place.closest("[hidden]")) return;
    const asked = new URLSearchParams(location.hash.slice(1));
    const boxes = [...form.elements].filter((box) => box.type === "checkbox");
    for (const box of boxes) box.checked = asked.getAll(box.name).includes(box.value);
    show();
    (place ?? (boxes.some((box) => box.checked) ? form : null))?.scrollIntoView();
  };
  form.addEventListener("change", write);
  form.querySelector("button").addEventListener("click", () => {
    form.reset();
    write();
  });
  addEventListener("hashchange", read);
  if (location.hash) read();
}

/* From file:// a page may not fetch another: results of a search then come without their extracts. */
if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined")
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
