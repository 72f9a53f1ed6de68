/** `app/graphql/route.ts` of Next.js itself. */
// #region route
import { after } from 'next/server';
import { answer } from './gateway.ts';

const handle = (request: Request) => answer(request, (work) => after(() => work));

export { handle as GET, handle as OPTIONS, handle as POST };
export const runtime = 'nodejs';
// #endregion route
