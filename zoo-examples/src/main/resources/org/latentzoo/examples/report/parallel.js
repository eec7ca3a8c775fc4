'use strict';
/* Parallel coordinates: a line a trial through one axis a setting, the best on top. */
{
  /** From the colour of rules, for the worst, to a strong one. */
  const color = (share) => `color-mix(in oklab, var(--c1) ${Math.round(100 * share)}%, var(--line))`;

  zoo.draw.parallel = (place, plot) => {
    const { node, ticks, label, scale } = zoo.svg;
    place.closest('.panel').classList.add('wide');
    const left = 60, top = 40, height = 300, step = 190;
    const width = left + step * Math.max(1, plot.axes.length - 1) + 130;
    const svg = node('svg', { viewBox: `0 0 ${width} ${top + height + 14}` });
    svg.style.maxWidth = `${1.3 * width}px`;
    svg.style.minWidth = `${width}px`;
    place.tabIndex = 0;
    const at = (i) => left + i * step;
    const scales = plot.axes.map((axis) => scale(axis, top + height, top));
    const n = plot.rows.length;
    const lines = plot.rows.map((row, rank) => {
      const d = row.map((value, i) => (value === null ? null : `${at(i)} ${scales[i](value).toFixed(1)}`))
        .filter((point) => point !== null).join('L');
      const line = node('path', { class: 'trial', d: `M${d}` });
      line.style.stroke = color(n < 2 ? 1 : 1 - rank / (n - 1));
      line.append(node('title', {}, plot.titles[rank]));
      return line;
    });
    svg.append(...[...lines].reverse());
    plot.axes.forEach((axis, i) => {
      svg.append(
        node('path', { class: 'axis', d: `M${at(i)} ${top}v${height}` }),
        node('text', { x: at(i), y: i % 2 ? 14 : 30, 'text-anchor': i ? 'middle' : 'start' }, axis.label));
      for (const tick of ticks(axis, 5)) {
        svg.append(node('text', { x: at(i) + 5, y: scales[i](tick) + 4 }, label(axis, tick)));
      }
    });
    place.append(svg);

    const slider = document.createElement('label');
    slider.className = 'slider';
    const input = document.createElement('input');
    Object.assign(input, { type: 'range', min: 1, max: n, value: n });
    const count = document.createElement('output');
    const show = () => {
      lines.forEach((line, rank) => { line.style.display = rank < input.valueAsNumber ? '' : 'none'; });
      count.textContent = `${input.value} of ${n}`;
    };
    input.addEventListener('input', show);
    slider.append('The best ', input, count);
    place.after(slider);
    show();
  };
}
