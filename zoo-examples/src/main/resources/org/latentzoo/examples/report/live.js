'use strict';
/* Follows the server that the page came from: longer curves, or a page with more to see. */
if (document.body.dataset.stamp) {
  const status = document.getElementById('live');
  const events = new EventSource('/events');
  events.addEventListener('open', () => { status.textContent = 'Live'; });
  events.addEventListener('error', () => { status.textContent = 'Not connected'; });
  events.addEventListener('curves', (event) => {
    const now = new Map(JSON.parse(event.data).map((run) => [run.id, run]));
    zoo.data.runs.forEach((run) => Object.assign(run, now.get(run.id)));
    zoo.showRuns();
  });
  events.addEventListener('page', (event) => {
    if (event.data !== document.body.dataset.stamp) location.reload();
  });
}
