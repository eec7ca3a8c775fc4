'use strict';
/* Follows the server that the page came from: new points of the curves, or a page that has changed. */
if (document.body.dataset.live === 'true') {
  const status = document.getElementById('live');
  const events = new EventSource('/events');
  events.addEventListener('open', () => { status.textContent = 'Live'; });
  events.addEventListener('error', () => { status.textContent = 'Not connected'; });
  events.addEventListener('curves', (event) => {
    const now = new Map(JSON.parse(event.data).map((run) => [run.id, run]));
    zoo.data.runs.forEach((run) => Object.assign(run, now.get(run.id)));
    zoo.showRuns();
  });
  events.addEventListener('page', () => location.reload());
}
