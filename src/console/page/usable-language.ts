/**
 * Chromium on a system without a locale says that its language is `en-US@posix`, which its own `Intl` refuses; uPlot
 * asks for a number format in that language as soon as it is loaded. To be called before.
 */
export function ensureUsableLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch (error) {
    console.info('Numbers are written as in American English:', error);
    Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
  }
}
