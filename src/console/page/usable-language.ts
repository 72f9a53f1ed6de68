/**
 * Replaces `navigator.language` if `Intl` rejects it. Chromium on a system without a locale reports `en-US@posix`,
 * which is not a valid language tag, and uPlot creates a number format in that language when it loads. Call this
 * before uPlot is imported.
 */
export function ensureUsableLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch (error) {
    console.info(
      'The language of this browser is not a valid language tag. Numbers are formatted as in en-US:',
      error,
    );
    Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
  }
}
