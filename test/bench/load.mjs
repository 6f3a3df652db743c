// A client of its own: sends prepared requests over keep-alive connections, as fast as answers come. Talks to its
// parent over IPC: {url, connections, requests: [{method, path, headers, body}], repeat} -> {seconds, statuses, p50, p99}.
import { Agent, request } from 'node:http';

process.on('message', async ({ url, connections, requests, repeat = 1 }) => {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const statuses = {};
  const times = [];
  const total = requests.length * repeat;
  let next = 0;
  const send = (one) => new Promise((resolve, reject) => {
    const started = performance.now();
    const outgoing = request({ agent, hostname, port, method: one.method, path: one.path, headers: one.headers }, (answer) => {
      answer.resume();
      answer.on('end', () => {
        statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
        times.push(performance.now() - started);
        resolve();
      });
    });
    outgoing.on('error', reject);
    outgoing.end(one.body);
  });
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, async () => {
    while (next < total) await send(requests[next++ % requests.length]);
  }));
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  agent.destroy();
  process.send({ seconds, statuses, p50: times[Math.floor(times.length / 2)], p99: times[Math.floor(times.length * 0.99)] });
});
process.send('ready');
