/** Every n-th of a list, so that there are at most so many of them. */
export function spread<T>(list: readonly T[], count: number): T[] {
  const step = Math.max(list.length / count, 1);
  return list.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step)).slice(0, count);
}
