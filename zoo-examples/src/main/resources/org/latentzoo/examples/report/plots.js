'use strict';
/* Drawings of points, lines and bars as SVG. Their colours are classes, so that a change of theme needs nothing. */
zoo.svg = {};

zoo.svg.node = (name, attributes = {}, text) => {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
};

/** Round numbers from `from` to `to`; of a logarithmic axis powers of ten, with 2 and 5 between few. */
zoo.svg.ticks = (axis, count) => {
  if (axis.names) return axis.names.map((_, i) => i);
  const ticks = [];
  if (axis.log) {
    const first = Math.floor(Math.log10(axis.from));
    const last = Math.ceil(Math.log10(axis.to));
    const steps = last - first > 2 ? [1] : [1, 2, 5];
    for (let power = first; power <= last; power++) {
      for (const step of steps) ticks.push(step * 10 ** power);
    }
    return ticks.filter((t) => t >= axis.from * 0.999 && t <= axis.to * 1.001);
  }
  const rough = (axis.to - axis.from) / count;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * [1, 2, 5, 10].find((s) => s * unit >= rough);
  for (let i = Math.ceil(axis.from / step); i * step <= axis.to; i++) ticks.push(i * step);
  return ticks;
};

zoo.svg.label = (axis, tick) =>
  axis.names ? axis.names[tick] : String(Number(tick.toPrecision(4))).replace('-', '\u2212');

/** From a value to a place between two others. */
zoo.svg.scale = (axis, low, high) => {
  const of = axis.log ? Math.log : (value) => value;
  const from = of(axis.from);
  const width = of(axis.to) - from || 1;
  return (value) => low + ((of(value) - from) / width) * (high - low);
};

zoo.svg.styleClass = (style) => (style < 0 ? 'grey' : `c${style % zoo.styles}`);

/** A circle, triangle or square, so that more series than colours differ. */
zoo.svg.marker = (style, x, y, size) => {
  const name = `mark ${zoo.svg.styleClass(style)}`;
  const shape = style < 0 ? 0 : Math.floor(style / zoo.styles) % 3;
  if (shape === 0) return zoo.svg.node('circle', { class: name, cx: x, cy: y, r: size });
  const d = shape === 1
    ? `M${x} ${y - 1.3 * size}l${1.2 * size} ${2.2 * size}h${-2.4 * size}z`
    : `M${x - size} ${y - size}h${2 * size}v${2 * size}h${-2 * size}z`;
  return zoo.svg.node('path', { class: name, d });
};

zoo.svg.legend = (series) => {
  const list = document.createElement('ul');
  list.className = 'legend';
  for (const one of series.filter((s) => s.name)) {
    const item = document.createElement('li');
    const sign = zoo.svg.node('svg', { viewBox: '0 0 14 14', 'aria-hidden': 'true' });
    sign.append(one.line
      ? zoo.svg.node('path', { class: `stroke ${zoo.svg.styleClass(one.style)}`, d: 'M0 7h14' })
      : zoo.svg.marker(one.style, 7, 7, 5));
    item.append(sign, one.name);
    list.append(item);
  }
  return list;
};

zoo.draw = {};

