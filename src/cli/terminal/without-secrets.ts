import { withoutCredentials } from '../../protocol/index.ts';

/** Options whose values contain secrets. */
const secretOptions = /--(app|key|token|metrics-token)\b/;

/**
 * Removes secrets from an error of commander, which repeats the value of an invalid option and the whole text of an
 * unknown option (`--webhok=https://user:password@host`).
 */
export function withoutSecrets(message: string): string {
  return message
    .replace(/ argument '(.*)' is invalid\./s, (whole, value: string) => {
      if (secretOptions.test(message)) return ' is invalid.';
      const shown = withoutCredentials(value);
      return shown === value ? whole : ` argument '${shown}' is invalid.`;
    })
    .replace(/(unknown option '--?[\w-]+)=.*'/s, "$1'")
    .replaceAll(/([a-z][\w+.-]*:\/\/)\S*@/gi, '$1');
}
