/** Model, dataset and Space cards: reading, judging and showing README.md. */
export { scoreCard, type CardCheck, type CardScore } from './completeness';
export { readFrontMatter, readYaml, splitFrontMatter, type FrontMatter } from './front-matter';
export { renderCard, type RenderOptions } from './render';
export { splitSections, textBelow, type Section } from './sections';
