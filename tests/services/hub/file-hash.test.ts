import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileHasher } from '../../../services/hub';

describe('fileHasher', () => {
    it('gives the names that git and LFS give', () => {
        const content = 'Hugging Face 🤗\n';
        const bytes = new TextEncoder().encode(content);
        const hasher = fileHasher(bytes.length);
        hasher.update(bytes);
        const { sha256, gitBlob } = hasher.digest();
        expect(gitBlob).toBe(execFileSync('git', ['hash-object', '--stdin'], { input: content, encoding: 'utf8' }).trim());
        expect(sha256).toBe(execFileSync('sha256sum', { input: content, encoding: 'utf8' }).slice(0, 64));
    });

    it('gives the same for every way to cut the file', () => {
        fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, cut) => {
            const [whole, pieces] = [fileHasher(bytes.length), fileHasher(bytes.length)];
            whole.update(bytes);
            pieces.update(bytes.subarray(0, cut));
            pieces.update(bytes.subarray(cut));
            expect(pieces.digest()).toEqual(whole.digest());
        }));
    });

    it('names no file that is not complete', () => {
        const hasher = fileHasher(3);
        hasher.update(Uint8Array.of(1, 2));
        expect(() => hasher.digest()).toThrow(RangeError);
    });
});
