import type { Carrier } from '../carrier';
import type { Clock } from '../clock';
import type { HubShared } from '../shared';
import { withBearer, type TokenSource } from './bearer';
import { withCache, type CachedSend } from './cache';
import { withRateLimit } from './rate-limit';
import { withRedirects } from './redirects';
import { withRetry } from './retry';
import { withTimeout } from './timeout';

/**
 * The decorators in order, the carrier at the bottom. Redirects sit above rate limit and bearer, so that every hop is
 * counted and gets, or does not get, the token by its own origin.
 */
export function compose({ carrier, shared, token, origins, clock }: {
    carrier: Carrier;
    shared: HubShared;
    token: TokenSource;
    origins: ReadonlySet<string>;
    clock: Clock;
}): CachedSend {
    const timed = withTimeout({ carrier, clock });
    const authorized = withBearer({ token, origins })(timed);
    const paced = withRateLimit({ limits: shared.limits, clock })(authorized);
    const followed = withRedirects(paced);
    const persistent = withRetry({ clock })(followed);
    return withCache({ cache: shared.cache, clock })(persistent);
}
