/** Builds what is not up to date. `say` hears of each step that takes time. */
export function ensureBuilt(options?: { web?: boolean; say?: (text: string) => void }): Promise<void>;
