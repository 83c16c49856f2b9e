/** A template that cannot be used, told for the person who wrote it: `file:line:column`, what, and how to mend it. */
export class TemplateError extends Error {
  constructor(place: string, what: string, remedy: string) {
    super(`${place} ${what}\n  ${remedy}`);
    this.name = 'TemplateError';
  }
}
