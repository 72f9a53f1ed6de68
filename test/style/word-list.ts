/** Words that plain technical English does not use as subjects or verbs, and spellings that are not American. */
const odd: readonly RegExp[] = [
  /\b(whoever|whomever|nobody|somebody|anybody)\b/i,
  /\b(is|are|was|were|be|been|being) told\b/i,
  /\btold of\b/i,
  /\btells? (of|who|whether)\b/i,
  /\bhears? (of|nothing)\b/i,
  /\b(of|than) (ours|yours|theirs|its own sort)\b/i,
  /\b(is|are) none\b/i,
  /\b(goes|go|went|going) on\b/i,
  /\bmend(s|ed|ing)?\b/i,
  /\blet(s|ting)? go of\b/i,
  /\bbe it\b/i,
  /\b(for|of|to) who\b/i,
  /\bwho may\b/i,
  /\bthere is no telling\b/i,
  /\bpast it\b/i,
  /\bby far\b.*\bhas won\b/i,
  /\ba stranger('s)?\b|\bstrangers\b/i,
  /\banew\b/i,
  /^\s*\**\s*(Of|By which|Whether .*, by) /,
  // A rate: "ten per second", not "ten a second".
  /\b(\d[\d,.]*|times|requests|events|messages|tries|attempts) an? (second|minute|hour|day)\b/i,
  /\b\w*(authori|seriali|normali|organi|recogni|initiali|minimi|maximi|optimi|summari|synchroni|tokeni|saniti|customi|categori|finali|utili|visuali|reali|generali|memori|parameteri|stabili|standardi|capitali|prioriti|characteri|materiali|randomi|speciali|emphasi)s(e|ed|es|er|ers|ing|ation|ations)\b/i,
  /\b(behaviour|colour|favour|honour|neighbour|licence|catalogue|centre|defence|grey|artefact)\w*\b/i,
];

/** True uses of an odd word. Each is removed from a text before the list is applied. */
const allowed: readonly RegExp[] = [
  // The name of GraphiQL's and CSS's own things.
  /\bgrey(ed)? out\b/gi,
];

/** The odd phrases in a text, in the order of the list. */
export function problemsIn(text: string): string[] {
  const checked = allowed.reduce((rest, pattern) => rest.replace(pattern, ' '), text);
  return odd.flatMap((pattern) => pattern.exec(checked)?.[0].trim() ?? []);
}