zoo.draw.plane = (place, plot) => {
  const { node, ticks, label, scale } = zoo.svg;
  const left = 66, top = 8, width = 400, height = plot.square ? 400 : 260, below = plot.x.names ? 60 : 42;
  const svg = node('svg', { viewBox: `0 0 ${left + width + 12} ${top + height + below}` });
  const x = scale(plot.x, left, left + width);
  const y = scale(plot.y, top + height, top);
  if (plot.image) {
    svg.append(node('image', {
      href: plot.image, x: left, y: top, width, height,
      preserveAspectRatio: 'none', 'image-rendering': 'pixelated',
    }));
  }
  for (const tick of ticks(plot.x, 5)) {
    if (!plot.image) svg.append(node('path', { class: 'rule', d: `M${x(tick)} ${top}v${height}` }));
    svg.append(node('text', { x: x(tick), y: top + height + 16, 'text-anchor': 'middle' }, label(plot.x, tick)));
  }
  for (const tick of ticks(plot.y, 5)) {
    if (!plot.image) svg.append(node('path', { class: 'rule', d: `M${left} ${y(tick)}h${width}` }));
    svg.append(node('text', { x: left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, label(plot.y, tick)));
  }
  const inside = node('svg', { x: left, y: top, width, height, viewBox: `${left} ${top} ${width} ${height}` });
  for (const series of plot.series) {
    if (series.line) {
      const d = series.x.map((v, i) => `${i ? 'L' : 'M'}${x(v).toFixed(1)} ${y(series.y[i]).toFixed(1)}`).join('');
      inside.append(node('path', { class: `stroke ${zoo.svg.styleClass(series.style)}`, d }));
      continue;
    }
    const size = series.titles ? 4 : 2.8;
    series.x.forEach((v, i) => {
      const mark = zoo.svg.marker(series.style, Number(x(v).toFixed(1)), Number(y(series.y[i]).toFixed(1)), size);
      if (series.titles) mark.append(node('title', {}, series.titles[i]));
      inside.append(mark);
    });
  }
  svg.append(inside);
  svg.append(
    node('path', { class: 'axis', d: `M${left} ${top}v${height}h${width}` }),
    node('text', { x: left + width / 2, y: top + height + 36, 'text-anchor': 'middle' }, plot.x.label),
    node('text', { transform: `translate(13 ${top + height / 2}) rotate(-90)`, 'text-anchor': 'middle' }, plot.y.label));
  place.append(svg);
  if (plot.series.some((s) => s.name)) place.after(zoo.svg.legend(plot.series));
};

zoo.draw.bars = (place, plot) => {
  const { node, ticks, label, scale } = zoo.svg;
  const left = 66, top = 8, width = 400, height = 220;
  const longest = Math.max(...plot.names.map((name) => name.length));
  const isLong = longest > 4;
  const below = isLong ? 40 + 5 * longest : 42;
  const svg = node('svg', { viewBox: `0 0 ${left + width + 12} ${top + height + below}` });
  const axis = { from: 0, to: 1.05 * Math.max(1e-12, ...plot.values) };
  const y = scale(axis, top + height, top);
  const step = width / plot.values.length;
  for (const tick of ticks(axis, 5)) {
    svg.append(
      node('path', { class: 'rule', d: `M${left} ${y(tick)}h${width}` }),
      node('text', { x: left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, label(axis, tick)));
  }
  const every = Math.ceil((plot.names.length * (isLong ? 16 : 8 + 8 * longest)) / width);
  plot.values.forEach((value, i) => {
    const middle = left + (i + 0.5) * step;
    const bar = node('rect', {
      class: 'mark c0', x: left + (i + 0.1) * step, y: y(value), width: 0.8 * step, height: top + height - y(value),
    });
    bar.append(node('title', {}, `${plot.names[i]}: ${value}`));
    svg.append(bar);
    if (i % every === 0) {
      svg.append(isLong
        ? node('text', { transform: `translate(${middle + 4} ${top + height + 10}) rotate(-40)`, 'text-anchor': 'end' }, plot.names[i])
        : node('text', { x: middle, y: top + height + 16, 'text-anchor': 'middle' }, plot.names[i]));
    }
  });
  svg.append(
    node('path', { class: 'axis', d: `M${left} ${top}v${height}h${width}` }),
    node('text', { x: left + width / 2, y: top + height + below - 6, 'text-anchor': 'middle' }, plot.x),
    node('text', { transform: `translate(13 ${top + height / 2}) rotate(-90)`, 'text-anchor': 'middle' }, plot.y));
  place.append(svg);
};

/** Draws what is in sight and was not drawn before. */
zoo.drawIn = (part) => {
  for (const place of part.querySelectorAll('.plot:empty')) {
    const plot = zoo.data.plots[place.dataset.plot];
    zoo.draw[plot.kind](place, plot);
  }
};
