import type { IncomingMessage } from 'node:http';

/** The whole body as text; `undefined` when it is longer. Rejects when the client hangs up before its end. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      // Read on all the same: a client that is not done writing does not read our answer.
      if (length <= maxBytes) chunks.push(chunk);
    });
    request.on('end', () => resolve(length <= maxBytes ? Buffer.concat(chunks).toString('utf8') : undefined));
    request.on('error', reject);
  });
}
