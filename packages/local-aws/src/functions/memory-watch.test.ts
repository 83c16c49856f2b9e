import { residentKb } from './memory-watch.js';

const onUnix = process.platform === 'win32' ? test.skip : test;

onUnix.each([process.platform, 'darwin'] as const)(
  'the resident memory of a process is read (%s)',
  async (platform) => {
    const kb = await residentKb(process.pid, platform);
    expect(Math.abs(kb - process.memoryUsage.rss() / 1024)).toBeLessThan(30_000);
  },
);

onUnix.each([process.platform, 'darwin'] as const)(
  'a process that is gone has none (%s)',
  async (platform) => {
    expect(await residentKb(2 ** 22 + 1, platform)).toBe(0);
  },
);
