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

/* A link into a folded answer unfolds it. */
{
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    target?.closest?.("details")?.setAttribute("open", "");
  };
  addEventListener("hashchange", unfold);
  unfold();
}

/* From file:// a page may not fetch another: results of a search then come without their extracts. */
if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined")
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
