'use strict';
/* The page's data, what has to be drawn again when colours change, and the theme itself. */
const zoo = {
  data: JSON.parse(document.getElementById('data').textContent),
  repaint: [],
  styles: 8,
};

/** The colour of a class of the style sheet, as a canvas takes it. */
zoo.color = (name, property = '--c') => {
  const probe = document.createElement('span');
  probe.className = name;
  document.body.append(probe);
  probe.style.color = `var(${property})`;
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
};

{
  const KEY = 'latent-zoo-theme';
  const root = document.documentElement;
  const button = document.getElementById('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const show = () => {
    button.textContent = isDark() ? 'Light theme' : 'Dark theme';
    zoo.repaint.forEach((paint) => paint());
  };
  /* Pages that are files may not be allowed to remember. */
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === 'dark' || kept === 'light') root.dataset.theme = kept;
  } catch { /* the system's theme, then */ }
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try { localStorage.setItem(KEY, root.dataset.theme); } catch { /* until the page is left */ }
    show();
  });
  system.addEventListener('change', show);
  show();
}
