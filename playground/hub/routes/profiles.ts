import { HubFailure } from '../errors';
import type { RepoType } from '../model';
import { avatarUrl } from '../profiles';
import type { Call, Route } from '../routing';
import { route } from '../routing';
import type { HubState } from '../state';

const countPublic = (state: HubState, type: RepoType, owner: string): number =>
    state.reposOf(type).filter((repo) => !repo.private && repo.id.startsWith(`${owner}/`)).length;

const counts = (state: HubState, owner: string): Record<string, number> => ({
    numModels: countPublic(state, 'model', owner),
    numDatasets: countPublic(state, 'dataset', owner),
    numSpaces: countPublic(state, 'space', owner),
    numFollowers: 0,
});

/** Users only: the name of an organisation is unknown here. */
function userOverview({ params, state }: Call): Response {
    const user = state.users.get(params.name ?? '');
    if (!user) {
        throw new HubFailure(404, 'This user does not exist');
    }
    const orgs = user.orgs.map(({ org }) => ({ id: state.orgs.get(org)?._id, name: org, fullname: state.orgs.get(org)?.fullname, avatarUrl: avatarUrl(org) }));
    return Response.json({
        _id: user._id, type: 'user', user: user.name, fullname: user.fullname, avatarUrl: avatarUrl(user.name), isPro: user.isPro, createdAt: user.createdAt,
        orgs, ...counts(state, user.name), numDiscussions: 0, numPapers: 0, numUpvotes: 0, numLikes: 0, numFollowing: 0,
    });
}

function orgOverview({ params, state }: Call): Response {
    const org = state.orgs.get(params.name ?? '');
    if (!org) {
        throw new HubFailure(404, 'This organization does not exist');
    }
    const members = [...state.users.values()].filter(({ orgs }) => orgs.some((membership) => membership.org === org.name));
    return Response.json({
        _id: org._id, type: 'org', name: org.name, fullname: org.fullname, avatarUrl: avatarUrl(org.name), isVerified: org.isVerified ?? false,
        ...(org.plan && { plan: org.plan }), numUsers: members.length, ...counts(state, org.name),
    });
}

export const profileRoutes: Route[] = [
    route('GET', '/api/users/:name/overview', userOverview),
    route('GET', '/api/organizations/:name/overview', orgOverview),
];
