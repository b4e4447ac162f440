"use strict";
// The times over the barrier in units of the noise, as SVG.
(() => {
  const CURVES = ["formula", "law", "relaxation", "time"];
  const USUAL = 20;
  const SAMPLES = 160;

  const drawTimes = (place, land, eta, label) => {
    const width = place.clientWidth;
    if (width < 150) return;
    const height = Math.round(Math.min(340, Math.max(260, width * 0.5)));
    const box = { left: 44, right: width - 12, top: 12, bottom: height - 24 };
    const ends = land.ends.map((end) => end * land.barrier);
    const farthest = Math.min(ends[1], Math.max(USUAL, 1.25 * eta * land.barrier));
    const names = CURVES.filter((name) => land.table.rests[name] && (name !== "law" || land.law !== "Eyring-Kramers"));
    const at = (name, height) => explorer.logarithm(land.table, name, height / land.barrier) / Math.LN10;
    const heights = Array.from({ length: SAMPLES + 1 }, (_, k) => ends[0] + ((farthest - ends[0]) * k) / SAMPLES);
    const curves = names.map((name) => heights.map((height) => [height, at(name, height)]));
    const all = curves.flat().map(([, decades]) => decades);
    const x = explorer.scale(0, farthest, box.left, box.right);
    const y = explorer.scale(Math.floor(Math.min(...all)), Math.max(...all) + 0.3, box.bottom, box.top);
    const svg = explorer.canvas(place, width, height, label);
    frame(svg, box, farthest, all, x, y);
    curves.forEach((points, k) => {
      explorer.add(svg, "path", { class: `curve ${names[k]}`, d: explorer.line(points.map(([h, d]) => [x(h), y(d)])) });
    });
    const now = eta * land.barrier;
    if (now < ends[0] || now > ends[1]) return;
    explorer.add(svg, "path", { class: "now", d: `M${x(now)} ${box.top}V${box.bottom}` });
    for (const name of names) {
      explorer.add(svg, "circle", { class: `dot ${name}`, cx: x(now), cy: y(at(name, now)), r: 3.5 });
    }
  };

  const frame = (svg, box, farthest, all, x, y) => {
    explorer.add(svg, "path", { class: "tk", d: `M${box.left} ${box.bottom}H${box.right}` });
    for (const at of explorer.ticks(0, farthest, 6)) {
      explorer.add(svg, "path", { class: "tk", d: `M${x(at)} ${box.bottom}v4` });
      explorer.add(svg, "text", { class: "tx", x: x(at), y: box.bottom + 17 }, explorer.plain(at));
    }
    for (const at of explorer.ticks(Math.floor(Math.min(...all)), Math.max(...all), 6)) {
      if (!Number.isInteger(at)) continue;
      explorer.add(svg, "path", { class: "gl", d: `M${box.left} ${y(at)}H${box.right}` });
      const text = explorer.add(svg, "text", { class: "ty", x: box.left - 6, y: y(at) + 3.5 }, "10");
      explorer.add(text, "tspan", { dy: -4, class: "power" }, explorer.minus(String(at)));
    }
  };

  Object.assign(explorer, { drawTimes });
})();
