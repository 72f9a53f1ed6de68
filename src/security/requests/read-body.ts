import { GatewayError } from '../../core/index.ts';

/**
 * Reads the body as text.
 * @throws {GatewayError} `REQUEST_ENTITY_TOO_LARGE` if the body has more than `maxBytes`. The rest is not read.
 */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = (): GatewayError =>
    new GatewayError(
      'REQUEST_ENTITY_TOO_LARGE',
      `The request is too large. Its body can have at most ${maxBytes} bytes.`,
    );
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge();
  if (!request.body) return '';
  // Use a reader: leaving an iteration would close the connection before the response.
  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    bytes += read.value.byteLength;
    if (bytes > maxBytes) throw tooLarge();
    text += decoder.decode(read.value, { stream: true });
  }
  return text + decoder.decode();
}
