/** The oldest Node that this package and its dependencies support, as `engines` in `package.json` has it. */
const [leastMajor, leastMinor] = [22, 18];

/** One sentence about a Node that is too old; `undefined` for a supported one, and outside of Node. */
export function problemOfNode(version = globalThis.process?.versions?.node): string | undefined {
  if (version === undefined) return undefined;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return `graphql-pusher needs Node ${leastMajor}.${leastMinor} or newer, and this is Node ${version}. Install a newer Node.`;
}
