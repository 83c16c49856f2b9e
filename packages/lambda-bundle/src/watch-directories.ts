import { existsSync, type FSWatcher, watch } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** The folder itself, or the nearest one above it that exists: a folder that is made anew shall be noticed. */
function existing(directory: string): string {
  return existsSync(directory) ? directory : existing(dirname(directory));
}

function isOurs(path: string): boolean {
  return !path.includes(`${sep}node_modules${sep}`);
}

/**
 * Watches the folders of `files`, those of npm packages left out, and calls `onChange` with the path of each file that
 * changes there. Folders and not files, since editors save by renaming.
 */
export function watchDirectories(
  files: readonly string[],
  onChange: (path: string) => void,
): { close(): void } {
  const directories = new Set(files.filter(isOurs).map((file) => existing(dirname(file))));
  const watchers = Array.from(directories, (directory): FSWatcher => {
    const watcher = watch(directory, { persistent: false }, (_event, name) =>
      onChange(name === null ? directory : join(directory, name)),
    );
    // The folder is gone; whatever replaces it shows in the folder above or at the next build.
    watcher.on('error', () => onChange(directory));
    return watcher;
  });
  return {
    close: () => {
      for (const watcher of watchers) watcher.close();
    },
  };
}
