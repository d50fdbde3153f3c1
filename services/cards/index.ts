/** Model, dataset and Space cards: reading, judging and showing README.md. */
export { cardHint, type CardHint } from './card-hint';
export { scoreCard, type CardCheck, type CardScore } from './completeness';
export { readFrontMatter, readYaml, splitFrontMatter, type FrontMatter } from './front-matter';
export { generateCard, type CardSubject } from './generate-card';
export { renderCard, type RenderOptions } from './render';
export { splitSections, textBelow, type Section } from './sections';
