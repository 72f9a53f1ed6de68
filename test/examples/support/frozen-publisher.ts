/** Publishes through the route handler, whose platform keeps nothing alive, and freezes as soon as it has the answer. */
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
writeSync(1, `answered ${await response.text()}\n`);
// Nothing happens in this process from here on: no timer, no socket, no write that is still waiting.
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
