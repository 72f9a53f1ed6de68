/** Imported first by each entry that needs Node: an older one fails here, and not later with what it lacks. */
const [least, leastMinor] = [22, 18];

const version = globalThis.process?.versions?.node;
const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
if (version !== undefined && (major < least || (major === least && minor < leastMinor)))
  throw new Error(
    `graphql-pusher needs Node ${least}.${leastMinor} or newer, and this is Node ${version}. Install a newer Node.`,
  );

export {};
