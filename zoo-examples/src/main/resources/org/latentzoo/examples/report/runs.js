'use strict';
/* Which runs are shown side by side. */
{
  const KEY = 'latent-zoo-runs';
  const table = document.getElementById('choice');
  const boxes = [...document.querySelectorAll('#choice input')];
  const slots = new Map();
  const byId = new Map(zoo.data.runs.map((run) => [run.id, run]));

  const chosen = () => (table ? boxes.filter((box) => box.checked).map((box) => box.value) : [...byId.keys()]);

  const paintSwatch = (swatch, id) => {
    swatch.className = slots.has(id) ? `swatch c${slots.get(id)}` : 'swatch';
  };

  /** A run keeps its colour for as long as it is shown. */
  const assign = (ids) => {
    [...slots.keys()].filter((id) => !ids.includes(id)).forEach((id) => slots.delete(id));
    for (const id of ids.filter((i) => !slots.has(i))) {
      const taken = new Set(slots.values());
      slots.set(id, [...Array(zoo.styles).keys()].find((slot) => !taken.has(slot)));
    }
  };

  const curves = () => zoo.showCurves(chosen().map((id) => byId.get(id)), slots);

  zoo.showRuns = () => {
    const ids = chosen();
    assign(ids);
    for (const part of document.querySelectorAll('.run')) {
      part.hidden = !ids.includes(part.id);
      paintSwatch(part.querySelector('.swatch'), part.id);
      if (!part.hidden) zoo.drawIn(part);
    }
    document.querySelector('.runs').classList.toggle('one', ids.length === 1);
    boxes.forEach((box) => {
      paintSwatch(box.nextElementSibling, box.value);
      box.disabled = !box.checked && ids.length >= zoo.styles;
    });
    curves();
    try { sessionStorage.setItem(KEY, JSON.stringify(ids)); } catch { /* not remembered */ }
  };

  if (document.body.dataset.stamp) {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
      if (kept.length) boxes.forEach((box) => { box.checked = kept.includes(box.value); });
    } catch { /* as the page comes */ }
  }
  boxes.forEach((box) => box.addEventListener('change', zoo.showRuns));
  document.querySelectorAll('.sweep').forEach(zoo.drawIn);
  zoo.showRuns();
  zoo.repaint.push(curves);
}
