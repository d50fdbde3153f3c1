/** How many checks passed and failed. */
export interface Tally {
    readonly passed: number;
    readonly failed: number;
}

export function sum(tallies: readonly Tally[]): Tally {
    return {
        passed: tallies.reduce((total, { passed }) => total + passed, 0),
        failed: tallies.reduce((total, { failed }) => total + failed, 0),
    };
}
