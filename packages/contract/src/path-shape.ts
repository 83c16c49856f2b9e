/** The path without the names of its parameters: paths that differ in these alone are the same (OpenAPI 3.1, 4.8.8). */
export function pathShape(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, '{}');
}
