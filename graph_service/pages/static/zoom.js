// Drawings that are wider than the page can be zoomed and dragged. Without this script they scroll by keyboard, wheel and touch.
const LEAST = 0.25, MOST = 3, STEP = 1.25;

for (const region of document.querySelectorAll(".drawing[data-closer]")) {
  const svg = region.querySelector("svg");
  const width = Number(svg.getAttribute("width")), height = Number(svg.getAttribute("height"));
  if (width <= region.clientWidth) continue;
  let scale = 1;
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);

  const zoom = (wanted) => {
    const next = Math.min(Math.max(wanted, LEAST), MOST), middle = region.scrollLeft + region.clientWidth / 2;
    svg.setAttribute("width", width * next);
    svg.setAttribute("height", height * next);
    region.scrollLeft = (middle * next) / scale - region.clientWidth / 2;
    scale = next;
  };
  const actions = {
    closer: () => zoom(scale * STEP),
    farther: () => zoom(scale / STEP),
    whole: () => zoom(Math.min(region.clientWidth / width, 1)),
  };
  const keys = { "+": "closer", "=": "closer", "-": "farther", 0: "whole" };

  const bar = document.createElement("div");
  bar.className = "zoom";
  for (const [name, act] of Object.entries(actions)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = region.dataset[name];
    button.addEventListener("click", act);
    bar.append(button);
  }
  region.before(bar);

  region.addEventListener("keydown", (event) => {
    const name = event.ctrlKey || event.metaKey || event.altKey ? "" : keys[event.key];
    if (name) {
      event.preventDefault();
      actions[name]();
    }
  });

  // A mouse drags; fingers scroll by themselves. A link that was dragged is not followed.
  let held = null, moved = false;
  region.addEventListener("pointerdown", (event) => {
    moved = false;
    if (event.pointerType === "mouse" && event.button === 0) held = { x: event.clientX, left: region.scrollLeft };
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    moved ||= Math.abs(event.clientX - held.x) > 4;
    if (moved) region.scrollLeft = held.left - (event.clientX - held.x);
  });
  addEventListener("pointerup", () => { held = null; });
  region.addEventListener("dragstart", (event) => event.preventDefault());
  region.addEventListener("click", (event) => { if (moved) event.preventDefault(); }, true);
}
