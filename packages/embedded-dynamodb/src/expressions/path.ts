/** A document path: an attribute's name, then names of map members and indexes of list elements. */
export type Path = readonly [string, ...(string | number)[]];
