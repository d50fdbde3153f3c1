import { MAX_IMPORTS, type Finding } from '../finding';
import type { Import, Safety, ScanProblem } from '../verdict';
import type { JudgedImport } from './judge-import';

/** A module or name is shown up to this length. */
const SHOWN_LENGTH = 200;

/** What a walk has found so far. It is kept by level of danger, so that thousands of harmless names can't crowd out one that is not. */
export class ImportLog {
    readonly #imports: Readonly<Record<Safety, Map<string, Import>>> = { dangerous: new Map(), unknown: new Map(), allowed: new Map() };
    #worst: Safety = 'allowed';
    #calls = 0;
    #detail: string | undefined;
    #problem: { problem: ScanProblem; detail: string } | undefined;

    add({ module, name, safety }: JudgedImport): void {
        this.#worsen(safety);
        const shown: Import = { module: module.slice(0, SHOWN_LENGTH), name: name.slice(0, SHOWN_LENGTH), safety };
        const known = this.#imports[safety];
        if (known.size < MAX_IMPORTS) known.set(`${shown.module}\n${shown.name}`, shown);
    }

    /** Something it does is suspicious whatever it imports. `detail` are fixed words; those of the worst are kept. */
    suspect(safety: 'unknown' | 'dangerous', detail: string): void {
        if (this.#worsen(safety) || this.#detail === undefined) this.#detail = detail;
    }

    /** Something that some loaders stumble over and others don't: the walk goes on, and its end is an error all the same. The first counts. */
    note(problem: ScanProblem, detail: string): void {
        this.#problem ??= { problem, detail };
    }

    get calls(): number { return this.#calls; }
    countCall(): void { this.#calls++; }

    findings(): Finding[] {
        const imports = [...this.#imports.dangerous.values(), ...this.#imports.unknown.values(), ...this.#imports.allowed.values()];
        const found: Finding = { format: 'pickle', verdict: this.#worst, imports, detail: this.#detail };
        return this.#problem ? [found, { format: 'pickle', verdict: 'error', imports: [], ...this.#problem }] : [found];
    }

    #worsen(safety: Safety): boolean {
        const isWorse = safety !== this.#worst && (safety === 'dangerous' || this.#worst === 'allowed');
        if (isWorse) this.#worst = safety;
        return isWorse;
    }
}
