import { randomBytes } from 'node:crypto';

const LETTERS = '23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz';

/** An id as Meteor makes them for users, rooms and messages: 17 characters that are not mistaken for each other. */
export function meteorId(): string {
    return Array.from(randomBytes(17), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

/** An id as MongoDB makes them for persistence records and jobs: 24 hexadecimal digits. */
export function objectId(): string {
    return randomBytes(12).toString('hex');
}

/** Whether a string can be a MongoDB id. */
export function isObjectId(text: string): boolean {
    return /^[0-9a-f]{24}$/i.test(text);
}
