/** SGR codes of ECMA-48 that terminals know. */
const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;

export type Colour = keyof typeof codes;
export type Paint = (colour: Colour, text: string) => string;

/** Wraps text in a colour, or leaves it as it is where colours are off. */
export function painter(colours: boolean): Paint {
  return (colour, text) => (colours ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text);
}

const nameColours: readonly Colour[] = ['cyan', 'magenta', 'blue', 'yellow', 'green'];

/** The same colour for the same name, run after run. */
export function colourOf(name: string): Colour {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return nameColours[sum % nameColours.length] ?? 'cyan';
}
