import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../services/workflows/audit/canonical-json';
import { auditRecord, auditSeal, chainOf, nextSeal, verify, type AuditRecord, type AuditSeal } from '../../../../services/workflows/audit/chain';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

const anyRecord: fc.Arbitrary<AuditRecord> = fc.record({
    v: fc.constant(1 as const), id: fc.uuid(), at: fc.integer({ min: 0, max: 1000 }), by: fc.constantFrom('ada', 'bo', 'app'), what: fc.constantFrom('deploy.requested', 'deploy.executed', 'env.set'),
    subject: fc.constantFrom('acme/bert', 'prod'), result: fc.constantFrom('done' as const, 'refused' as const, 'failed' as const),
    details: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(fc.string(), fc.integer(), fc.boolean()), { maxKeys: 3 }),
});

const anyRecords = fc.uniqueArray(anyRecord, { selector: ({ id }) => id, minLength: 1, maxLength: 20 });

/** Seals the records batch by batch, as a job does that comes again and again. */
function sealed(records: readonly AuditRecord[], batches: number): AuditSeal[] {
    const seals: AuditSeal[] = [];
    for (let batch = 1; batch <= batches; batch += 1) {
        const seal = nextSeal(records.slice(0, Math.ceil((records.length * batch) / batches)), seals, { id: `s${batch}`, at: batch, hash });
        if (seal) {
            seals.push(seal);
        }
    }
    return seals;
}

const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('canonicalJson', () => {
    it('is the same text for the same value, and parses back to it', () => {
        fc.assert(fc.property(fc.jsonValue(), (value) => {
            expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
        }));
        expect(canonicalJson({ b: 1, a: { d: undefined, c: [undefined, 2] } })).toBe('{"a":{"c":[null,2]},"b":1}');
        expect(canonicalJson({ a: 1, b: 2 })).toBe(canonicalJson({ b: 2, a: 1 }));
    });
});

describe('the audit chain', () => {
    it('holds every record once and verifies, in any order of reading, through the store', () => {
        fc.assert(fc.property(anyRecords, fc.integer({ min: 1, max: 5 }), (records, batches) => {
            const seals = sealed(records, batches);
            expect(chainOf(seals).flatMap((seal) => seal.records.map(({ id }) => id)).sort()).toEqual(records.map(({ id }) => id).sort());
            expect(verify([...records].reverse().map(stored), [...seals].reverse().map(stored), hash)).toBeUndefined();
            expect(nextSeal(records, seals, { id: 'again', at: 99, hash })).toBeUndefined();
            records.forEach((record) => expect(auditRecord.parse(stored(record))).toEqual(stored(record)));
            seals.forEach((seal) => expect(auditSeal.parse(stored(seal))).toEqual(seal));
        }));
    });

    it('names a record that was changed, whatever was changed in it', () => {
        fc.assert(fc.property(anyRecords, fc.nat(), fc.constantFrom('by', 'what', 'subject', 'at') satisfies fc.Arbitrary<keyof AuditRecord>, (records, index, field) => {
            const seals = sealed(records, 3);
            const victim = records[index % records.length];
            const forged = records.map((record) => (record === victim ? { ...record, [field]: field === 'at' ? record.at + 1 : `${record[field]}x` } : record));
            expect(verify(forged, seals, hash)).toMatchObject({ kind: 'altered', record: victim?.id });
        }));
    });

    it('names a record that was taken away', () => {
        fc.assert(fc.property(anyRecords, fc.nat(), (records, index) => {
            const victim = records[index % records.length];
            expect(verify(records.filter((record) => record !== victim), sealed(records, 3), hash)).toMatchObject({ kind: 'missing', record: victim?.id });
        }));
    });

    it('sees a seal that was changed, taken away, or made anew without those after it', () => {
        fc.assert(fc.property(anyRecords.filter((records) => records.length >= 3), fc.nat(), (records, index) => {
            const seals = sealed(records, 3);
            const victim = seals[index % (seals.length - 1)];
            expect(verify(records, seals.filter((seal) => seal !== victim), hash)).toEqual({ kind: 'seal-missing', seal: victim?.number });
            const [dropped] = victim?.records ?? [];
            const cut = victim && { ...victim, records: victim.records.slice(1) };
            expect(verify(records.filter(({ id }) => id !== dropped?.id), seals.map((seal) => (seal === victim && cut ? cut : seal)), hash)).toEqual({ kind: 'seal-altered', seal: victim?.number });
            const redone = cut && { ...cut, hash: hash(canonicalJson({ ...cut, hash: undefined })) };
            expect(verify(records.filter(({ id }) => id !== dropped?.id), seals.map((seal) => (seal === victim && redone ? redone : seal)), hash)).toEqual({ kind: 'seal-altered', seal: (victim?.number ?? 0) + 1 });
        }));
    });

    it('loses nothing when two servers seal at once', () => {
        fc.assert(fc.property(anyRecords, anyRecords, (first, second) => {
            const mine = nextSeal(first, [], { id: 'mine', at: 5, hash });
            const theirs = nextSeal([...first, ...second], [], { id: 'theirs', at: 5, hash });
            const both = [theirs, mine].filter((seal) => seal !== undefined);
            const next = nextSeal([...first, ...second], both, { id: 'next', at: 6, hash });
            const seals = next ? [...both, next] : both;
            const held = chainOf(seals).flatMap((seal) => seal.records.map(({ id }) => id));
            expect(held.sort()).toEqual([...new Set([...first, ...second].map(({ id }) => id))].sort());
            expect(verify([...first, ...second], seals, hash)).toBeUndefined();
        }));
    });
});
