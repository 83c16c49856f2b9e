import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Diagnostics } from '../diagnostics.js';
import type { Place } from '../model.js';
import type { Located } from '../read/located.js';
import { References } from '../read/references.js';

/** The text behind the model: nodes by their place, for what the model does not keep. Files are parsed when asked for. */
export class Document {
  readonly #directory: string;
  readonly #references: References;

  /** @param directory to which the places of the contract name files relative. */
  constructor(directory: string) {
    // What is wrong with the files has been told when the contract was read from them.
    this.#references = new References(directory, new Diagnostics());
    this.#directory = directory;
  }

  /** Whether the text of a file holds the word: parsing a large file only to find nothing is dear. */
  mentions(file: string, word: string): boolean {
    try {
      return readFileSync(resolve(this.#directory, file)).includes(word);
    } catch {
      // A file that a reference names and that cannot be read: that has been told when the contract was read.
      return false;
    }
  }

  /** The node that stands at a place. */
  node({ file, pointer }: Place): Located | undefined {
    let node = this.#references.open(file);
    for (const step of pointer.split('/').slice(1)) {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      if (node?.kind === 'map') node = node.get(name);
      else node = node?.kind === 'list' ? node.items[Number(name)] : undefined;
    }
    return node;
  }

  /** Follows references; undefined when one is broken. */
  follow(node: Located): Located | undefined {
    return this.#references.follow(node);
  }

  /** A field of the object at a place. */
  field(place: Place, name: string): Located | undefined {
    const node = this.node(place);
    return node?.kind === 'map' ? node.get(name) : undefined;
  }

  /** Where a field's name stands; the object's place where it has no such field. */
  fieldPlace(place: Place, name: string): Place {
    const node = this.node(place);
    return node?.kind === 'map' ? node.keyPlace(name) : place;
  }
}
