/** What the HTTP API answers: JSON when it worked, a plain sentence when it did not. */
export interface Answer {
  status: number;
  body: string;
  contentType: 'application/json' | 'text/plain; charset=utf-8';
}

export function answerJson(value: unknown): Answer {
  return { status: 200, body: JSON.stringify(value), contentType: 'application/json' };
}

/** Says what is wrong, and what would be right. */
export function refuse(status: 400 | 401 | 403 | 404 | 405 | 413, sentence: string): Answer {
  return { status, body: sentence, contentType: 'text/plain; charset=utf-8' };
}
