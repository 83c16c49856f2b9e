export type { CommitLog, Entry, Participant } from './log/commit-log.js';
export { DirectoryInUseError } from './log/directory-lock.js';
export { type FileLogOptions, fileLog } from './log/file-log.js';
export { memoryLog } from './log/memory-log.js';
