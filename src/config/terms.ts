/** Words that the parts of the schema share. */
import type { Place } from './setting.ts';

export const EVERYWHERE: readonly Place[] = ['input', 'flag', 'file'];
export const ASKED: readonly Place[] = ['input', 'flag'];
export const TUNED: readonly Place[] = ['flag', 'file'];
export const FILE: readonly Place[] = ['file'];

/** Milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;

export const duration = { type: 'duration', maximumMs: DAY } as const;

/** The same fallback on every surface. */
export const always = <const T>(value: T): { readonly action: T; readonly cli: T } => ({ action: value, cli: value });
