import { withoutCredentials } from '../../protocol/index.ts';

/** Values of these are secrets in part or as a whole. */
const secretOptions = /--(app|key|token|metrics-token)\b/;

/**
 * An error of commander without secrets. It repeats the value of an option that it cannot parse, and the whole word of
 * an unknown option (`--webhok=https://user:password@host`).
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
