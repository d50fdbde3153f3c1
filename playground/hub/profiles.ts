import type { HubState } from './state';

export const avatarUrl = (name: string): string => `https://cdn-avatars.huggingface.co/v1/production/uploads/${name}.png`;

/** A user or organisation as it signs discussions and collections. */
export function authorInfo(state: HubState, name: string): Record<string, unknown> {
    const user = state.users.get(name);
    const org = state.orgs.get(name);
    const shared = { _id: user?._id ?? org?._id ?? '0'.repeat(24), avatarUrl: avatarUrl(name), fullname: user?.fullname ?? org?.fullname ?? name, name, isHf: name === 'huggingface', isHfAdmin: false, isMod: false };
    return org ? { ...shared, type: 'org', ...(org.plan && { plan: org.plan }) } : { ...shared, type: 'user', isPro: user?.isPro ?? false };
}
