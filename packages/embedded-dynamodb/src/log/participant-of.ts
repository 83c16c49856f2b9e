import type { Participant } from './commit-log.js';

/** The participant of a part. Error: nobody has joined under that name, so its entries would be lost. */
export function participantOf(participants: ReadonlyMap<string, Participant>, part: string): Participant {
  const participant = participants.get(part);
  if (participant === undefined) {
    throw new Error(`the commit log has entries of '${part}', but no participant has joined under that name`);
  }
  return participant;
}
