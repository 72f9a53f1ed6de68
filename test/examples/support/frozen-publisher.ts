/** Publishes through the route handler without `waitUntil`, and freezes as soon as it has the response. */
import { writeSync } from 'node:fs';
import { POST } from '../../../examples/serverless/next-route.ts';

const [roomId, token] = process.argv.slice(2);
const query = `mutation { say(roomId: "${roomId}", text: "from the frozen one") { text } }`;
const response = await POST(
  new Request('https://functions.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  }),
  { waitUntil: () => undefined },
);
writeSync(1, `responded ${await response.text()}\n`);
// Blocks this process: no timer, no socket and no pending write runs after this line.
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
