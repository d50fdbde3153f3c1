import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Signs addresses with a key of its own: what another process signed does not hold here. */
export class Signer {
    private readonly secret = randomBytes(32);

    sign(text: string): string {
        return createHmac('sha256', this.secret).update(text).digest('base64url');
    }

    matches(text: string, signature: string): boolean {
        const given = Buffer.from(signature);
        const expected = Buffer.from(this.sign(text));
        return given.length === expected.length && timingSafeEqual(given, expected);
    }
}
