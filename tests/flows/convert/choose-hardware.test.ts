import { describe, expect, it } from 'vitest';
import { chooseHardware } from '../../../flows/convert/choose-hardware';
import type { Hardware } from '../../../services/hub';

const flavor = (name: string, { price, storage = '50 GB', ram = '16 GB', cpu = '2 vCPU' }: { readonly price: number; readonly storage?: string; readonly ram?: string; readonly cpu?: string }): Hardware => ({ name, prettyName: name, cpu, ram, ephemeralStorage: storage, unitCostUSD: price / 60, unitLabel: 'minute' });

const CATALOGUE = [flavor('roomy', { price: 1, ram: '1 TB', storage: '2 TB' }), flavor('cheap', { price: 0.6 }), flavor('disk', { price: 0.9, storage: '422 GB' })];
const gguf = (inputBytes: number) => ({ to: 'gguf' as const, inputBytes, largestBytes: inputBytes });

describe('hardware for a conversion', () => {
    it.each([
        ['the cheapest', gguf(1e9), 'cheap'],
        ['one whose disk holds what is read, what is made, and what is between', gguf(30e9), 'disk'],
        ['one whose memory holds a pickle twice', { to: 'safetensors' as const, inputBytes: 10e9, largestBytes: 10e9 }, 'roomy'],
    ])('is %s', (_what, size, name) => {
        expect(chooseHardware(CATALOGUE, undefined, size).flavor).toBe(name);
    });

    it('is fast enough to be done within the limit', () => {
        const [slow, fast] = [flavor('slow', { price: 1, storage: '9 TB' }), flavor('fast', { price: 9, storage: '9 TB', cpu: '64 vCPU' })];
        expect(chooseHardware([slow, fast], undefined, gguf(1e12)).flavor).toBe('fast');
        expect(() => chooseHardware([slow], undefined, gguf(1e12))).toThrow('convert.too_large');
    });

    it('is what was asked for, however small, or nothing', () => {
        expect(chooseHardware(CATALOGUE, 'cheap', gguf(1e12))).toMatchObject({ flavor: 'cheap', perHour: 0.6 });
        expect(() => chooseHardware(CATALOGUE, 'abacus', gguf(1))).toThrow('convert.unknown_hardware');
        expect(() => chooseHardware(CATALOGUE, undefined, gguf(1e13))).toThrow('convert.too_large');
    });
});
