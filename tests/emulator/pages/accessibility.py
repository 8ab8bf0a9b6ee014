"""What can be checked of WCAG 2.2 AA by looking at a page in the browser: names, structure, contrast, target size."""

from tests.emulator.pages.chromium import Page

_CHECKS = """
() => {
  const problems = [];
  const say = (what, element) => problems.push(what + ": " + (element ? element.outerHTML.slice(0, 160) : ""));
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isShown = (element) => {
    const style = getComputedStyle(element);
    return element.getClientRects().length > 0 && style.visibility !== "hidden" && style.opacity !== "0";
  };
  const isForReadersOnly = (element) => element.closest(".hidden, .skip") !== null;
  const words = (element) => {
    const by = (element.getAttribute("aria-labelledby") || "").split(/\\s+/).filter(Boolean)
      .map((id) => document.getElementById(id)?.textContent || "").join(" ");
    const images = [...element.querySelectorAll("img")].map((image) => image.alt).join(" ");
    const labels = element.labels ? [...element.labels].map((label) => label.textContent).join(" ") : "";
    const own = ["INPUT", "SELECT", "TEXTAREA"].includes(element.tagName) ? "" : element.textContent;
    return [element.getAttribute("aria-label"), by, labels, own, images].filter(Boolean).join(" ").trim();
  };

  if (document.documentElement.lang !== "en-GB") say("no language", document.documentElement);
  if (!document.title.trim()) say("no title", document.head);
  for (const [selector, count] of [["main", 1], ["h1", 1], ["header", 1]]) {
    if (all(selector).length !== count) say(`not ${count} ${selector}`, document.body);
  }
  for (const nav of all("nav")) if (!nav.getAttribute("aria-label")) say("a nameless navigation", nav);

  let level = 0;
  for (const heading of all("h1,h2,h3,h4,h5,h6").filter(isShown)) {
    const next = Number(heading.tagName[1]);
    if (level && next > level + 1) say("a level of headings left out", heading);
    if (!heading.textContent.trim()) say("an empty heading", heading);
    level = next;
  }

  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids.filter((id, place) => ids.indexOf(id) !== place))) problems.push("an id twice: " + id);
  for (const name of ["aria-describedby", "aria-labelledby", "for"]) {
    for (const element of all(`[${name}]`)) {
      for (const id of element.getAttribute(name).split(/\\s+/)) {
        if (!document.getElementById(id)) say(`${name} leads nowhere`, element);
      }
    }
  }

  for (const image of all("img")) if (!image.hasAttribute("alt")) say("a picture without alt", image);
  for (const drawing of all("svg")) {
    if (drawing.getAttribute("aria-hidden") !== "true" && !words(drawing)) say("a nameless drawing", drawing);
  }
  for (const element of all("a, button, summary, input:not([type=hidden]), select, textarea")) {
    if (getComputedStyle(element).display !== "none" && !words(element)) say("nameless", element);
  }
  for (const element of all("[tabindex]")) if (element.tabIndex > 0) say("an order of its own", element);
  for (const list of all("ul, ol")) {
    for (const child of list.children) if (child.tagName !== "LI") say("not an item of a list", child);
  }
  for (const table of all("table")) {
    if (!table.querySelector("caption")?.textContent.trim()) say("a table without caption", table);
    for (const head of table.querySelectorAll("th")) if (!head.scope) say("a heading without scope", head);
  }
  for (const region of all(".table")) {
    if (region.scrollWidth > region.clientWidth && region.tabIndex < 0) say("scrolls without keyboard", region);
  }

  const read = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const blend = (top, under) => top.slice(0, 3).map((part, place) => part * top[3] + under[place] * (1 - top[3]));
  const ground = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const colour = read(getComputedStyle(each).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((under, layer) => blend(layer, under), [255, 255, 255]);
  };
  const luminance = (rgb) => rgb.slice(0, 3)
    .map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !isShown(element) || isForReadersOnly(element)) continue;
    const style = getComputedStyle(element);
    const under = ground(element);
    const [low, high] = [luminance(blend(read(style.color), under)), luminance(under)].sort((a, b) => a - b);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if ((high + 0.05) / (low + 0.05) < (isLarge ? 3 : 4.5)) say("too little contrast", element);
  }

  for (const element of all("a, button, summary, input:not([type=hidden]), select")) {
    if (!isShown(element) || isForReadersOnly(element)) continue;
    const box = element.getBoundingClientRect();
    const isInText = getComputedStyle(element).display === "inline";
    if (!isInText && (box.width < 24 || box.height < 24)) say(`small (${box.width}x${box.height})`, element);
  }
  return problems;
}
"""


def list_problems(page: Page) -> list[str]:
    """Return what is wrong with the page that is open, one line each."""
    found: list[str] = page.evaluate(_CHECKS)
    return found


def measure_overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider
