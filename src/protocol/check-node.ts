/** The oldest version of Node that this package supports. Must equal `engines` in `package.json`. */
const [minMajor, minMinor] = [22, 18];

/** Returns an error message when Node is too old, `undefined` for a supported version and outside Node. */
export function problemOfNode(version = globalThis.process?.versions?.node): string | undefined {
  if (version === undefined) return undefined;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > minMajor || (major === minMajor && minor >= minMinor)) return undefined;
  return `graphql-pusher needs Node ${minMajor}.${minMinor} or newer, and this is Node ${version}. Install a newer Node.`;
}
