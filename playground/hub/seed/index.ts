import type { HubState } from '../state';
import { BERT_MODELS } from './bert-models';
import { seedCommunity } from './community';
import { makeDatasets } from './datasets';
import { seedEndpoints } from './endpoints';
import { FLAVORS } from './flavors';
import { seedJobs } from './jobs';
import { makeModel } from './model-spec';
import { OTHER_MODELS } from './models';
import { seedPeople } from './people';
import { makeSpaces } from './spaces';
import { seedTokens } from './tokens';

/** Old names that still answer: un-namespaced legacy ids and renames. */
const RENAMED_DATASETS = { squad: 'rajpurkar/squad', imdb: 'stanfordnlp/imdb', glue: 'nyu-mll/glue' };

const RENAMED_MODELS = {
    gpt2: 'openai-community/gpt2',
    'gpt2-large': 'openai-community/gpt2-large',
    'bert-base-uncased': 'google-bert/bert-base-uncased',
    'distilbert-base-uncased': 'distilbert/distilbert-base-uncased',
    'camembert/camembert-base': 'almanach/camembert-base',
    'acme/bert-production': 'acme/bert-prod',
};

/** The OAuth app that may start a device login. */
export const PLAYGROUND_OAUTH_CLIENT = 'teamflow-playground';

/** Fills an empty Hub. Always the same, apart from what is dated from `now`: when tokens expire and jobs were started. */
export function seed(state: HubState, now: number): void {
    seedPeople(state);
    seedTokens(state, now);
    seedJobs(state, now);
    const models = [...BERT_MODELS, ...OTHER_MODELS].map(makeModel);
    [...models, ...makeDatasets(), ...makeSpaces()].forEach((repo) => state.addRepo(repo));
    state.flavors.push(...FLAVORS);
    seedCommunity(state);
    seedEndpoints(state);
    state.oauthClients.add(PLAYGROUND_OAUTH_CLIENT);
    Object.entries(RENAMED_MODELS).forEach(([from, to]) => state.renames.set(`model ${from}`, to));
    Object.entries(RENAMED_DATASETS).forEach(([from, to]) => state.renames.set(`dataset ${from}`, to));
}
