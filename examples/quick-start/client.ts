import { createClient } from 'graphql-pusher/client';

const client = createClient({ url: process.argv[2] ?? 'http://127.0.0.1:4000/graphql' });
const messages = client.iterate({ query: 'subscription { said(roomId: "dogs") { text } }' });
for await (const { data } of messages) console.log(data);
