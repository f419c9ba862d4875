export type Environment = Readonly<Record<string, string | undefined>>;
export interface ConfigEntry {
    readonly key: string;
    readonly value: string;
}
/**
 * The environment of every git process: never prompts, speaks English, takes no optional locks. `network`: credential
 * helpers and ssh may need any variable. Else what a command of the repository may see: a filter that one has
 * configured runs inside git.
 */
export declare function gitEnvironment(environment: Environment, purpose: 'local' | 'network', lowSpeedSeconds: number): Record<string, string>;
/** Adds configuration through `GIT_CONFIG_COUNT`: seen by neither arguments nor files. */
export declare function withConfig(environment: Readonly<Record<string, string>>, entries: readonly ConfigEntry[]): Record<string, string>;
/**
 * Authorises requests to these addresses. The empty value drops headers that a checkout persisted: a server refuses two.
 * The whole address is the key, so that no other host, and no redirection by configuration, gets the header.
 */
export declare function authorisation(urls: readonly string[], token: string): readonly ConfigEntry[];
export declare function basicCredentials(token: string): string;
export declare function isHttp(url: string): boolean;
