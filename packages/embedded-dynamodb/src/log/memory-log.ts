import type { CommitLog, Entry, Participant } from './commit-log.js';
import { participantOf } from './participant-of.js';

/** A commit log that keeps nothing: what is committed is applied and gone with the process. */
export function memoryLog(): CommitLog {
  const participants = new Map<string, Participant>();
  return {
    join: (part, participant) => void participants.set(part, participant),
    open: () => Promise.resolve(),
    commit(entries: readonly Entry[]) {
      const steps = entries.map((entry) => ({ participant: participantOf(participants, entry.part), entry }));
      for (const { participant, entry } of steps) participant.apply(entry.data);
    },
    durable: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
