import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../services/workflows/audit/canonical-json';
import { beginCheck, checkDay, strayIn, type AuditProblem, type ChainCheck, type Digested } from '../../../../services/workflows/audit/check';
import { auditRecord, type AuditRecord } from '../../../../services/workflows/audit/record';
import { auditSeal, digestOf, endsOf, inChainOrder, makeSeal, type AuditSeal, type Hash } from '../../../../services/workflows/audit/seal';

const DAY_MS = 24 * 60 * 60_000;
const DAYS = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'];
const [FIRST = ''] = DAYS;
const START = Date.parse(FIRST);

const sha256: Hash = (text) => createHash('sha256').update(text).digest('hex');
const mac: Hash = (text) => createHmac('sha256', 'the key').update(text).digest('hex');
const KEY = { id: 'k1', mac };
const MACS = new Map([[KEY.id, mac]]);

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const held = (record: AuditRecord): { id: string; hash: string } => ({ id: record.id, hash: digestOf(record, sha256) });
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const anyRecord: fc.Arbitrary<AuditRecord> = fc.record({
    v: fc.constant(1 as const), id: fc.uuid(), at: fc.integer({ min: START, max: START + 3 * DAY_MS - 1 }), by: fc.constantFrom('ada', 'bo', 'app'), what: fc.constantFrom('deploy.requested', 'deploy.executed', 'env.set'),
    subject: fc.constantFrom('acme/bert', 'prod'), result: fc.constantFrom('done' as const, 'refused' as const, 'failed' as const),
    details: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(fc.string(), fc.integer(), fc.boolean()), { maxKeys: 3 }),
});

const anyRecords = fc.uniqueArray(anyRecord, { selector: ({ id }) => id, minLength: 1, maxLength: 20 }).map((records) => records.sort((a, b) => a.at - b.at));

/** Seals the records of each day in so many batches, as a job does that comes again and again; it is late for the last batch of a day. */
function sealed(records: readonly AuditRecord[], batches: number): AuditSeal[] {
    const seals: AuditSeal[] = [];
    for (const day of new Set(records.map(({ at }) => dayOf(at)))) {
        const own = records.filter(({ at }) => dayOf(at) === day);
        for (let batch = 0; batch < batches; batch += 1) {
            const some = own.filter((_record, index) => index % batches === batch);
            const now = Date.parse(day) + (batch === batches - 1 ? DAY_MS : 0);
            if (some.length > 0) {
                seals.push(makeSeal({ id: `s${seals.length + 1}`, now, day, records: some.map(held), ends: endsOf(seals), key: KEY }));
            }
        }
    }
    return seals;
}

interface Trail {
    readonly records: readonly AuditRecord[];
    readonly seals: readonly AuditSeal[];
    readonly days?: readonly string[];
    readonly macs?: ReadonlyMap<string, Hash>;
}

