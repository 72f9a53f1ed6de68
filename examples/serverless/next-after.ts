/** `app/graphql/route.ts` in Next.js. */
// #region route
import { after } from 'next/server';
import { handleRequest } from './gateway.ts';

const handle = (request: Request) => handleRequest(request, (work) => after(() => work));

export { handle as GET, handle as OPTIONS, handle as POST };
export const runtime = 'nodejs';
// #endregion route
