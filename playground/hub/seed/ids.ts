import { createHash } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** A stable 24-hex ObjectId for whatever `text` names. */
export const objectId = (text: string): string => digest(`id ${text}`).toString('hex').slice(0, 24);

/** A stable 40-hex commit sha. */
export const commitSha = (text: string): string => createHash('sha1').update(`commit ${text}`).digest('hex');

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** `length` letters that follow from `text` alone. */
export function letters(text: string, length: number): string {
    const bytes = Buffer.concat([digest(`letters 1 ${text}`), digest(`letters 2 ${text}`)]);
    return Array.from(bytes.subarray(0, length), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** A made-up access token in the real shape: `hf_` and 34 letters. Nothing outside the stand-in Hub accepts it. */
export const fakeToken = (name: string): string => `hf_${letters(`token ${name}`, 34)}`;

/** A stable moment between 2022-03-02, the Hub's earliest `createdAt`, and the end of 2024. */
export function stableDate(text: string): string {
    const from = Date.UTC(2022, 2, 2, 23, 29, 4);
    const span = Date.UTC(2025, 0, 1) - from;
    return new Date(from + Math.floor((digest(`date ${text}`).readUInt32BE(0) / 2 ** 32) * span)).toISOString();
}
