import type { Problem } from '../core/errors.js';
export type Surface = 'action' | 'cli';
/** Where a setting may be given: an Action input, a CLI flag, a key of the configuration file. */
export type Place = 'input' | 'flag' | 'file';
/** The form of a value, as written in the configuration file; `values.ts` says how text becomes one. */
export type ValueType = {
    readonly type: 'text';
    readonly maxLength: number;
    readonly pattern?: string;
    readonly form?: string;
    readonly secret?: true;
}
/** A shell line; `none` stands for running nothing. */
 | {
    readonly type: 'command';
} | {
    readonly type: 'choice';
    readonly values: readonly string[];
} | {
    readonly type: 'number';
    readonly integer: boolean;
    readonly minimum: number;
    readonly exclusive?: true;
    readonly maximum: number;
} | {
    readonly type: 'switch';
}
/** `90s`, `10m`, `1h30m`; read as milliseconds. */
 | {
    readonly type: 'duration';
    readonly maximumMs: number;
}
/** Bytes, or text such as `20MiB`; read as bytes. */
 | {
    readonly type: 'size';
    readonly maximum: number;
}
/** A path below the working directory, or below the repository root; never absolute, never with `..`. */
 | {
    readonly type: 'path';
}
/** As `path`, with wildcards; `exclude` allows a leading `!`. */
 | {
    readonly type: 'glob';
    readonly exclude: boolean;
}
/** A path anywhere: absolute, or relative to the repository root. */
/** A path anywhere; `reads`: nothing is written there. */
 | {
    readonly type: 'place';
    readonly reads?: true;
} | {
    readonly type: 'list';
    readonly of: ValueType;
    readonly maximum: number; /** A key in which no two items may agree. */
    readonly unique?: string;
} | {
    readonly type: 'object';
    readonly keys: Readonly<Record<string, ObjectKey>>;
};
/** `fallback` absent means that the key is required. */
export interface ObjectKey {
    readonly value: ValueType;
    readonly fallback?: string | number | null;
    readonly doc: string;
}
export declare const GROUPS: readonly ["What to do", "How it is checked", "How it is judged", "The model", "What becomes of it", "What is remembered"];
export type Group = (typeof GROUPS)[number];
/** One setting, as data. Everything that users read or write about it is generated from this. */
export interface Setting {
    readonly group: Group;
    readonly value: ValueType;
    readonly places: readonly Place[];
    /** Written as in the configuration file; `null` means not set. */
    readonly fallback: {
        readonly action: unknown;
        readonly cli: unknown;
    };
    /** What to say where `null` has a meaning of its own. */
    readonly fallbackText?: string | {
        readonly action: string;
        readonly cli: string;
    };
    /** One or two sentences. */
    readonly doc: string;
    /** As written in the configuration file or, where that cannot hold it, as an input. */
    readonly example: unknown;
}
/** The value that a type reads as. */
export type ValueOf<T> = T extends {
    readonly type: 'text' | 'command' | 'path' | 'glob' | 'place';
} ? string : T extends {
    readonly type: 'choice';
    readonly values: readonly (infer V)[];
} ? V : T extends {
    readonly type: 'number' | 'duration' | 'size';
} ? number : T extends {
    readonly type: 'switch';
} ? boolean : T extends {
    readonly type: 'list';
    readonly of: infer O;
} ? readonly ValueOf<O>[] : T extends {
    readonly type: 'object';
    readonly keys: infer K;
} ? {
    readonly [N in keyof K]: K[N] extends {
        readonly value: infer V;
    } ? ValueOf<V> | NullIn<K[N]> : never;
} : never;
type NullIn<K> = K extends {
    readonly fallback: null;
} ? null : never;
/** A problem inside a value: `at` leads from the setting to the part that is wrong. */
export interface ValueProblem extends Omit<Problem, 'setting'> {
    readonly at: readonly (string | number)[];
}
export {};
