/** What `make` says of an object that does not change, such as a contract's operation, made when it is first asked for. */
export function remembered<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const known = new WeakMap<Of, Made>();
  // Mostly it is the same object as before, which need not be looked up.
  let latest: Of | undefined;
  let latestMade: Made | undefined;
  return (of) => {
    if (latest === of && latestMade !== undefined) return latestMade;
    let made = known.get(of);
    if (made === undefined) {
      made = make(of);
      known.set(of, made);
    }
    latest = of;
    latestMade = made;
    return made;
  };
}

/** Callers write into headers what they like: what is remembered of them has an end. */
const mostTexts = 200;
const longestText = 200;

/** What `make` says of a text that comes again and again; remembered in `known`. */
export function recalled<Made>(known: Map<string, Made>, text: string, make: (text: string) => Made): Made {
  const recall = known.get(text);
  if (recall !== undefined) return recall;
  const made = make(text);
  if (text.length > longestText) return made;
  if (known.size >= mostTexts) known.clear();
  known.set(text, made);
  return made;
}
