import { posix, win32 } from "node:path";

/**
 * The folder for what can be made again, where the platform's users look for it: `%LOCALAPPDATA%\disjoint\Cache` on
 * Windows, `~/Library/Caches/disjoint` on macOS, and by the XDG base directory specification elsewhere.
 */
export function cacheFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string): string {
  if (platform === "win32") return win32.join(env.LOCALAPPDATA ?? win32.join(home, "AppData/Local"), "disjoint/Cache");
  if (platform === "darwin") return posix.join(home, "Library/Caches/disjoint");
  const base = env.XDG_CACHE_HOME ?? "";
  // the specification: a relative path is invalid and to be ignored
  return posix.join(posix.isAbsolute(base) ? base : posix.join(home, ".cache"), "disjoint");
}
