/** The Hub client: one `createHub`, one file per area of the Hub. */
export { autoCarrier, directCarrier, fixedCarrier, type Carrier, type CarrierInit, type CarrierMemory, type NetworkPath, type RoutedCarrier } from './carrier';
export { systemClock, type Clock } from './clock';
export { createHub, type HubOptions } from './create-hub';
export { HubError, HubShapeError, isPassing, type HubErrorFacts, type HubErrorKind } from './errors';
export { redact } from './redact';
export { createHubShared, type HubShared } from './shared';
export type { Fetched, Hub, HubFetch, Page, RateBudget, ReadOptions, WriteOptions } from './types';
export { buildUrl, HUGGING_FACE, type HubBase, type HubUrls, type Query } from './urls';
export type { Token, TokenSource } from './wire/bearer';
