'use strict';
/* Every metric over the epochs, the chosen runs above each other. */
{
  const VALIDATION = 'validation_';
  const place = document.getElementById('curves');
  let charts = [];

  /** Between marks, since there is no half an epoch. */
  const EPOCHS = [1, 2, 5].flatMap((n) => [0, 1, 2, 3, 4, 5, 6].map((power) => n * 10 ** power)).sort((a, b) => a - b);

  const base = (name) => (name.startsWith(VALIDATION) ? name.slice(VALIDATION.length) : name);

  /** The metrics of the runs without their prefix, the loss first: training and validation share a chart. */
  const names = (runs) => {
    const all = new Set(runs.flatMap((run) => Object.keys(run.curves)).map(base));
    return ['loss', ...all].filter((name, i) => all.has(name) && name !== 'epoch' && (i === 0 || name !== 'loss'));
  };

  const series = (runs, name) => runs.flatMap((run) => [name, VALIDATION + name]
    .filter((metric) => run.curves[metric])
    .map((metric) => ({ run, metric, table: [run.curves.epoch, run.curves[metric]] })));

  const options = (name, shown, slots) => {
    const text = zoo.color('', '--text');
    const line = zoo.color('', '--line');
    const unit = shown.map((s) => s.run.units[name]).find((u) => u) ?? '';
    const axis = { stroke: text, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    const several = new Set(shown.map((s) => s.run)).size > 1;
    return {
      width: 100, height: 260,
      scales: { x: { time: false } },
      cursor: { sync: { key: 'epoch' } },
      axes: [{ ...axis, label: 'epoch', incrs: EPOCHS }, { ...axis, size: 64, label: unit ? `${name} (${unit})` : name }],
      series: [{ label: 'epoch' }, ...shown.map((s) => ({
        label: `${several ? `${s.run.name} ` : ''}${s.metric.startsWith(VALIDATION) ? 'validation' : 'training'}`,
        stroke: zoo.color(`c${slots.get(s.run.id)}`),
        width: 2,
        dash: s.metric.startsWith(VALIDATION) ? [7, 5] : undefined,
        spanGaps: true,
        points: { show: s.table[0].length < 2 },
        value: (chart, value) => (value === null || value === undefined ? '\u2013' : String(value)),
      }))],
    };
  };

  const fit = () => charts.forEach((chart) => {
    chart.setSize({ width: chart.root.parentElement.clientWidth - 26, height: 260 });
  });

  /** Draws the curves of `runs`; `slots` are their colours by id. */
  zoo.showCurves = (runs, slots) => {
    charts.forEach((chart) => chart.destroy());
    place.replaceChildren();
    charts = names(runs).map((name) => {
      const shown = series(runs, name);
      const figure = document.createElement('figure');
      figure.className = 'curve panel';
      const caption = document.createElement('figcaption');
      const title = document.createElement('h3');
      title.textContent = name;
      caption.append(title);
      figure.append(caption);
      place.append(figure);
      return new uPlot(options(name, shown, slots), uPlot.join(shown.map((s) => s.table)), figure);
    });
    document.getElementById('curves-section').hidden = charts.length === 0;
    fit();
  };

  new ResizeObserver(fit).observe(place);
}
