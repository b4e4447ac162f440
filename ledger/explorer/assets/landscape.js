"use strict";
// The loss with the stationary density over it, as SVG in pixels of the page.
(() => {
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const add = (parent, tag, attributes = {}, text = "") => {
    const node = document.createElementNS(NAMESPACE, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text) node.textContent = text;
    parent.append(node);
    return node;
  };
  const canvas = (place, width, height, label) => {
    const svg = document.createElementNS(NAMESPACE, "svg");
    Object.entries({ viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label })
      .forEach(([name, value]) => svg.setAttribute(name, value));
    place.replaceChildren(svg);
    return svg;
  };
  const scale = (low, high, from, to) => (value) => from + ((value - low) / (high - low)) * (to - from);
  // Round numbers, about so many.
  const ticks = (low, high, about) => {
    const rough = (high - low) / about;
    const unit = 10 ** Math.floor(Math.log10(rough));
    const step = unit * [1, 2, 5, 10].find((factor) => factor * unit >= rough);
    const found = [];
    for (let k = Math.ceil(low / step - 1e-9); k * step <= high * (1 + 1e-12) + 1e-12; k += 1) {
      found.push(Number((k * step).toPrecision(12)));
    }
    return found;
  };
  const line = (points) => "M" + points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");

  // The curve cut at the gates: the points of each basin, both borders included.
  const basins = (land) => {
    const borders = [-Infinity, ...land.gates.map((gate) => gate.at), Infinity];
    return land.minima.map((_, k) => {
      const inside = land.curve.places
        .map((place, i) => [place, land.curve.values[i]])
        .filter(([place]) => place > borders[k] && place < borders[k + 1]);
      const left = land.gates[k - 1];
      const right = land.gates[k];
      return [...(left ? [[left.at, left.value]] : []), ...inside, ...(right ? [[right.at, right.value]] : [])];
    });
  };

  const drawLandscape = (place, land, eta, shown) => {
    const width = place.clientWidth;
    if (width < 150) return; // not laid out yet
    const height = Math.round(Math.min(460, Math.max(300, width * 0.52)));
    const [left, right, top, bottom] = [44, width - 44, 14, height - 30];
    const { places, values } = land.curve;
    const low = Math.min(...land.minima.map((spot) => spot.value));
    const high = Math.max(...values.filter((_, k) => places[k] > land.minima[0].at && places[k] < land.minima.at(-1).at));
    const relief = Math.max(high, ...land.gates.map((gate) => gate.value)) - low;
    const x = scale(places[0], places.at(-1), left, right);
    const y = scale(low - 0.17 * relief, low + 1.5 * relief, bottom, top);
    const svg = canvas(place, width, height, shown.description);
    const area = add(add(svg, "defs"), "clipPath", { id: "plot" });
    add(area, "rect", { x: left, y: top, width: right - left, height: bottom - top });
    frame(svg, land, { left, right, top, bottom }, x, y);
    const inner = add(svg, "g", { "clip-path": "url(#plot)" });
    if (shown.inside) drawDensity(svg, inner, land, eta, shown, { right, top, bottom }, x);
    add(inner, "path", { class: "loss", d: line(places.map((at, k) => [x(at), y(values[k])])) });
    drawWay(svg, land, eta, shown, { left, right, top, bottom }, x, y);
  };

  const frame = (svg, land, box, x, y) => {
    add(svg, "path", { class: "tk", d: `M${box.left} ${box.bottom}H${box.right}` });
    const count = Math.min(8, (box.right - box.left) / 60);
    for (const at of ticks(land.curve.places[0], land.curve.places.at(-1), count)) {
      add(svg, "path", { class: "tk", d: `M${x(at)} ${box.bottom}v4` });
      add(svg, "text", { class: "tx", x: x(at), y: box.bottom + 17 }, explorer.plain(at));
    }
    add(svg, "text", { class: "name tx", x: box.right + 22, y: box.bottom + 17 }, land.coordinate);
    const lowest = Math.min(...land.minima.map((spot) => spot.value));
    const top = lowest + 1.5 * (Math.max(...land.gates.map((gate) => gate.value)) - lowest);
    for (const at of ticks(lowest, top, 5)) {
      if (y(at) < box.top - 1) continue;
      add(svg, "path", { class: "gl", d: `M${box.left} ${y(at)}H${box.right}` });
      add(svg, "text", { class: "ty", x: box.left - 6, y: y(at) + 3.5 }, explorer.plain(at, 4));
    }
    add(svg, "text", { class: "name ty", x: box.left - 6, y: box.top + 2 }, "L");
  };

  const drawDensity = (svg, inner, land, eta, shown, box, x) => {
    const density = (loss) => Math.exp(-eta * loss - shown.lnZ);
    const parts = basins(land).map((points) => points.map(([at, loss]) => [at, density(loss)]));
    const peak = Math.max(...parts.flat().map(([, p]) => p));
    svg.dataset.peak = peak;
    const up = scale(0, peak, box.bottom, box.top + 0.2 * (box.bottom - box.top));
    parts.forEach((points, k) => {
      const outline = points.map(([at, p]) => [x(at), up(p)]);
      const closed = [[outline[0][0], box.bottom], ...outline, [outline.at(-1)[0], box.bottom]];
      add(inner, "path", { class: `area basin-${k % 6}`, d: line(closed) + "Z" });
      add(inner, "path", { class: `edge basin-${k % 6}`, d: line(outline) });
    });
    for (const at of ticks(0, peak, 4)) {
      if (at > 0) {
        add(svg, "path", { class: "tk", d: `M${box.right} ${up(at)}h4` });
        add(svg, "text", { class: "tz", x: box.right + 7, y: up(at) + 3.5 }, explorer.plain(at, 3));
      }
    }
    add(svg, "text", { class: "name tz", x: box.right + 7, y: box.top + 2 }, "p");
  };

  // Start, target, the barrier with its ruler, and the masses at the foot of the wells.
  const drawWay = (svg, land, eta, shown, box, x, y) => {
    const [well, gate] = [land.minima[land.well], land.gates[land.gate]];
    const at = (place) => y(loss(land, place));
    const target = x(land.target.at);
    add(svg, "path", { class: "target", d: `M${target} ${box.top + 12}V${box.bottom}` });
    add(svg, "text", { class: "mark", x: target, y: box.top + 6 }, "target");
    add(svg, "path", { class: "level", d: `M${x(well.at)} ${y(well.value)}H${x(gate.at)}` });
    const ruler = add(svg, "g", { class: "ruler" });
    add(ruler, "path", { d: `M${x(gate.at)} ${y(well.value)}V${y(gate.value)}` });
    const count = eta * land.barrier;
    if (count <= 60) {
      for (let k = 0; k <= count; k += 1) {
        const size = k % 5 ? 4 : 7;
        add(ruler, "path", { d: `M${x(gate.at) - size} ${y(well.value + k / eta)}h${2 * size}` });
      }
    }
    const words = `H = ${explorer.plain(count, 3)} ε`;
    add(svg, "text", { class: "mark", x: x(gate.at), y: y(gate.value) - 10 }, words);
    add(svg, "circle", { class: "start", cx: x(land.start.at), cy: at(land.start.at), r: 5 });
    const side = land.target.at > land.start.at ? -1 : 1;
    const anchor = side < 0 ? "end" : "start";
    add(svg, "text", { class: `mark ${anchor}`, x: x(land.start.at) + 10 * side, y: at(land.start.at) - 8 }, "start");
    shown.masses.forEach((mass, k) => {
      if (mass) add(svg, "text", { class: "mass", x: x(land.minima[k].at), y: box.bottom - 9 }, mass);
    });
  };
  const loss = (land, place) => {
    const { places, values } = land.curve;
    const k = Math.max(1, places.findIndex((other) => other >= place));
    const share = (place - places[k - 1]) / (places[k] - places[k - 1]);
    return values[k - 1] + share * (values[k] - values[k - 1]);
  };

  Object.assign(explorer, { add, canvas, scale, ticks, line, drawLandscape });
})();