/** Checks day by day, and at the end for records that no seal holds. */
function check({ records, seals, days = DAYS, macs = MACS }: Trail): AuditProblem | ChainCheck {
    const byDay = (day: string): Digested[] => records.filter(({ at }) => dayOf(at) === day).map((record) => ({ ...held(record), at: record.at, key: record.id }));
    let state = beginCheck(days === DAYS ? 1 : undefined);
    for (const day of days) {
        const next = checkDay(state, { day, seals: seals.filter(({ at }) => dayOf(at) === day), records: new Map(DAYS.map((one) => [one, byDay(one)])), macs });
        state = next.check;
        if (next.problem) {
            return next.problem;
        }
    }
    return strayIn(state, () => false) ?? state;
}

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
    it('holds every record once and verifies over days, in any order of reading, through the store', () => {
        fc.assert(fc.property(anyRecords, fc.integer({ min: 1, max: 5 }), (records, batches) => {
            const seals = sealed(records, batches);
            expect(seals.flatMap((seal) => seal.records.map(({ id }) => id)).sort()).toEqual(records.map(({ id }) => id).sort());
            expect(check({ records: [...records].reverse().map(stored), seals: [...seals].reverse().map(stored) })).toMatchObject({ records: records.length, seals: seals.length, from: 1 });
            expect(endsOf(seals)).toEqual([inChainOrder(seals).at(-1)]);
            records.forEach((record) => expect(auditRecord.parse(stored(record))).toEqual(stored(record)));
            seals.forEach((seal) => expect(auditSeal.parse(stored(seal))).toEqual(seal));
        }));
    });

    it('can be checked from any day on', () => {
        fc.assert(fc.property(anyRecords, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), (records, batches, skipped) => {
            const days = DAYS.slice(skipped);
            const later = sealed(records, batches).filter(({ at }) => days.includes(dayOf(at)));
            expect(check({ records, seals: later, days })).toMatchObject({ seals: later.length });
        }));
    });

    it('names a record that was changed, whatever was changed in it', () => {
        fc.assert(fc.property(anyRecords, fc.nat(), fc.constantFrom('by', 'what', 'subject', 'result') satisfies fc.Arbitrary<keyof AuditRecord>, (records, index, field) => {
            const victim = records[index % records.length];
            const forged = records.map((record) => (record === victim ? { ...record, [field]: `${record[field]}x` } : record));
            expect(check({ records: forged, seals: sealed(records, 3) })).toMatchObject({ kind: 'altered', record: victim?.id, day: dayOf(victim?.at ?? 0) });
        }));
    });

    it('names a record that was taken away, and one that was put there', () => {
        fc.assert(fc.property(anyRecords, fc.nat(), (records, index) => {
            const victim = records[index % records.length];
            const others = records.filter((record) => record !== victim);
            expect(check({ records: others, seals: sealed(records, 3) })).toMatchObject({ kind: 'missing', record: victim?.id });
            expect(check({ records, seals: sealed(others, 3) })).toEqual({ kind: 'stray', record: victim?.id, day: dayOf(victim?.at ?? 0) });
        }));
    });

    it('sees a seal that was changed, taken away, or made anew without those after it', () => {
        fc.assert(fc.property(anyRecords.filter((records) => records.length >= 3), fc.nat(), (records, index) => {
            const seals = sealed(records, 3);
            fc.pre(seals.length > 1);
            const victim = seals[index % (seals.length - 1)];
            expect(check({ records, seals: seals.filter((seal) => seal !== victim) })).toMatchObject({ kind: 'seal-missing', seal: victim?.number });
            const [dropped] = victim?.records ?? [];
            const cut = victim && { ...victim, records: victim.records.slice(1) };
            expect(check({ records: records.filter(({ id }) => id !== dropped?.id), seals: seals.map((seal) => (seal === victim && cut ? cut : seal)) })).toMatchObject({ kind: 'seal-altered', seal: victim?.number });
            const redone = cut && { ...cut, hash: mac(canonicalJson({ ...cut, hash: undefined })) };
            expect(check({ records: records.filter(({ id }) => id !== dropped?.id), seals: seals.map((seal) => (seal === victim && redone ? redone : seal)) })).toMatchObject({ kind: 'seal-missing', seal: victim?.number });
        }));
    });

    it('cannot be made anew without the key', () => {
        fc.assert(fc.property(anyRecords, fc.nat(), (records, index) => {
            const seals = sealed(records, 2);
            const victim = seals[index % seals.length];
            const forged = seals.map((seal) => (seal === victim ? { ...seal, records: [], hash: sha256(canonicalJson({ ...seal, records: [], hash: undefined })) } : seal));
            expect(check({ records, seals: forged })).toMatchObject({ kind: 'seal-altered', seal: victim?.number });
        }));
    });

    it('says from where on it can not be verified when a key is lost, and goes on under a new key', () => {
        const record = (id: string): AuditRecord => ({ v: 1, id, at: START, by: 'ada', what: 'env.set', subject: 'prod', result: 'done' });
        const records = [record('r1'), record('r2')];
        const newMac: Hash = (text) => createHmac('sha256', 'the new key').update(text).digest('hex');
        const first = makeSeal({ id: 's1', now: START, day: FIRST, records: [held(record('r1'))], ends: [], key: KEY });
        const second = makeSeal({ id: 's2', now: START, day: FIRST, records: [held(record('r2'))], ends: [first], key: { id: 'k2', mac: newMac } });
        const seals = [second, first];
        expect(check({ records, seals, macs: new Map([...MACS, ['k2', newMac]]) })).toMatchObject({ seals: 2, records: 2 });
        expect(check({ records, seals })).toEqual({ kind: 'key-lost', seal: 2, day: FIRST, key: 'k2' });
        expect(check({ records, seals, macs: new Map([['k2', newMac]]) })).toMatchObject({ kind: 'key-lost', seal: 1, key: 'k1' });
    });

    it('loses nothing when servers seal at once, however late one of their seals arrives', () => {
        const anyViews = fc.array(fc.record({ fresh: fc.array(fc.nat(19), { maxLength: 4 }), behind: fc.nat(2), day: fc.nat(1) }), { minLength: 2, maxLength: 8 });
        fc.assert(fc.property(anyRecords, anyViews, (records, views) => {
            const seals: AuditSeal[] = [];
            for (const { fresh, behind, day } of views) {
                // A server that looked some seals ago.
                const known = seals.slice(0, Math.max(0, seals.length - behind));
                const some = records.filter((record, index) => fresh.includes(index) && dayOf(record.at) === DAYS[day]);
                seals.push(makeSeal({ id: `s${seals.length}`, now: START, day: DAYS[day] ?? '', records: some.map(held), ends: endsOf(known), key: KEY }));
            }
            const sealedIds = new Set(seals.flatMap((seal) => seal.records.map(({ id }) => id)));
            const kept = records.filter(({ id }) => sealedIds.has(id));
            expect(check({ records: kept, seals })).toMatchObject({ seals: seals.length, records: kept.length });
            const next = makeSeal({ id: 'next', now: START, day: FIRST, records: [], ends: endsOf(seals), key: KEY });
            expect(endsOf([...seals, next])).toEqual([next]);
            const ends = new Set(endsOf(seals).map(({ hash }) => hash));
            for (const victim of seals.filter(({ hash }) => ends.has(hash))) {
                expect(check({ records: kept, seals: [...seals, next].filter((seal) => seal !== victim) })).toMatchObject({ kind: 'seal-missing', seal: victim.number });
            }
        }));
    });
});
