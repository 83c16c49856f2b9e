export { PortError } from './late-server.js';
export { type LocalAwsOptions, type RunningSystem, startLocalAws } from './main.js';
export { type Output, StartError, type StartProblem } from './parts.js';
export type { GrantReport, UnusedGrant, UsedGrant } from './policies/grant-record.js';
export { SeedError } from './seed/read-seeds.js';
export { type RunningTables, startTables } from './start-tables.js';
export type { System } from './system.js';
