/**
 * The names under which records are filed, all in one place. Every record carries the group it is read by and
 * `record:<id>`, by which it alone can be removed.
 *
 * | association               | records                                                        |
 * |---------------------------|----------------------------------------------------------------|
 * | `fact:<subject>`          | all facts of one subject, e.g. `fact:preferences:<user id>`     |
 * | `vault:<owner>:<name>`    | the sealed versions of one secret                              |
 * | `vault-tombstone`         | markers of removed secrets, until they are swept               |
 * | `key`                     | generated keys                                                 |
 * | `due`                     | all due items and the claims on them                           |
 * | `due-item:<kind>:<subject>` | the same, of one item                                        |
 * | `beat:<name>`             | the last signs of life of one recurring job                    |
 * | `spill`                   | which pieces of unfinished transfers are kept, of all owners    |
 * | `spill:<owner>`           | the same, of one owner                                         |
 * | `spill-piece:<owner>:<from>` | the bytes of a piece, by where it begins                    |
 * | `record:<id>`             | exactly one record of the group it is combined with            |
 */
export const association = {
    fact: (subject: string) => `fact:${subject}`,
    vault: (owner: string, name: string) => `vault:${joined(owner, name)}`,
    vaultTombstone: 'vault-tombstone',
    key: 'key',
    due: 'due',
    dueItem: (itemId: string) => `due-item:${itemId}`,
    beat: (name: string) => `beat:${name}`,
    spill: 'spill',
    spillOf: (owner: string) => `spill:${owner}`,
    spillPiece: (owner: string, from: number) => `spill-piece:${joined(owner, String(from))}`,
    record: (id: string) => `record:${id}`,
} as const;

/** Parts joined by colons so that no two lists of parts give the same string. */
export function joined(...parts: readonly string[]): string {
    return parts.map(encodeURIComponent).join(':');
}
