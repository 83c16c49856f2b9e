export { createTables, type TablesOptions } from './create-tables.js';
export { dynamoDbListener } from './http/listener.js';
export { type RunningServer, type ServerOptions, startServer } from './http/start-server.js';
export type { CommitLog, Entry, Participant } from './log/commit-log.js';
export { DirectoryInUseError } from './log/directory-lock.js';
export { type FileLogOptions, fileLog } from './log/file-log.js';
export { memoryLog } from './log/memory-log.js';
export { DynamoDbError, type Tables, type TablesService } from './tables.js';
