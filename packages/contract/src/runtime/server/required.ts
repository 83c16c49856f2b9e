/** A setting that the template gives. Error: it is missing or empty, with its name. */
export function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '')
    throw new Error(`the environment variable ${name} is not set: the template gives it to the function`);
  return value;
}
