import { GatewayError } from '../../core/index.ts';

/**
 * The body as text.
 * @throws {GatewayError} `REQUEST_ENTITY_TOO_LARGE`, without reading on, when it has more bytes than that.
 */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = (): GatewayError =>
    new GatewayError('REQUEST_ENTITY_TOO_LARGE', `A request has at most ${maxBytes} bytes.`);
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge();
  if (!request.body) return '';
  // Not by iteration: to leave it would end the connection before there is an answer.
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
