import { createHmac, timingSafeEqual } from 'node:crypto';
import type { UserRecord } from './workspace/records';
import type { Users } from './workspace/users';

/** Headers of a logged-in request, as `POST /api/v1/login` gives them. */
export interface LoginHeaders {
    'X-User-Id': string;
    'X-Auth-Token': string;
}

/** Login tokens of users; the same on every server of a store. */
export class Credentials {
    constructor(private readonly users: Users, private readonly secret: string) {}

    of(username: string): LoginHeaders {
        const { id } = this.users.demand(username);
        return { 'X-User-Id': id, 'X-Auth-Token': this.token(id) };
    }

    /** The user whose id and token these are. */
    check(userId: string | undefined, token: string | undefined): UserRecord | undefined {
        if (!userId || !token) {
            return undefined;
        }
        const wanted = Buffer.from(this.token(userId));
        const given = Buffer.from(token);
        return given.length === wanted.length && timingSafeEqual(given, wanted) ? this.users.byId(userId) : undefined;
    }

    private token(userId: string): string {
        return createHmac('sha256', this.secret).update(userId).digest('base64url');
    }
}
