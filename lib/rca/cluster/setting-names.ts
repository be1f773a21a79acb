/** Words of sentences that patterns may take for the name of a setting. */
const WORDS = new Set(
  'a an and any are as at be been but by can config configuration could defined does empty env environment error exist failed false field file for from given has have in invalid is it key missing must name neither no none nor not null of on one option or parameter property provide provided required set setting settings should specified specify that the there this to true undefined unset valid validation value variable variables was were with you your'.split(
    ' ',
  ),
);

/** Whether a word can be the name of a setting: of a variable, a property or a flag. */
function isName(word: string): boolean {
  return /^[A-Za-z_][\w.-]{1,120}$/.test(word) && !WORDS.has(word.toLowerCase());
}

/**
 * The name of the setting that a line says is missing: what a pattern took for it if that can be a name, else the first word of
 * the line that is written like a variable, else one in quotes; undefined if there is none.
 */
export function settingNamed(captured: string | undefined, line: string): string | undefined {
  if (captured !== undefined && isName(captured) && /[A-Z_.\d-]/.test(captured)) return captured;
  const variable = /(?<![\w.-])[A-Z][A-Z0-9]{0,60}(?:_[A-Z0-9]{1,60}){1,12}(?![\w.-])/.exec(line)?.[0];
  const [, quoted] = /["'`]([A-Za-z_][\w.-]{1,120})["'`]/.exec(line) ?? [];
  return [variable, captured, quoted].find((word) => word !== undefined && isName(word));
}
